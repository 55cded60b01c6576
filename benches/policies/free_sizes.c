/* SPDX-License-Identifier: Apache-2.0 */

#include "free_sizes.h"

#include "harness/require.h"
#include "policy.h"

/* Two free blocks are never neighbours, so that there is one for two granules at most. */
#define GRANULES_PER_SIZE 2u
#define MOST_SIZES        (MOST_BYTES / SMH_ALIGN / GRANULES_PER_SIZE)

struct list {
	uint32_t *sizes;
	uint32_t count;
	bool is_old;
};

static uint32_t memory[MOST_SIZES];
static struct list lists[MOST_REGIONS];

void free_sizes_start(void)
{
	uint32_t *at = memory;

	for (unsigned int i = 0; i < layout.regions; i++) {
		lists[i] = (struct list){.sizes = at, .is_old = true};
		at += layout.region[i].bytes / SMH_ALIGN / GRANULES_PER_SIZE;
	}
	BENCH_REQUIRE(at <= memory + MOST_SIZES);
}

void free_sizes_changed(unsigned int region)
{
	lists[region].is_old = true;
}

static bool visit(void *arg, void *mem, size_t bytes, bool used)
{
	struct list *list = arg;

	(void)mem;
	if (!used) {
		list->sizes[list->count++] = (uint32_t)bytes;
	}
	return true;
}

uint32_t free_sizes_tightest(unsigned int region, size_t bytes)
{
	struct list *list = &lists[region];
	uint32_t tightest = NO_FREE_SIZE;

	if (list->is_old) {
		list->count = 0;
		list->is_old = false;
		BENCH_REQUIRE(shared_multi_heap_region_walk(region, visit, list) == 0);
	}
	for (uint32_t i = 0; i < list->count; i++) {
		uint32_t size = list->sizes[i];

		tightest = size >= bytes && size < tightest ? size : tightest;
	}
	return tightest;
}
