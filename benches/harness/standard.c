/* SPDX-License-Identifier: Apache-2.0 */

/* W1, W2, W5: steady states. */

#include "harness/blocks.h"
#include "harness/figures.h"
#include "harness/steady.h"
#include "harness/workloads.h"

#define SEED       20260101u
#define WARM_UP    20000u
#define OPERATIONS 100000u

static void run(const struct bench_steady *steady)
{
	bench_count_anew();
	if (bench_steady(steady, SEED)) {
		bench_report();
	}
}

void bench_w1(void)
{
	run(&(struct bench_steady){.sizes = {BENCH_UNIFORM, 16, 512},
				   .regions = 1,
				   .region_bytes = 64u * 1024u,
				   .live_percent = 60,
				   .warm_up = WARM_UP,
				   .operations = OPERATIONS});
}

void bench_w2(void)
{
	run(&(struct bench_steady){.sizes = {BENCH_LOG_UNIFORM, 8, 4096},
				   .regions = 1,
				   .region_bytes = 256u * 1024u,
				   .live_percent = 75,
				   .warm_up = WARM_UP,
				   .operations = OPERATIONS});
}

void bench_w5(void)
{
	for (unsigned int regions = 1; regions <= 64; regions *= 4) {
		bench_parameter("%u", regions);
		run(&(struct bench_steady){.sizes = {BENCH_UNIFORM, 16, 512},
					   .regions = regions,
					   .region_bytes = 16u * 1024u,
					   .live_percent = 60,
					   .warm_up = WARM_UP,
					   .operations = OPERATIONS});
	}
}
