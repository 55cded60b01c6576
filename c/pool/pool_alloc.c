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

/* Whether all that can be done has been done when the region selected has no block. */
static bool no_other_serves(unsigned int attr, uint32_t align)
{
	/* The heads of floor bins were looked at when none was certain. */
	return smh_pool.choices[attr] <= SMH_MAX_REGIONS || (SMH_FLOOR_TRIES == 0 && align == 1);
}

/* No region is certain: let the first few others that might serve the request look closer. */
static outcome_t alloc_possible(unsigned int attr, const struct request *r,
				const struct region *tried)
{
	outcome_t outcome = 0;
	lane_mask_t left;

	if (no_other_serves(attr, r->align)) {
		return 0;
	}
	left = smh_select_possible(attr, r->granules);
	if (tried != NULL) {
		left &= (lane_mask_t)~lane_bit(tried->heap.lane);
	}
	for (int tries = 0; tries < REGION_TRIES && left != 0; tries++) {
		outcome = alloc_from(&smh_pool.regions[lane_first(left)], r);
		if (outcome != 0) {
			break;
		}
		left &= (lane_mask_t)(left - 1);
	}
	return outcome;
}

static outcome_t alloc_locked(unsigned int attr, const struct request *r)
{
	struct region *region = smh_select(attr, r->granules + (r->align - 1));
	outcome_t outcome = region != NULL ? alloc_from(region, r) : 0;

	return outcome != 0 ? outcome : alloc_possible(attr, r, region);
}

/* Lists are cut before each damaged block that is met, so the next search leads away. */
static void *alloc_tries(unsigned int attr, const struct request *r, int tries)
{
	while (tries-- > 0) {
		smh_key_t key = port_lock();
		outcome_t outcome = alloc_locked(attr, r);

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
	return alloc_tries(attr, r, DAMAGE_TRIES);
}

/*
 * What is left to do when no region served at once, or with SMH_ASAN, all. The lock is held, and
 * released here. A fault is reported once; what follows starts anew.
 */
static SMH_NOINLINE void *alloc_slow(unsigned int attr, size_t bytes, struct region *region,
				     outcome_t outcome, smh_key_t key)
{
	struct request r;

	if (region != NULL && region->indexed == INDEXED_TOP) {
		index_follow(region); /* damage may have been cut off */
	}
	if ((outcome == 0 && !SMH_ASAN && no_other_serves(attr, 1)) ||
	    !smh_request_make(&r, attr, 0, bytes)) {
		port_unlock(key);
		return NULL;
	}
	if (outcome == 0) {
		outcome = SMH_ASAN ? alloc_locked(attr, &r) : alloc_possible(attr, &r, region);
	}
	port_unlock(key);
	if (SMH_LIKELY(outcome_fault(outcome) == SMH_FAULT_NONE)) {
		return (void *)outcome;
	}
	outcome_report(outcome, NULL);
	return alloc_tries(attr, &r, DAMAGE_TRIES - 1);
}

#if HAVE_BEST_FIT

/* From a region that is chosen by the policy of the attribute, whatever the index has of it. */
static SMH_NOINLINE void *alloc_by_policy(unsigned int attr, size_t bytes, smh_key_t key)
{
	size_t granules = heap_granules(bytes);
	struct region *region = NULL;
	outcome_t outcome = 0;

	if (granules < MAX_GRANULES) {
		region = smh_select(attr, (uint32_t)granules);
	}
	if (region != NULL) {
		struct index_before before;

		index_before(region, &before);
		outcome = smh_heap_alloc(&region->heap, granules);
		index_after(region, &before);
		if (SMH_LIKELY(outcome != 0 && outcome_fault(outcome) == SMH_FAULT_NONE)) {
			port_unlock(key);
			return (void *)outcome;
		}
	}
	return alloc_slow(attr, bytes, region, outcome, key);
}

#endif

void *shared_multi_heap_alloc(unsigned int attr, size_t bytes)
{
	size_t granules = heap_granules(bytes);
	outcome_t outcome = 0;
	struct region *region = NULL;
	uint32_t choice;
	smh_key_t key;

	if (SMH_UNLIKELY(attr >= SMH_MAX_ATTR)) {
		return NULL;
	}
	key = port_lock();
	choice = smh_pool.choices[attr];
	if (SMH_LIKELY(choice - 1 < SMH_MAX_REGIONS) && !SMH_ASAN) {
		region = &smh_pool.regions[choice - 1];
	} else {
		if (SMH_LIKELY(choice == CHOICE_FIRST_FIT) && granules < MAX_GRANULES &&
		    !SMH_ASAN) {
			region = smh_select_first(attr, (uint32_t)granules);
		}
#if HAVE_BEST_FIT
		else if (choice == CHOICE_BY_POLICY && !SMH_ASAN) {
			return alloc_by_policy(attr, bytes, key);
		}
#endif
		if (SMH_UNLIKELY(region == NULL)) {
			return alloc_slow(attr, bytes, NULL, 0, key);
		}
	}
	SMH_KEEP(region);
	if (SMH_LIKELY(heap_alloc(&region->heap, granules, &outcome) && outcome != 0)) {
		if (region->indexed != INDEXED_NOT) {
			index_follow(region);
		}
		port_unlock(key);
		return (void *)outcome;
	}
	return alloc_slow(attr, bytes, region, outcome, key);
}

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

/* From a region, whatever the index has of it. */
SMH_INLINE outcome_t free_any(struct region *region, void *block)
{
	struct index_before before;
	outcome_t outcome;

	index_before(region, &before);
	outcome = smh_heap_free(&region->heap, block);
	index_after(region, &before);
	return outcome;
}

static SMH_NOINLINE outcome_t free_all_indexed(struct region *region, void *block)
{
	return free_any(region, block);
}

SMH_INLINE outcome_t free_locked(struct region *region, void *block)
{
	outcome_t outcome;
	uint32_t top;

	if (SMH_FOR_SIZE) {
		return free_any(region, block);
	}
	if (HAVE_BEST_FIT && SMH_UNLIKELY(region->indexed == INDEXED_ALL)) {
		return free_all_indexed(region, block);
	}
	outcome = heap_free_top(&region->heap, block, &top);
	if (region->indexed != INDEXED_NOT && top > region->top) {
		smh_index_move(region, top);
	}
	return outcome;
}

void shared_multi_heap_free(void *block)
{
	outcome_t outcome = SMH_FAULT_FOREIGN_POINTER;
	struct region *region;
	smh_key_t key = port_lock();

	/* Whether it holds the block at all is found out with all else that may be wrong. */
	region = pool_near(block);
	if (SMH_LIKELY(region != NULL)) {
		outcome = free_locked(region, block);
	}
	port_unlock(key);
	if (SMH_UNLIKELY(outcome != 0) && block != NULL) {
		outcome_report(outcome, block);
	}
}
