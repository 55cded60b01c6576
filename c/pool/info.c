/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Questions to the pool. */

#include "smh_info.h"
#include "pool/pool.h"

unsigned int shared_multi_heap_region_count(void)
{
	smh_key_t key = port_lock();
	unsigned int count = smh_pool.count;

	port_unlock(key);
	return count;
}

int shared_multi_heap_owner(const void *ptr, void **user_data, unsigned int *attr)
{
	smh_key_t key = port_lock();
	const struct region *region = pool_owner(ptr);
	int lane = -ENOENT;

	if (region != NULL) {
		lane = region->heap.lane;
		if (user_data != NULL) {
			*user_data = region->user_data;
		}
		if (attr != NULL) {
			*attr = region->attr;
		}
	}
	port_unlock(key);
	return lane;
}

/*
 * While an attribute has no more regions than floor bins are looked at, the head of every top bin
 * is sure to be tried, so that its whole size counts.
 */
static bool every_head_is_tried(unsigned int attr)
{
	lane_mask_t left = smh_pool.attr_lanes[attr];

	for (int looks = 0; looks < FLOOR_LOOKS; looks++) {
		left &= (lane_mask_t)(left - 1);
	}
	return left == 0;
}

static void describe(const struct region *region, struct shared_multi_heap_region_info *info)
{
	const struct sys_heap *h = &region->heap;

	info->attr = region->attr;
	info->addr = smh_heap_start(h);
	info->user_data = region->user_data;
	info->size = (size_t)smh_heap_granule_count(h) * SMH_ALIGN;
	info->capacity = smh_heap_capacity(h);
	info->allocated = smh_heap_allocated(h);
	info->max_allocated = smh_heap_max_allocated(h);
	info->free = info->capacity - info->allocated;
	info->largest_free = smh_heap_largest_free(h, every_head_is_tried(region->attr));
}

int shared_multi_heap_region_info(unsigned int region, struct shared_multi_heap_region_info *info)
{
	int result = -ENOENT;
	smh_key_t key;

	if (info == NULL) {
		return -EINVAL;
	}
	key = port_lock();
	if (region < smh_pool.count) {
		describe(&smh_pool.regions[region], info);
		result = 0;
	}
	port_unlock(key);
	return result;
}

static bool validate(const struct region *region)
{
	return smh_heap_validate(&region->heap) && smh_index_agrees(region);
}

int shared_multi_heap_region_validate(unsigned int region)
{
	int result = -ENOENT;
	smh_key_t key = port_lock();

	if (region < smh_pool.count) {
		result = validate(&smh_pool.regions[region]) ? 0 : -EINVAL;
	}
	port_unlock(key);
	return result;
}

int shared_multi_heap_region_walk(unsigned int region, smh_block_visitor_t visit, void *arg)
{
	int result = -ENOENT;
	smh_key_t key;

	if (visit == NULL) {
		return -EINVAL;
	}
	key = port_lock();
	if (region < smh_pool.count) {
		result = smh_heap_walk(&smh_pool.regions[region].heap, visit, arg) ? 0 : -EINVAL;
	}
	port_unlock(key);
	return result;
}
