/* SPDX-License-Identifier: Apache-2.0 */

/* Which of many regions an address belongs to. */

#include "harness/allocator.h"
#include "harness/arena.h"
#include "harness/figures.h"
#include "harness/random.h"
#include "harness/workloads.h"

#define SEED         20260117u
#define REGION_BYTES (16u * 1024u)
#define QUESTIONS    20000u

static struct bench_figures figures;

static void ask(unsigned int regions)
{
	struct bench_random random = bench_seed(SEED);

	bench_figures_clear(&figures);
	for (uint32_t i = 0; i < QUESTIONS; i++) {
		uint8_t *memory = bench_arena_memory(bench_below(&random, regions));
		void *address = memory + bench_below(&random, REGION_BYTES / 2u);

		bench_figures_add(&figures, bench_allocator.owner(address));
	}
}

void bench_owner(void)
{
	if (bench_allocator.owner == NULL) {
		return;
	}
	for (unsigned int regions = 1; regions <= BENCH_ARENA_REGIONS; regions *= 4) {
		if (bench_arena_prepare(regions, REGION_BYTES)) {
			ask(regions);
			bench_parameter("%u", regions);
			bench_figures_report(&figures, "owner");
		}
	}
}
