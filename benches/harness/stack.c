/* SPDX-License-Identifier: Apache-2.0 */

/* Bytes of stack below the caller's: the phases once more, with another measure. */

#include "harness/counter.h"
#include "harness/workloads.h"

void bench_stack(void)
{
	if (!bench_measure(BENCH_STACK)) {
		return;
	}
	bench_phases_in(1, 65536);
	bench_phases_in(16, 4096);
	(void)bench_measure(BENCH_INSTRUCTIONS);
}
