/* SPDX-License-Identifier: Apache-2.0 */

/* Blocks that grow and shrink. The cost of one that moves holds the copy. */

#include "harness/allocator.h"
#include "harness/arena.h"
#include "harness/blocks.h"
#include "harness/figures.h"
#include "harness/random.h"
#include "harness/require.h"
#include "harness/table.h"
#include "harness/workloads.h"

#define SEED         20260127u
#define REGION_BYTES 65536u
#define BLOCKS       16u
#define STEPS        20000u
#define MOST_BYTES   2048u

/* The next size of a block, each in its way; 0 to start again with a new one. */
typedef uint32_t (*growth)(struct bench_random *random, uint32_t bytes);

/* As an array that doubles. */
static uint32_t double_it(struct bench_random *random, uint32_t bytes)
{
	(void)random;
	return bytes * 2u;
}

/* As a text that gets a word more. */
static uint32_t append(struct bench_random *random, uint32_t bytes)
{
	return bytes + 1u + bench_below(random, 32);
}

/* As a buffer cut to what came: large, then what it holds. */
static uint32_t cut(struct bench_random *random, uint32_t bytes)
{
	return bytes < 1024u ? 1024u + bench_below(random, 1024) : 1u + bench_below(random, 512);
}

static uint32_t anything(struct bench_random *random, uint32_t bytes)
{
	(void)bytes;
	return 1u + bench_below(random, MOST_BYTES);
}

static void step(struct bench_random *random, growth grow)
{
	struct bench_block *block = &bench_table[bench_below(random, BLOCKS)];
	uint32_t bytes = block->mem != NULL ? grow(random, block->bytes) : 0;

	if (bytes == 0 || bytes > MOST_BYTES) {
		bench_free(block);
		(void)bench_alloc(block, 8u + bench_below(random, 24));
	} else {
		(void)bench_realloc(block, bytes);
	}
}

static void run(const char *name, growth grow)
{
	struct bench_random random = bench_seed(SEED);

	if (!bench_arena_prepare(1, REGION_BYTES)) {
		return;
	}
	bench_table_forget();
	bench_count_anew();
	for (uint32_t i = 0; i < BLOCKS; i++) {
		(void)bench_alloc(bench_table_new(), 16);
	}
	bench_count(true);
	for (uint32_t i = 0; i < STEPS; i++) {
		step(&random, grow);
	}
	bench_count(false);
	bench_table_free_all();
	BENCH_REQUIRE(bench_is_sound());
	bench_parameter("%s", name);
	bench_report();
}

void bench_realloc_patterns(void)
{
	if (bench_allocator.realloc == NULL) {
		return;
	}
	run("double", double_it);
	run("append", append);
	run("cut", cut);
	run("anything", anything);
}
