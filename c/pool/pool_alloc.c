/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Allocating and freeing. */

#include "smh_alloc.h"
#include "pool/pool.h"

bool smh_request_make(struct request *r, unsigned int attr, size_t align, size_t bytes)
{
	if (attr >= SMH_MAX_ATTR || !heap_request(r, align, bytes)) {
		return false;
	}
	/* What the region that is chosen will ask for with a lead must be what is searched for. */
	if (r->align != 1 && r->granules < MIN_GRANULES_ANYWHERE) {
		r->granules = MIN_GRANULES_ANYWHERE;
	}
	return true;
}

static outcome_t alloc_from(struct region *region, const struct request *r)
{
	const struct sys_heap *h = &region->heap;
	struct index_before before;
	outcome_t outcome;

	index_before(region, &before);
	outcome = r->align == 1 ? smh_heap_alloc(h, r->granules) : smh_heap_aligned_alloc(h, r);
	index_after(region, &before);
	if (SMH_ASAN && outcome_fault(outcome) == SMH_FAULT_NONE) {
		heap_fit_request(h, (void *)outcome, r);
	}
	return outcome;
}

/* Whether no region but the one selected, if any, can serve the request. */
static bool no_other_serves(unsigned int attr, uint32_t align)
{
	/* The heads of floor bins were looked at when none was certain. */
	return smh_pool.choices[attr] <= SMH_MAX_REGIONS || (SMH_FLOOR_TRIES == 0 && align == 1);
}

/* Let the first few of some regions that might serve the request look closer. */
static outcome_t alloc_possible(unsigned int attr, const struct request *r, lane_mask_t lanes)
{
	outcome_t outcome = 0;
	lane_mask_t left = smh_select_possible(attr, r->granules) & lanes;

	for (int tries = 0; tries < REGION_TRIES && left != 0; tries++) {
		outcome = alloc_from(&smh_pool.regions[lane_first(left)], r);
		if (outcome != 0) {
			break;
		}
		left &= (lane_mask_t)(left - 1);
	}
	return outcome;
}

/*
 * Allocate from the region that is selected, or from another if none is certain. One that has no
 * block although the index tells of one has lost it to damage: then, too, the others are looked at.
 */
static outcome_t alloc_selected(unsigned int attr, const struct request *r)
{
	struct region *region = smh_select(attr, r->granules + (r->align - 1));
	lane_mask_t others = (lane_mask_t) ~(lane_mask_t)0;
	outcome_t outcome = 0;

	if (region != NULL) {
		outcome = alloc_from(region, r);
		if (outcome != 0 || smh_pool.choices[attr] <= SMH_MAX_REGIONS) {
			return outcome;
		}
		smh_index_renew(region);
		others = (lane_mask_t)~lane_bit(region->heap.lane);
	} else if (no_other_serves(attr, r->align)) {
		return 0;
	}
	return alloc_possible(attr, r, others);
}

/* Regions in which this request met damage come last. */
static outcome_t alloc_locked(unsigned int attr, const struct request *r, lane_mask_t shunned)
{
	outcome_t outcome = 0;

	if (shunned != 0 && smh_pool.choices[attr] > SMH_MAX_REGIONS) {
		outcome = alloc_possible(attr, r, (lane_mask_t)~shunned);
	}
	return outcome != 0 ? outcome : alloc_selected(attr, r);
}

/* The lane of the region that a fault is in. */
static lane_mask_t lane_of_fault(outcome_t fault)
{
	const struct sys_heap *h = pool_owner(outcome_about(fault, NULL));

	return h != NULL ? lane_bit(h->lane) : 0;
}

/* Lists are cut before each damaged block that is met, so the next search leads away. */
static void *alloc_tries(unsigned int attr, const struct request *r, int tries, lane_mask_t shunned)
{
	while (tries-- > 0) {
		smh_key_t key = port_lock();
		outcome_t outcome = alloc_locked(attr, r, shunned);

		if (SMH_UNLIKELY(outcome_fault(outcome) != SMH_FAULT_NONE)) {
			shunned |= lane_of_fault(outcome);
		}
		port_unlock(key);
		if (SMH_LIKELY(outcome_fault(outcome) == SMH_FAULT_NONE)) {
			return (void *)outcome;
		}
		outcome_report(outcome, NULL);
	}
	return NULL;
}

void *smh_pool_alloc(unsigned int attr, const struct request *r)
{
	return alloc_tries(attr, r, DAMAGE_TRIES, 0);
}

/* All of it, for a block that was not served at once. */
static void *pool_alloc_slow(unsigned int attr, size_t bytes, int tries, lane_mask_t shunned)
{
	struct request r;

	return smh_request_make(&r, attr, 0, bytes) ? alloc_tries(attr, &r, tries, shunned) : NULL;
}

#if HEAP_IN_LINE

/*
 * The same from a region that was chosen, or NULL, for what the usual path does not do: regions of
 * which the index has all, wide metadata, damage. The lock is held, and released here.
 */
