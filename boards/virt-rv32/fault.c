/* SPDX-License-Identifier: Apache-2.0 */

/* Report of a trap: none is expected here. */

#include "board.h"
#include "print.h"

#define EXIT_FAULT 1

_Noreturn void board_fault_report(unsigned long cause, unsigned long pc, unsigned long value);

_Noreturn void board_fault_report(unsigned long cause, unsigned long pc, unsigned long value)
{
	print("\nFAULT: mcause %lx, pc %08lx, mtval %08lx\n", cause, pc, value);
	board_exit(EXIT_FAULT);
}
