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

/* All of it, for a block that was not served at once. */
static void *pool_alloc_slow(unsigned int attr, size_t bytes, int tries)
{
	struct request r;

	return smh_request_make(&r, attr, 0, bytes) ? alloc_tries(attr, &r, tries) : NULL;
}

#if HEAP_IN_LINE

/*
 * The same from a region that was chosen, or NULL, for what the usual path does not do: regions of
 * which the index has all, wide metadata, damage. The lock is held, and released here.
 */
static SMH_NOINLINE void *alloc_chosen(unsigned int attr, size_t bytes, struct region *region,
				       smh_key_t key)
{
	outcome_t outcome = 0;

	if (region != NULL) {
		struct index_before before;

		index_before(region, &before);
		outcome = smh_heap_alloc(&region->heap, heap_granules(bytes));
		index_after(region, &before);
	}
	port_unlock(key);
	if (SMH_LIKELY(outcome_fault(outcome) == SMH_FAULT_NONE) &&
	    (outcome != 0 || no_other_serves(attr, 1))) {
		return (void *)outcome;
	}
	outcome_report(outcome, NULL);
	return pool_alloc_slow(attr, bytes, DAMAGE_TRIES - (outcome != 0));
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
	if (SMH_LIKELY(block != 0) || no_other_serves(attr, 1)) {
		return (void *)block;
	}
	return pool_alloc_slow(attr, bytes, DAMAGE_TRIES);
}

#else

void *shared_multi_heap_alloc(unsigned int attr, size_t bytes)
{
	return pool_alloc_slow(attr, bytes, DAMAGE_TRIES);
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

/* All of it, for a block that was not freed at once. The lock is held, and released here. */
static SMH_NOINLINE void pool_free_slow(struct region *region, void *block, smh_key_t key)
{
	outcome_t outcome = SMH_FAULT_FOREIGN_POINTER;

	if (region != NULL) {
		struct index_before before;

		index_before(region, &before);
		outcome = smh_heap_free(&region->heap, block);
		index_after(region, &before);
	}
	port_unlock(key);
	if (block != NULL) {
		outcome_report(outcome, block);
	}
}

/* Whether the block was freed, as most are, and the index follows. */
SMH_INLINE bool free_quick(struct region *region, void *block)
{
	uint32_t top = 0;

	if (SMH_UNLIKELY(region == NULL) ||
	    (HAVE_BEST_FIT && SMH_UNLIKELY(region->indexed == INDEXED_ALL)) ||
	    SMH_UNLIKELY(!heap_free(&region->heap, block, &top))) {
		return false;
	}
	if (region->indexed != INDEXED_NOT && top > region->top) {
		smh_index_move(region, top);
	}
	return true;
}

void shared_multi_heap_free(void *block)
{
	smh_key_t key = port_lock();
	/* Whether it holds the block at all is found out with all else that may be wrong. */
	struct region *region = pool_near(block);

	if (SMH_LIKELY(free_quick(region, block))) {
		port_unlock(key);
	} else {
		pool_free_slow(region, block, key);
	}
}
