/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Starting the pool and adding regions. */

#include "pool/pool.h"

struct pool smh_pool;

int shared_multi_heap_pool_init(void)
{
	smh_key_t key = port_lock();
	int result = smh_pool.ready ? -EALREADY : 0;

	/* Everything else starts as zeroes, so the pool is complete with this flag. */
	smh_pool.ready = true;
	port_unlock(key);
	return result;
}

static bool overlaps_a_region(uintptr_t first, uintptr_t last)
{
	for (uint32_t lane = 0; lane < smh_pool.count; lane++) {
		const struct sys_heap *h = &smh_pool.regions[lane].heap;
		uintptr_t start = smh_heap_start(h);
		uintptr_t end = start + ((uintptr_t)smh_heap_granule_count(h) * SMH_ALIGN - 1);

		if (first <= end && start <= last) {
			return true;
		}
	}
	return false;
}

static int add_locked(const struct shared_multi_heap_region *region, void *user_data)
{
	uint32_t lane = smh_pool.count;
	struct region *slot = &smh_pool.regions[lane];
	struct bounds bounds;

	if (!smh_pool.ready) {
		return -EPERM;
	}
	if (region == NULL || region->attr >= SMH_MAX_ATTR ||
	    !smh_heap_bounds(region->addr, region->size, &bounds)) {
		return -EINVAL;
	}
	if (overlaps_a_region(region->addr, region->addr + (region->size - 1))) {
		return -EEXIST;
	}
	if (lane == SMH_MAX_REGIONS) {
		return -ENOMEM;
	}
	if (!smh_heap_setup(&slot->heap, bounds, &smh_pool.index, lane)) {
		return -EINVAL;
	}
	slot->attr = (uint16_t)region->attr;
	sys_multi_heap_add_heap(&smh_pool.owners, &slot->heap, user_data);
	smh_pool.attr_lanes[region->attr].words[lane / LANES_A_WORD] |=
		(lane_word_t)slot->heap.lane_bit;
	smh_pool.count++;
	return 0;
}

int shared_multi_heap_add(struct shared_multi_heap_region *region, void *user_data)
{
	smh_key_t key = port_lock();
	int result = add_locked(region, user_data);

	port_unlock(key);
	return result;
}
