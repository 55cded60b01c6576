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

/* The first region of an attribute is the only one, and in no index, until there is a second. */
static void join_attr(struct region *region)
{
	uint8_t *choice = &smh_pool.choices[region->attr];
	unsigned int policy = policy_of(region->attr);
	unsigned int index = policy == SMH_POLICY_BEST_FIT ? INDEXED_ALL : INDEXED_TOP;
	uint32_t lane = region->heap.lane;

	if (*choice == CHOICE_NONE) {
		*choice = (uint8_t)(lane + 1);
	} else {
		if (!is_chosen_from_several(*choice)) {
			smh_index_enter(&smh_pool.regions[*choice - 1], index);
			*choice = choice_by(policy);
		}
		smh_index_enter(region, index);
	}
	smh_pool.attr_lanes[region->attr] |= lane_bit(lane);
}

/*
 *   [ a | c | d | . ]   insert b   =>   [ a | b | c | d ]
 */
static void enter_start(const struct region *region)
{
	uintptr_t start = ~smh_heap_start(&region->heap);
	uint32_t place = smh_pool.count;

	while (SMH_MAX_REGIONS > 1 && place > 0 && smh_pool.starts[place - 1] < start) {
		smh_pool.starts[place] = smh_pool.starts[place - 1];
		smh_pool.owners[place] = smh_pool.owners[place - 1];
		place--;
	}
	smh_pool.starts[place] = start;
	smh_pool.owners[place] = (uint16_t)(region->heap.lane * sizeof(*region));
}

/* Enter a region into the pages that it has a part of. */
static void enter_pages(const struct region *region, struct bounds bounds)
{
#if SMH_OWNER_PAGES != 0
	const uintptr_t base = SMH_OWNER_BASE;
	uintptr_t last = bounds.start + ((uintptr_t)bounds.granules * SMH_ALIGN - 1);
	uintptr_t page = bounds.start > base ? page_of(bounds.start) : 0;

	if (last < base) {
		return;
	}
	for (; page <= page_of(last) && page < SMH_OWNER_PAGES; page++) {
		uint8_t *entry = &smh_pool.pages[page];

		*entry = (uint8_t)(*entry == 0 ? region->heap.lane + 1u : PAGE_SHARED);
	}
#else
	(void)region;
	(void)bounds;
#endif
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
	if (!smh_heap_setup(&slot->heap, bounds, lane)) {
		return -EINVAL;
	}
	slot->attr = (uint16_t)region->attr;
	slot->user_data = user_data;
	enter_start(slot);
	enter_pages(slot, bounds);
	join_attr(slot);
	smh_pool.count++;
	smh_pool.owner_skip = (uint8_t)owner_skip(smh_pool.count);
	return 0;
}

int shared_multi_heap_add(struct shared_multi_heap_region *region, void *user_data)
{
	smh_key_t key = port_lock();
	int result = add_locked(region, user_data);

	port_unlock(key);
	return result;
}
