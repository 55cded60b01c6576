/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Policies that look at all regions, without a bound on the work. Each region has an attribute of
 * its own, so that the choice is made here and the heap of the region still chooses the block.
 */

#include "free_sizes.h"
#include "harness/require.h"
#include "policy.h"

#include "shared_multi_heap.h"

#define HOPELESS NO_FREE_SIZE

/* Where the last block of a kind came from. */
static unsigned int last[MOST_KINDS];

static void prepare(void)
{
	for (unsigned int kind = 0; kind < layout.kinds; kind++) {
		last[kind] = layout.first[kind];
	}
	free_sizes_start();
}

static int owner(const void *mem)
{
	return shared_multi_heap_owner(mem, NULL, NULL);
}

/* Try the regions of a kind in their order, beginning with this one. */
static void *alloc_in_turn(unsigned int kind, unsigned int begin, size_t bytes)
{
	unsigned int first = layout.first[kind];
	unsigned int count = layout.count[kind];

	for (unsigned int i = 0; i < count; i++) {
		unsigned int region = first + (begin - first + i) % count;
		void *mem = shared_multi_heap_alloc(region, bytes);

		if (mem != NULL) {
			last[kind] = region;
			return mem;
		}
	}
	return NULL;
}

static void *alloc_first(unsigned int kind, size_t bytes)
{
	return alloc_in_turn(kind, layout.first[kind], bytes);
}

static void *alloc_next(unsigned int kind, size_t bytes)
{
	return alloc_in_turn(kind, last[kind], bytes);
}

static void *alloc_round_robin(unsigned int kind, size_t bytes)
{
	return alloc_in_turn(kind, last[kind] + 1, bytes);
}

/* For policies that know the free blocks. */
static void release(void *mem)
{
	free_sizes_changed((unsigned int)owner(mem));
	shared_multi_heap_free(mem);
}

/* How good a region is for a request: the lowest is tried first, HOPELESS never. */
typedef uint32_t (*rank_fn)(unsigned int region, size_t bytes);

/* Try the regions of a kind in the order of their ranks, equal ones in their own order. */
static void *alloc_by_rank(unsigned int kind, size_t bytes, rank_fn rank)
{
	unsigned int count = layout.count[kind];
	uint32_t ranks[MOST_REGIONS];

	for (unsigned int i = 0; i < count; i++) {
		ranks[i] = rank(layout.first[kind] + i, bytes);
	}
	for (;;) {
		unsigned int best = 0;
		void *mem;

		for (unsigned int i = 1; i < count; i++) {
			best = ranks[i] < ranks[best] ? i : best;
		}
		if (ranks[best] == HOPELESS) {
			return NULL;
		}
		mem = shared_multi_heap_alloc(layout.first[kind] + best, bytes);
		if (mem != NULL) {
			free_sizes_changed(layout.first[kind] + best);
			return mem;
		}
		ranks[best] = HOPELESS;
	}
}

static uint32_t rank_tightest(unsigned int region, size_t bytes)
{
	return free_sizes_tightest(region, bytes);
}

static struct shared_multi_heap_region_info info_of(unsigned int region)
{
	struct shared_multi_heap_region_info info;

	BENCH_REQUIRE(shared_multi_heap_region_info(region, &info) == 0);
	return info;
}

/* The region with the largest block; the size of that one is known without a walk. */
static uint32_t rank_loosest(unsigned int region, size_t bytes)
{
	(void)bytes;
	return (uint32_t)(HOPELESS - 1 - info_of(region).largest_free);
}

static void *alloc_best(unsigned int kind, size_t bytes)
{
	return alloc_by_rank(kind, bytes, rank_tightest);
}

static void *alloc_worst(unsigned int kind, size_t bytes)
{
	return alloc_by_rank(kind, bytes, rank_loosest);
}

#define REGION_POLICY(label, function, release_function)                                           \
	{                                                                                          \
		.name = (label),                                                                   \
		.chooser = CHOOSER_REFERENCE,                                                      \
		.prepare = prepare,                                                                \
		.alloc = (function),                                                               \
		.free = (release_function),                                                        \
		.walk = shared_multi_heap_region_walk,                                             \
		.validate = shared_multi_heap_region_validate,                                     \
		.owner = owner,                                                                    \
	}

const struct policy policy_first = REGION_POLICY("first", alloc_first, shared_multi_heap_free);
const struct policy policy_best = REGION_POLICY("best", alloc_best, release);
const struct policy policy_worst = REGION_POLICY("worst", alloc_worst, shared_multi_heap_free);
const struct policy policy_next = REGION_POLICY("next", alloc_next, shared_multi_heap_free);
const struct policy policy_round_robin =
	REGION_POLICY("round-robin", alloc_round_robin, shared_multi_heap_free);
