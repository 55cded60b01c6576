/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Allocating and freeing. */

#include "smh_alloc.h"

#define HEAP_IN_POOL(h) true
#include "pool/pool.h"
#include "heap/hot.h"

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

static outcome_t alloc_from(uint32_t lane, const struct request *r)
{
	const struct sys_heap *h = &smh_pool.regions[lane].heap;
	outcome_t outcome =
		r->align == 1 ? smh_heap_alloc(h, r->granules) : smh_heap_aligned_alloc(h, r);

	if (SMH_ASAN && outcome_fault(outcome) == SMH_FAULT_NONE) {
		heap_fit_request(h, (void *)outcome, r);
	}
	return outcome;
}

/* No region is certain: let the first few others that might serve the request look closer. */
static outcome_t alloc_possible(unsigned int attr, const struct request *r, uint32_t tried)
{
	lane_mask_t left = smh_select_possible(attr, r);
	outcome_t outcome = 0;

	if (tried != NO_LANE) {
		left &= (lane_mask_t)~lane_bit(tried);
	}
	for (int tries = 0; tries < REGION_TRIES && left != 0; tries++) {
		outcome = alloc_from(lane_first(left), r);
		if (outcome != 0) {
			break;
		}
		left &= (lane_mask_t)(left - 1);
	}
	return outcome;
}

static outcome_t alloc_locked(unsigned int attr, const struct request *r)
{
	uint32_t lane = smh_select_lane(attr, r->granules + (r->align - 1));
	outcome_t outcome = lane != NO_LANE ? alloc_from(lane, r) : 0;

	return outcome != 0 ? outcome : alloc_possible(attr, r, lane);
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
 * What is left to do when the region selected did not serve at once. The lock is held, and
 * released here. A fault is reported once; what follows starts anew.
 */
static SMH_NOINLINE void *alloc_slow(unsigned int attr, size_t bytes, uint32_t lane,
				     outcome_t outcome, smh_key_t key)
{
	struct request r;

	if (!smh_request_make(&r, attr, 0, bytes)) {
		port_unlock(key);
		return NULL;
	}
	if (outcome == 0) {
		outcome = SMH_ASAN ? alloc_locked(attr, &r) : alloc_possible(attr, &r, lane);
	}
	port_unlock(key);
	if (SMH_LIKELY(outcome_fault(outcome) == SMH_FAULT_NONE)) {
		return (void *)outcome;
	}
	outcome_report(outcome, NULL);
	return alloc_tries(attr, &r, DAMAGE_TRIES - 1);
}

void *shared_multi_heap_alloc(unsigned int attr, size_t bytes)
{
	size_t granules = heap_granules(bytes);
	outcome_t outcome = 0;
	uint32_t lane;
	smh_key_t key;

	if (SMH_UNLIKELY(attr >= SMH_MAX_ATTR || granules >= MAX_GRANULES)) {
		return NULL;
	}
	key = port_lock();
	lane = smh_select_lane(attr, (uint32_t)granules);
	if (SMH_LIKELY(lane != NO_LANE) && !SMH_ASAN) {
		const struct sys_heap *h = &smh_pool.regions[lane].heap;

		SMH_KEEP(h);
		if (SMH_LIKELY(heap_alloc(h, granules, &outcome) && outcome != 0)) {
			port_unlock(key);
			return (void *)outcome;
		}
		lane = h->lane;
	}
	return alloc_slow(attr, bytes, lane, outcome, key);
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

void shared_multi_heap_free(void *block)
{
	outcome_t outcome = SMH_FAULT_FOREIGN_POINTER;
	const struct sys_heap *h;
	smh_key_t key = port_lock();

	/* Whether it holds the block at all is found out with all else that may be wrong. */
	h = owner_near(&smh_pool.owners, (uintptr_t)block)->heap;
	if (SMH_LIKELY(h != NULL)) {
		outcome = heap_free(h, block);
	}
	port_unlock(key);
	if (SMH_UNLIKELY(outcome != 0) && block != NULL) {
		outcome_report(outcome, block);
	}
}
