/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Runs the table of contract cases on a board, one case a boot.
 *
 * What must outlive a case stands in board_persistent; everything else is as start-up leaves
 * it, so no case sees what another one did. The name of a case is printed before it runs: a
 * fault report of the board, or the end by time-out, follows the name of its case.
 */

#include "board.h"
#include "contract.h"
#include "print.h"

#include <stdbool.h>

enum word {
	NEXT_CASE,
	PASSED,
	FAILED,
	RUNNING,
};

static _Noreturn void end_case(bool passed)
{
	board_persistent[passed ? PASSED : FAILED]++;
	board_persistent[NEXT_CASE]++;
	board_persistent[RUNNING] = 0;
	board_restart();
}

_Noreturn void check_failed(const char *file, int line, const char *what)
{
	print("FAILED\n  %s:%d: %s\n", file, line, what);
	end_case(false);
}

static int summary(void)
{
	unsigned int passed = (unsigned int)board_persistent[PASSED];
	unsigned int failed = (unsigned int)board_persistent[FAILED];

	print("%u passed, %u failed\n", passed, failed);
	return passed == contract_case_count && passed != 0 && failed == 0 ? 0 : 1;
}

int main(void)
{
	const struct contract_case *current = &contract_cases[board_persistent[NEXT_CASE]];

	if (board_persistent[RUNNING] != 0) {
		print("FAILED\n  the board was reset by the case\n");
		end_case(false);
	}
	if (board_persistent[NEXT_CASE] >= contract_case_count) {
		return summary();
	}
	print("%u %s %s: ", (unsigned int)board_persistent[NEXT_CASE] + 1u, current->clause,
	      current->name);
	board_persistent[RUNNING] = 1;
	current->run();
	print("ok\n");
	end_case(true);
}