static SMH_NOINLINE void *alloc_chosen(unsigned int attr, size_t bytes, struct region *region,
				       smh_key_t key)
{
	bool done = region == NULL ? no_other_serves(attr, 1)
				   : smh_pool.choices[attr] <= SMH_MAX_REGIONS;
	lane_mask_t shunned = 0;
	outcome_t outcome = 0;

	if (region != NULL) {
		struct index_before before;

		index_before(region, &before);
		outcome = smh_heap_alloc(&region->heap, heap_granules(bytes));
		index_after(region, &before);
		shunned = lane_bit(region->heap.lane);
	}
	port_unlock(key);
	if (SMH_LIKELY(outcome_fault(outcome) == SMH_FAULT_NONE)) {
		return outcome != 0 || done ? (void *)outcome
					    : pool_alloc_slow(attr, bytes, DAMAGE_TRIES, 0);
	}
	outcome_report(outcome, NULL);
	return pool_alloc_slow(attr, bytes, DAMAGE_TRIES - 1, shunned);
}

/* Where the index has all of some regions with this attribute, as best fit needs it. */
static SMH_NOINLINE void *alloc_by_policy(unsigned int attr, size_t bytes, smh_key_t key)
{
	size_t granules = heap_granules(bytes);
	struct region *region = NULL;

	if (granules < MAX_GRANULES) {
		region = smh_select(attr, (uint32_t)granules);
	}
	return alloc_chosen(attr, bytes, region, key);
}

/* The only region of the attribute, or the one that serves by first fit. */
SMH_INLINE struct region *quick_region(unsigned int attr, size_t granules, uint32_t choice)
{
	if (SMH_LIKELY(choice - 1 < SMH_MAX_REGIONS)) {
		return &smh_pool.regions[choice - 1];
	}
	return granules < MAX_GRANULES ? smh_select_first(attr, (uint32_t)granules) : NULL;
}

void *shared_multi_heap_alloc(unsigned int attr, size_t bytes)
{
	size_t granules = heap_granules(bytes);
	outcome_t block = 0;
	struct region *region;
	uint32_t choice;
	smh_key_t key;

	if (SMH_UNLIKELY(attr >= SMH_MAX_ATTR)) {
		return NULL;
	}
	key = port_lock();
	choice = smh_pool.choices[attr];
	if (HAVE_BEST_FIT && SMH_UNLIKELY(choice == CHOICE_BY_POLICY)) {
		return alloc_by_policy(attr, bytes, key);
	}
	region = quick_region(attr, granules, choice);
	SMH_KEEP(region);
	if (SMH_UNLIKELY(region == NULL) ||
	    SMH_UNLIKELY(!heap_alloc(&region->heap, granules, &block))) {
		return alloc_chosen(attr, bytes, region, key);
	}
	if (SMH_LIKELY(block != 0) && region->indexed != INDEXED_NOT) {
		index_follow(region);
	}
	port_unlock(key);
	if (SMH_LIKELY(block != 0) || choice <= SMH_MAX_REGIONS) {
		return (void *)block;
	}
	return pool_alloc_slow(attr, bytes, DAMAGE_TRIES, 0);
}

#else

void *shared_multi_heap_alloc(unsigned int attr, size_t bytes)
{
	return pool_alloc_slow(attr, bytes, DAMAGE_TRIES, 0);
}

#endif

void *shared_multi_heap_aligned_alloc(unsigned int attr, size_t align, size_t bytes)
{
	struct request r;

	return smh_request_make(&r, attr, align, bytes) ? smh_pool_alloc(attr, &r) : NULL;
}

void *shared_multi_heap_calloc(unsigned int attr, size_t count, size_t size)
{
	void *mem;

	if (size != 0 && count > SIZE_MAX / size) {
		return NULL;
	}
	mem = shared_multi_heap_alloc(attr, count * size);
	if (mem != NULL) {
		memset(mem, 0, count * size);
	}
	return mem;
}

/*
 * What is left of it, for a block that was not freed at once. The lock is held, and released here.
 */
static SMH_NOINLINE void pool_free_slow(struct region *region, void *block, outcome_t outcome,
					smh_key_t key)
{
	if (region != NULL) {
		struct index_before before;

		index_before(region, &before);
		outcome = smh_heap_free_rest(&region->heap, block, outcome);
		index_after(region, &before);
	}
	port_unlock(key);
	if (block != NULL) {
		outcome_report(outcome, block);
	}
}

/* 0 if the block was freed, as most are, and the index follows. */
SMH_INLINE outcome_t free_quick(struct region *region, void *block)
{
	outcome_t outcome;
	uint32_t top = 0;

	if (SMH_UNLIKELY(region == NULL) ||
	    (HAVE_BEST_FIT && SMH_UNLIKELY(region->indexed == INDEXED_ALL))) {
		return SMH_FAULT_FOREIGN_POINTER;
	}
	outcome = heap_free(&region->heap, block, &top);
	if (SMH_LIKELY(outcome == 0) && region->indexed != INDEXED_NOT && top > region->top) {
		smh_index_move(region, top);
	}
	return outcome;
}

void shared_multi_heap_free(void *block)
{
	smh_key_t key = port_lock();
	/* Whether it holds the block at all is found out with all else that may be wrong. */
	struct region *region = pool_near(block);
	outcome_t outcome = free_quick(region, block);

	if (SMH_LIKELY(outcome == 0)) {
		port_unlock(key);
	} else {
		pool_free_slow(region, block, outcome, key);
	}
}
