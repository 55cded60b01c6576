/* SPDX-License-Identifier: Apache-2.0 */

/* W1, W2, W5, W6, W7: steady states. */

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

static void run_regions(unsigned int regions, unsigned int attributes)
{
	run(&(struct bench_steady){.sizes = {BENCH_UNIFORM, 16, 512},
				   .regions = regions,
				   .region_bytes = 16u * 1024u,
				   .attributes = attributes,
				   .live_percent = 60,
				   .warm_up = WARM_UP,
				   .operations = OPERATIONS});
}

void bench_w5(void)
{
	for (unsigned int regions = 1; regions <= 64; regions *= 4) {
		bench_parameter("%u", regions);
		run_regions(regions, 1);
	}
	bench_parameter("64 of 8 attributes");
	run_regions(64, 8);
}

/* Sizes that leave other holes than those of W1, in the region of W1. */
void bench_w6(void)
{
	struct bench_steady steady = {.sizes = {BENCH_BIMODAL, 16, 2048},
				      .regions = 1,
				      .region_bytes = 64u * 1024u,
				      .live_percent = 60,
				      .warm_up = WARM_UP,
				      .operations = OPERATIONS};

	bench_parameter("bimodal");
	run(&steady);
	bench_parameter("powers of two");
	steady.sizes.spread = BENCH_POWERS;
	run(&steady);
}

/* A large region: most of the time goes into filling the blocks, so there are fewer operations. */
void bench_w7(void)
{
	struct bench_steady steady = {.sizes = {BENCH_LOG_UNIFORM, 16, 4095},
				      .regions = 1,
				      .region_bytes = 1024u * 1024u,
				      .live_percent = 75,
				      .warm_up = WARM_UP / 2u,
				      .operations = OPERATIONS / 2u};

	bench_parameter("log 16..4095");
	run(&steady);
	bench_parameter("256..8255");
	steady.sizes = (struct bench_sizes){BENCH_UNIFORM, 256, 8255};
	run(&steady);
}
