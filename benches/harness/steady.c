/* SPDX-License-Identifier: Apache-2.0 */

#include "harness/steady.h"

#include "harness/allocator.h"
#include "harness/arena.h"
#include "harness/require.h"
#include "harness/table.h"

#include <stddef.h>

#define VALIDATE_EVERY 1000u
#define LEAST_ALIGN    8u

static void allocate(const struct bench_steady *steady, struct bench_random *random, uint32_t bytes)
{
	struct bench_block *block = bench_table_new();

	if (steady->attributes > 1) {
		bench_allocator.choose(bench_below(random, steady->attributes));
	}
	if (steady->is_aligned) {
		(void)bench_aligned_alloc(block, LEAST_ALIGN << bench_below(random, 4), bytes);
	} else {
		(void)bench_alloc(block, bytes);
	}
}

bool bench_steady_allocates(struct bench_random *random, uint32_t blocks, uint32_t live,
			    uint32_t limit)
{
	bool is_rare = bench_below(random, 3) == 0;

	return blocks == 0 || (live < limit ? !is_rare : is_rare);
}

/*
 * Which operation comes next follows from the sizes alone: a block that could not be had stays in
 * the account, so that all allocators see the same order.
 */
static void run(const struct bench_steady *steady, struct bench_random *random)
{
	uint32_t limit = steady->region_bytes / 100u * steady->live_percent * steady->regions;
	uint32_t live = 0;

	for (uint32_t i = 0; i < steady->warm_up + steady->operations; i++) {
		bench_count(i >= steady->warm_up);
		if (bench_steady_allocates(random, bench_table_count(), live, limit)) {
			uint32_t bytes = bench_size(random, &steady->sizes);

			allocate(steady, random, bytes);
			live += bytes;
		} else {
			uint32_t victim = bench_below(random, bench_table_count());

			live -= bench_table[victim].bytes;
			bench_table_free(victim);
		}
		if (i % VALIDATE_EVERY == 0) {
			BENCH_REQUIRE(bench_is_sound());
		}
	}
}

static bool prepare(const struct bench_steady *steady)
{
	if (steady->attributes <= 1) {
		return bench_arena_prepare(steady->regions, steady->region_bytes);
	}
	return bench_allocator.choose != NULL &&
	       bench_arena_prepare_attributes(steady->regions, steady->region_bytes,
					      steady->attributes);
}

bool bench_steady(const struct bench_steady *steady, uint32_t seed)
{
	struct bench_random random = bench_seed(seed);

	if (!prepare(steady)) {
		return false;
	}
	run(steady, &random);
	bench_count(false);
	if (steady->attributes > 1) {
		bench_allocator.choose(0);
	}
	bench_table_free_all();
	BENCH_REQUIRE(bench_is_sound());
	return true;
}
