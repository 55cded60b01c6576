/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Runs the model of the page table over seeds, without and with paging. A failure prints the line
 * that repeats it:
 *
 *   PAGING=1 SEED=3 STEPS=2817 mm_model_run
 */

#include <stdio.h>
#include <stdlib.h>

#include "contract.h"
#include "mm_model.h"

static struct mm_model_run run;
static const char *program;

_Noreturn void check_failed(const char *file, int line, const char *what)
{
	printf("mm model: FAILED: %s:%d: not so: %s\n  again: PAGING=%d SEED=%u STEPS=%u %s\n",
	       file, line, what, run.paging, (unsigned int)run.seed, (unsigned int)run.step + 1,
	       program);
	(void)fflush(stdout);
	_Exit(1);
}

static uint32_t number(const char *variable, uint32_t otherwise)
{
	const char *value = getenv(variable);

	return value == NULL ? otherwise : (uint32_t)strtoul(value, NULL, 0);
}

static void run_seeds(bool paging)
{
	const uint32_t first = number("SEED", 1);
	const uint32_t last = getenv("SEED") != NULL ? first : number("SEEDS", 8);

	for (uint32_t seed = first; seed <= last; seed++) {
		run = (struct mm_model_run){.seed = seed, .paging = paging};
		run.steps = number("STEPS", 4000);
		mm_model_go(&run);
		printf("mm model: paging %d seed %u: %u made, %u refused, %u allowed, %u faulted\n",
		       paging, (unsigned int)seed, (unsigned int)run.made,
		       (unsigned int)run.refused, (unsigned int)run.allowed,
		       (unsigned int)run.faulted);
		if (run.steps >= 400 && !mm_model_is_varied(&run)) {
			check_failed(__FILE__, __LINE__, "the run is varied");
		}
	}
}

int main(int argc, char **argv)
{
	const char *paging = getenv("PAGING");

	program = argc > 0 ? argv[0] : "mm_model_run";
	for (int on = 0; on < 2; on++) {
		if (paging == NULL || (paging[0] == '1') == (on == 1)) {
			run_seeds(on == 1);
		}
	}
	return 0;
}
