/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * Allocating: choose a region, take a block, let the index follow. What is rare is in
 * smh_alloc_rest() and alloc_again().
 */

#include "pool/pool_alloc.h"
#include "pool/first_fit.h"

/* Take a block from a region, whatever it comes to; the index follows. */
static outcome_t take(struct region *region, const struct request *r)
{
	const struct sys_heap *h = &region->heap;
	outcome_t outcome;

	smh_index_watch(region);
	outcome = r->align == 1 ? smh_heap_alloc(h, r->granules) : smh_heap_aligned_alloc(h, r);
	smh_index_follow(region);
	if (SMH_ASAN && outcome_fault(outcome) == SMH_FAULT_NONE) {
		heap_fit_request(h, (void *)outcome, r);
	}
	return outcome;
}

/* Let the first few of some regions that might serve the request look closer. */
static outcome_t take_possible(unsigned int attr, const struct request *r, lane_mask_t lanes)
{
	outcome_t outcome = 0;
	lane_mask_t left = smh_select_possible(attr, r->granules) & lanes;

	for (int tries = 0; tries < REGION_TRIES && left != 0; tries++) {
		outcome = take(&smh_pool.regions[lane_first(left)], r);
		if (outcome != 0) {
			break;
		}
		left &= (lane_mask_t)(left - 1);
	}
	return outcome;
}

/*
 * Whether no region serves a request for which none is certain to: the heads of floor bins were
 * looked at when none was certain.
 */
static bool certain_is_all(bool at_any_granule)
{
	return SMH_FLOOR_TRIES == 0 && at_any_granule;
}

/*
 * Of several regions, take from the one selected, or from another if none is certain. One that has
 * no block although the index tells of one has lost it to damage: then, too, the others are looked
 * at. Regions in which this request met damage come last.
 */
static outcome_t take_from_several(unsigned int attr, const struct request *r, lane_mask_t shunned)
{
	struct region *region;
	outcome_t outcome = 0;

	if (shunned != 0) {
		outcome = take_possible(attr, r, (lane_mask_t)~shunned);
		if (outcome != 0) {
			return outcome;
		}
	}
	region = smh_select(attr, r->granules + (r->align - 1));
	if (region == NULL) {
		return certain_is_all(r->align == 1)
			       ? 0
			       : take_possible(attr, r, (lane_mask_t) ~(lane_mask_t)0);
	}
	outcome = take(region, r);
	if (outcome == 0) {
		smh_index_renew(region);
		outcome = take_possible(attr, r, (lane_mask_t)~lane_bit(region->heap.lane));
	}
	return outcome;
}

static outcome_t take_from_any(unsigned int attr, const struct request *r, lane_mask_t shunned)
{
	uint32_t choice = smh_pool.choices[attr];

	if (is_chosen_from_several(choice)) {
		return take_from_several(attr, r, shunned);
	}
	return choice != CHOICE_NONE ? take(&smh_pool.regions[choice - 1], r) : 0;
}

/* The lane of the region that a fault is in, or none. */
static lane_mask_t lane_of_fault(outcome_t outcome)
{
	const struct region *region;

	if (outcome_fault(outcome) == SMH_FAULT_NONE) {
		return 0;
	}
	region = pool_owner(outcome_about(outcome, NULL));
	return region != NULL ? lane_bit(region->heap.lane) : 0;
}

/*
 * All of it, after a first try that came to no block: to 0, or to a fault. Lists are cut before
 * each damaged block that is met, so the next search leads away.
 */
static SMH_NOINLINE void *alloc_again(unsigned int attr, size_t align, size_t bytes,
				      outcome_t outcome)
{
	struct request r;
	lane_mask_t shunned = 0;
	int tries = outcome_fault(outcome) == SMH_FAULT_NONE ? DAMAGE_TRIES : DAMAGE_TRIES - 1;

	outcome_report(outcome, NULL);
	if (!request_make(&r, attr, align, bytes)) {
		return NULL;
	}
	while (tries-- > 0) {
		smh_key_t key = port_lock();

		shunned |= lane_of_fault(outcome);
		outcome = take_from_any(attr, &r, shunned);
		port_unlock(key);
		if (SMH_LIKELY(outcome_fault(outcome) == SMH_FAULT_NONE)) {
			return (void *)outcome;
		}
		outcome_report(outcome, NULL);
	}
	return NULL;
}

/* From the region that was chosen, or NULL if none is certain to serve; then, maybe, from others.
 */
static SMH_NOINLINE void *alloc_from(unsigned int attr, size_t align, size_t bytes,
				     struct region *region, smh_key_t key)
{
	bool is_all = !is_chosen_from_several(smh_pool.choices[attr]) ||
		      (region == NULL && certain_is_all(align <= SMH_ALIGN));
	outcome_t outcome = 0;
	struct request r;

	if (region != NULL && request_make(&r, attr, align, bytes)) {
		outcome = take(region, &r);
	}
	port_unlock(key);
	if (outcome_fault(outcome) == SMH_FAULT_NONE && (outcome != 0 || is_all)) {
		return (void *)outcome;
	}
	return alloc_again(attr, align, bytes, outcome);
}

