/* SPDX-License-Identifier: Apache-2.0 */

/* How much of a region is requested at most before the first allocation fails. */

#include "harness/allocator.h"
#include "harness/arena.h"
#include "harness/blocks.h"
#include "harness/figures.h"
#include "harness/random.h"
#include "harness/require.h"
#include "harness/table.h"
#include "harness/workloads.h"

#include <stddef.h>

#define SEEDS 100u

struct packing {
	const char *name;
	struct bench_sizes sizes;
	uint32_t region_bytes;
};

static const struct packing packings[] = {
	{"16..512 in 64K", {BENCH_UNIFORM, 16, 512}, 64u * 1024u},
	{"log 8..4096 in 256K", {BENCH_LOG_UNIFORM, 8, 4096}, 256u * 1024u},
	{"4..64 in 16K", {BENCH_UNIFORM, 4, 64}, 16u * 1024u},
	{"packets 64..1536 in 64K", {BENCH_UNIFORM, 64, 1536}, 64u * 1024u},
	{"16..512 in 8K", {BENCH_UNIFORM, 16, 512}, 8u * 1024u},
};

/* Two allocations for each free, of a block at random. Returns the most bytes before the failure.
 */
static uint32_t fill(const struct bench_sizes *sizes, struct bench_random *random)
{
	uint32_t live = 0;
	uint32_t peak = 0;

	for (;;) {
		uint32_t count = bench_table_count();

		if (count == 0 || bench_below(random, 3) != 0) {
			uint32_t bytes = bench_size(random, sizes);

			if (!bench_alloc(bench_table_new(), bytes)) {
				return peak;
			}
			live += bytes;
			peak = live > peak ? live : peak;
		} else {
			uint32_t victim = bench_below(random, count);

			live -= bench_table[victim].bytes;
			bench_table_free(victim);
		}
	}
}

static void run(const struct packing *packing)
{
	uint64_t sum = 0;
	uint64_t whole = (uint64_t)packing->region_bytes * SEEDS;

	for (uint32_t seed = 0; seed < SEEDS; seed++) {
		struct bench_random random = bench_seed(seed);

		bench_table_forget();
		if (!bench_arena_prepare(1, packing->region_bytes)) {
			return;
		}
		sum += fill(&packing->sizes, &random);
		BENCH_REQUIRE(bench_is_sound());
	}
	bench_parameter("%s", packing->name);
	bench_line_tenths("packing_percent", (uint32_t)((sum * 1000u + whole / 2u) / whole));
}

void bench_packing(void)
{
	if (bench_allocator.is_hosted) {
		return;
	}
	for (size_t i = 0; i < sizeof(packings) / sizeof(packings[0]); i++) {
		bench_count(true);
		run(&packings[i]);
	}
	bench_parameter("%s", "");
	bench_report_maxima();
}
