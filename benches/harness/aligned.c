/* SPDX-License-Identifier: Apache-2.0 */

/* Aligned blocks: the sizes of W1 at multiples of 8 to 64, in a roomy and in a crowded region. */

#include "harness/allocator.h"
#include "harness/blocks.h"
#include "harness/figures.h"
#include "harness/steady.h"
#include "harness/workloads.h"

#define SEED       20260111u
#define WARM_UP    20000u
#define OPERATIONS 50000u

static void run(uint32_t percent)
{
	struct bench_steady steady = {.sizes = {BENCH_UNIFORM, 16, 512},
				      .regions = 1,
				      .region_bytes = 64u * 1024u,
				      .live_percent = percent,
				      .warm_up = WARM_UP,
				      .operations = OPERATIONS,
				      .is_aligned = true};

	bench_parameter("%lu", (unsigned long)percent);
	bench_count_anew();
	if (bench_steady(&steady, SEED)) {
		bench_report();
	}
}

void bench_aligned(void)
{
	if (bench_allocator.aligned_alloc == NULL) {
		return;
	}
	run(60);
	run(85);
}
