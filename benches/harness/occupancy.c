/* SPDX-License-Identifier: Apache-2.0 */

/* How often an allocation fails when a region is kept ever fuller, with the sizes of W1. */

#include "harness/allocator.h"
#include "harness/blocks.h"
#include "harness/figures.h"
#include "harness/steady.h"
#include "harness/workloads.h"

#define SEED       20260107u
#define LEAST      70u
#define MOST       95u
#define STEP       5u
#define WARM_UP    20000u
#define OPERATIONS 40000u
/* Which blocks are left over differs more from run to run than within one. */
#define RUNS 5u

static void report_failures(void)
{
	uint64_t failed = bench_figures_of(BENCH_FAILED)->calls;
	uint64_t all = failed + bench_figures_of(BENCH_ALLOC)->calls;

	bench_line_tenths("failures_per_1000", (uint32_t)((failed * 10000u + all / 2u) / all));
}

static void run(uint32_t percent)
{
	struct bench_steady steady = {.sizes = {BENCH_UNIFORM, 16, 512},
				      .regions = 1,
				      .region_bytes = 64u * 1024u,
				      .live_percent = percent,
				      .warm_up = WARM_UP,
				      .operations = OPERATIONS};

	bench_count_anew();
	bench_parameter("%lu", (unsigned long)percent);
	for (uint32_t i = 0; i < RUNS; i++) {
		if (!bench_steady(&steady, SEED + i)) {
			return;
		}
	}
	report_failures();
	bench_report();
}

void bench_occupancy(void)
{
	if (bench_allocator.is_hosted) {
		return;
	}
	for (uint32_t percent = LEAST; percent <= MOST; percent += STEP) {
		run(percent);
	}
}
