/* SPDX-License-Identifier: Apache-2.0 */

/* shared_multi_heap_*: two regions of one attribute and one of another. */

#include "face.h"
#include "internal.h"
#include "shared_multi_heap.h"
#include "smh_alloc.h"
#include "smh_policy.h"

_Static_assert(SMH_MAX_REGIONS >= NUM_REGIONS, "the pool must hold all regions of a trial");
_Static_assert(SMH_MAX_ATTR > OTHER_ATTR, "the pool must have two attributes");

static void clear(void)
{
	internal_pool_clear();
	(void)shared_multi_heap_pool_init();
}

/* The policy is that of the build; where it is chosen at run time, each has its turn. */
static bool add(const struct region *region)
{
	struct shared_multi_heap_region r = {
		.attr = region->attr,
		.addr = (uintptr_t)region->raw,
		.size = region->raw_bytes,
	};
	const bool added = shared_multi_heap_add(&r, region->arena) == 0;

	if (region->number == 1 && (region->raw_bytes & 2) != 0) {
		(void)shared_multi_heap_policy_set(region->attr, SMH_POLICY_BEST_FIT);
	}
	return added;
}

static void do_free(void *ptr)
{
	shared_multi_heap_free(ptr);
}

static size_t do_usable_size(void *ptr)
{
	return shared_multi_heap_usable_size(ptr);
}

static bool do_validate(unsigned int region)
{
	return shared_multi_heap_region_validate(region) == 0;
}

static bool do_walk(unsigned int region, smh_block_visitor_t visit, void *arg)
{
	return shared_multi_heap_region_walk(region, visit, arg) == 0;
}

/* Whether the pool's table still names this region at an address. */
static bool owns(const struct region *region, const uint8_t *at)
{
	void *user_data = NULL;
	unsigned int attr = ~0u;

	return shared_multi_heap_owner(at, &user_data, &attr) == (int)region->number &&
	       attr == region->attr && user_data == region->arena;
}

static bool do_ask(const struct region *region)
{
	struct shared_multi_heap_region_info info;

	return shared_multi_heap_region_info(region->number, &info) == 0 &&
	       info.addr == (uintptr_t)region->start &&
	       info.size == (size_t)(region->end - region->start) && info.attr == region->attr &&
	       info.user_data == region->arena && owns(region, region->start) &&
	       owns(region, region->end - 1);
}

const struct face face_pool = {
	.name = "shared_multi_heap",
	.regions = NUM_REGIONS,
	.clear = clear,
	.add = add,
	.save = internal_pool_save,
	.load = internal_pool_load,
	.alloc = shared_multi_heap_alloc,
	.aligned_alloc = shared_multi_heap_aligned_alloc,
	.calloc = shared_multi_heap_calloc,
	.realloc = shared_multi_heap_realloc,
	.aligned_realloc = shared_multi_heap_aligned_realloc,
	.resize = shared_multi_heap_resize,
	.free = do_free,
	.usable_size = do_usable_size,
	.validate = do_validate,
	.walk = do_walk,
	.ask = do_ask,
};
