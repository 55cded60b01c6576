/* SPDX-License-Identifier: Apache-2.0 */

/* Allocations that cannot be served, of all sizes, in regions that are full in different ways. */

#include "harness/allocator.h"
#include "harness/arena.h"
#include "harness/blocks.h"
#include "harness/figures.h"
#include "harness/random.h"
#include "harness/table.h"
#include "harness/workloads.h"

#include <stddef.h>

#define SEED         20260113u
#define REGION_BYTES 65536u
#define ROUNDS       20u
#define REQUESTS     200u

static const struct bench_sizes wanted = {BENCH_LOG_UNIFORM, 1, 2u * REGION_BYTES};

/* A spread of its own each time, until nothing goes in, and then some holes. */
static void fill(struct bench_random *random)
{
	struct bench_sizes sizes = {BENCH_UNIFORM, 16, 64u << bench_below(random, 6)};
	uint32_t holes = bench_below(random, 40);

	while (bench_alloc(bench_table_new(), bench_size(random, &sizes))) {
	}
	while (holes-- > 0 && bench_table_count() > 1) {
		bench_table_free(bench_below(random, bench_table_count()));
	}
}

/* What is served all the same stays, so that it gets ever fuller. */
static void ask(struct bench_random *random)
{
	for (uint32_t i = 0; i < REQUESTS; i++) {
		uint32_t bytes = bench_size(random, &wanted);
		uint32_t align = 8u << bench_below(random, 4);

		if (bench_allocator.aligned_alloc != NULL && bench_below(random, 2) != 0) {
			(void)bench_aligned_alloc(bench_table_new(), align, bytes);
		} else {
			(void)bench_alloc(bench_table_new(), bytes);
		}
	}
}

void bench_failed(void)
{
	struct bench_random random = bench_seed(SEED);

	if (bench_allocator.is_hosted) {
		return;
	}
	bench_count_anew();
	bench_parameter("%s", "");
	for (uint32_t round = 0; round < ROUNDS; round++) {
		if (!bench_arena_prepare(1, REGION_BYTES)) {
			return;
		}
		bench_table_forget();
		bench_count(false);
		fill(&random);
		bench_count(true);
		ask(&random);
	}
	bench_report();
}
