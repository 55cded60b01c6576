/* SPDX-License-Identifier: Apache-2.0 */

/* Holes made on purpose, and what of them can be used again. */

#include "harness/allocator.h"
#include "harness/arena.h"
#include "harness/blocks.h"
#include "harness/figures.h"
#include "harness/random.h"
#include "harness/require.h"
#include "harness/table.h"
#include "harness/workloads.h"

#include <stddef.h>

#define SEED         20260119u
#define REGION_BYTES 65536u
#define WALL         16u
#define LARGE        1024u
#define ROUNDS       20u

static const struct bench_sizes sizes = {BENCH_UNIFORM, 16, 512};

static void report(const char *metric, uint64_t part, uint64_t whole)
{
	BENCH_REQUIRE(whole != 0);
	bench_line_tenths(metric, (uint32_t)((part * 1000u + whole / 2u) / whole));
}

/* Fill the region, free every other block; returns the bytes freed. */
static uint32_t make_holes(struct bench_random *random)
{
	uint32_t freed = 0;

	while (bench_alloc(bench_table_new(), bench_size(random, &sizes))) {
	}
	for (uint32_t i = 0; i < bench_table_count(); i += 2) {
		freed += bench_table[i].mem != NULL ? bench_table[i].bytes : 0;
		bench_free(&bench_table[i]);
	}
	return freed;
}

static uint32_t served(uint32_t bytes)
{
	uint32_t sum = 0;

	while (bench_alloc(bench_table_new(), bytes)) {
		sum += bytes;
	}
	return sum;
}

/* Every other block freed: no room for anything large, but a lot for what is small. */
static void every_other(uint32_t bytes)
{
	struct bench_random random = bench_seed(SEED);
	uint64_t freed = 0;
	uint64_t used = 0;

	for (uint32_t round = 0; round < ROUNDS; round++) {
		if (!bench_arena_prepare(1, REGION_BYTES)) {
			return;
		}
		bench_table_forget();
		freed += make_holes(&random);
		used += served(bytes);
	}
	bench_parameter("every other freed; ask for %lu", (unsigned long)bytes);
	report("used_again_percent", used, freed);
}

/* Blocks of all sizes, each with a small one behind it that stays. */
static void build_walls(struct bench_random *random)
{
	bool is_room = true;

	while (is_room) {
		is_room = bench_alloc(bench_table_new(), bench_size(random, &sizes)) &&
			  bench_alloc(bench_table_new(), WALL);
	}
}

/* Free all but the walls and ask for the same again. Returns how many are served. */
static uint32_t refill(uint32_t count)
{
	uint32_t again = 0;

	for (uint32_t i = 0; i + 1 < count; i += 2) {
		bench_free(&bench_table[i]);
	}
	for (uint32_t i = 0; i + 1 < count; i += 2) {
		again += bench_alloc(&bench_table[i], bench_table[i].bytes);
	}
	return again;
}

static void behind_walls(void)
{
	struct bench_random random = bench_seed(SEED);
	uint64_t holes = 0;
	uint64_t filled = 0;

	for (uint32_t round = 0; round < ROUNDS; round++) {
		uint32_t count;

		if (!bench_arena_prepare(1, REGION_BYTES)) {
			return;
		}
		bench_table_forget();
		build_walls(&random);
		/* The last one or two could not be had. */
		count = (bench_table_count() - 1u) / 2u * 2u;
		holes += count / 2u;
		filled += refill(count);
	}
	bench_parameter("same sizes behind walls");
	report("refilled_percent", filled, holes);
}

void bench_fragmentation(void)
{
	if (bench_allocator.is_hosted) {
		return;
	}
	bench_count(true);
	behind_walls();
	every_other(LARGE);
	every_other(WALL);
	bench_parameter("%s", "");
	bench_report_maxima();
}