void *smh_alloc_rest(unsigned int attr, size_t bytes, struct region *region, smh_key_t key)
{
	return alloc_from(attr, 0, bytes, region, key);
}

/* At any alignment, for any choice. The lock is held, and released here. */
static SMH_NOINLINE void *alloc_by_call(unsigned int attr, size_t align, size_t bytes,
					smh_key_t key)
{
	uint32_t choice = smh_pool.choices[attr];
	struct region *region = NULL;
	struct request r;

	if (choice != CHOICE_NONE && request_make(&r, attr, align, bytes)) {
		region = is_chosen_from_several(choice)
				 ? smh_select(attr, r.granules + (r.align - 1))
				 : &smh_pool.regions[choice - 1];
	}
	return alloc_from(attr, align, bytes, region, key);
}

/*
 * From a region that was chosen, or NULL, and does not serve in line: most often one with wide
 * metadata. A function of its own, so that narrow regions do not pay for it.
 */
static SMH_NOINLINE void *alloc_wide(unsigned int attr, size_t bytes, struct region *region,
				     smh_key_t key)
{
	outcome_t block = 0;

	if (WIDE_IN_LINE && region != NULL && region->indexed <= INDEXED_TOP &&
	    format_of(&region->heap) == WIDE &&
	    SMH_LIKELY(heap_alloc(&region->heap, WIDE, heap_granules(bytes), &block)) &&
	    SMH_LIKELY(block != 0)) {
		if (region->indexed != INDEXED_NOT) {
			follow_top(region);
		}
		port_unlock(key);
		return (void *)block;
	}
	return smh_alloc_rest(attr, bytes, region, key);
}

#if HEAP_IN_LINE && HAVE_FIRST_FIT

/* Of several regions, the first that serves. */
static SMH_NOINLINE void *alloc_first_fit(unsigned int attr, size_t bytes, smh_key_t key)
{
	size_t granules = heap_granules(bytes);
	struct region *region =
		granules < MAX_GRANULES ? first_fit(attr, (uint32_t)granules) : NULL;
	outcome_t block = 0;
	struct find find = {.bin = 0};

	if (SMH_UNLIKELY(region == NULL) ||
	    SMH_UNLIKELY(!heap_alloc_find(&region->heap, NARROW, granules, &find, &block)) ||
	    SMH_UNLIKELY(block == 0)) {
		return alloc_wide(attr, bytes, region, key);
	}
	follow_taken(region, find.bin);
	port_unlock(key);
	return (void *)block;
}

#endif

/* The choice is none of a single region. */
static SMH_NOINLINE void *alloc_from_several(unsigned int attr, size_t bytes, uint32_t choice,
					     smh_key_t key)
{
#if HEAP_IN_LINE && HAVE_FIRST_FIT
	if (SMH_LIKELY(choice == CHOICE_FIRST_FIT)) {
		return alloc_first_fit(attr, bytes, key);
	}
#endif
#if HEAP_IN_LINE && HAVE_BEST_FIT
	if (choice == CHOICE_BEST_FIT) {
		return best_fit()->alloc(attr, bytes, key);
	}
#endif
	(void)choice;
	return alloc_by_call(attr, 0, bytes, key);
}

void *shared_multi_heap_alloc(unsigned int attr, size_t bytes)
{
	outcome_t block = 0;
	struct region *region;
	uint32_t choice;
	smh_key_t key;

	if (SMH_UNLIKELY(attr >= SMH_MAX_ATTR)) {
		return NULL;
	}
	key = port_lock();
	choice = smh_pool.choices[attr];
	if (SMH_UNLIKELY(choice - 1 >= SMH_MAX_REGIONS)) {
		return alloc_from_several(attr, bytes, choice, key);
	}
	region = &smh_pool.regions[choice - 1];
	SMH_KEEP(region);
	if (SMH_UNLIKELY(!heap_alloc(&region->heap, NARROW, heap_granules(bytes), &block))) {
		return alloc_wide(attr, bytes, region, key);
	}
	port_unlock(key);
	return (void *)block;
}

void *shared_multi_heap_aligned_alloc(unsigned int attr, size_t align, size_t bytes)
{
	size_t most = align / SMH_ALIGN - 1;
	outcome_t block = 0;
	uint32_t choice;
	smh_key_t key;

	if (SMH_UNLIKELY((align & (align - 1)) != 0) || SMH_UNLIKELY(attr >= SMH_MAX_ATTR)) {
		return NULL;
	}
	if (align <= SMH_ALIGN) {
		return shared_multi_heap_alloc(attr, bytes);
	}
	key = port_lock();
	choice = smh_pool.choices[attr];
	if (SMH_UNLIKELY(choice - 1 >= SMH_MAX_REGIONS) ||
	    SMH_UNLIKELY(!heap_alloc_aligned(&smh_pool.regions[choice - 1].heap,
					     heap_granules(bytes), most, &block))) {
		return alloc_by_call(attr, align, bytes, key);
	}
	port_unlock(key);
	return (void *)block;
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
