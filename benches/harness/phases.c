/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The longest path by phases: each phase draws a way of using the heap, keeps to it for a while,
 * and leaves to the next one what it has made. Growing and shrinking, small and large, orderly and
 * wild, up to a full region and down to an empty one.
 */

#include "harness/allocator.h"
#include "harness/arena.h"
#include "harness/blocks.h"
#include "harness/figures.h"
#include "harness/require.h"
#include "harness/steps.h"
#include "harness/table.h"
#include "harness/workloads.h"

#define SEED   20260131u
#define PHASES 400u
#define STEPS  400u

/* What the next phase likes. */
static struct bench_verbs verbs_at_random(struct bench_random *random)
{
	return (struct bench_verbs){
		.alloc = 1u + bench_below(random, 8),
		.aligned = bench_below(random, 4),
		.realloc = bench_below(random, 3),
		.free = 1u + bench_below(random, 8),
	};
}

static struct bench_sizes sizes_at_random(struct bench_random *random, uint32_t region_bytes)
{
	const struct bench_sizes any = {BENCH_LOG_UNIFORM, 1, region_bytes / 4u};
	uint32_t one = bench_size(random, &any);
	uint32_t other = bench_size(random, &any);
	struct bench_sizes sizes = {BENCH_UNIFORM, one, one};

	switch (bench_below(random, 4)) {
	case 0:
		/* All alike. */
		return sizes;
	case 1:
		return any;
	case 2:
		sizes.spread = BENCH_LOG_UNIFORM;
		break;
	default:
		break;
	}
	sizes.least = one < other ? one : other;
	sizes.most = one < other ? other : one;
	return sizes;
}

/* In the order in which the table has them, which is that of their coming for a while. */
static void free_in_order(struct bench_random *random)
{
	uint32_t step = 1u + bench_below(random, 3);
	uint32_t kept = bench_below(random, 2) != 0 ? 0 : bench_below(random, 20);

	for (uint32_t i = 0; i < bench_table_count(); i += step) {
		bench_free(&bench_table[i]);
	}
	for (uint32_t i = bench_table_count(); i-- > 0;) {
		if (bench_table[i].mem == NULL) {
			bench_table_free(i);
		}
	}
	while (step == 1 && bench_table_count() > kept) {
		bench_table_free(bench_table_count() - 1u);
	}
}

static void run_phase(struct bench_random *random, uint32_t region_bytes)
{
	struct bench_verbs verbs = verbs_at_random(random);
	struct bench_sizes sizes = sizes_at_random(random, region_bytes);

	for (uint32_t i = 0; i < STEPS; i++) {
		struct bench_step step = bench_step_at_random(random, &verbs, &sizes);

		bench_step(&step);
	}
	if (bench_below(random, 3) == 0) {
		free_in_order(random);
	}
}

void bench_phases_in(unsigned int regions, uint32_t region_bytes)
{
	struct bench_random random = bench_seed(SEED);

	if (!bench_arena_prepare(regions, region_bytes)) {
		return;
	}
	bench_table_forget();
	bench_count_anew();
	bench_count(true);
	for (uint32_t phase = 0; phase < PHASES; phase++) {
		run_phase(&random, region_bytes);
		BENCH_REQUIRE(bench_is_sound());
	}
	bench_table_free_all();
	BENCH_REQUIRE(bench_is_sound());
	bench_parameter("%u x %lu", regions, (unsigned long)region_bytes);
	bench_report_maxima();
}

void bench_phases(void)
{
	if (bench_allocator.is_hosted) {
		return;
	}
	bench_phases_in(1, 4096);
	bench_phases_in(1, 65536);
	bench_phases_in(1, 262144);
	bench_phases_in(16, 4096);
	bench_phases_in(64, 4096);
}
