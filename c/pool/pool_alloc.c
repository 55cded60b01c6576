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

static void *alloc_from(uint32_t lane, const struct request *r, struct fault *fault)
{
	const struct sys_heap *h = &smh_pool.regions[lane].heap;
	void *mem = SMH_LIKELY(r->align == 1) ? smh_heap_alloc(h, r->granules, fault)
					      : smh_heap_aligned_alloc(h, r, fault);

	heap_fit_request(h, mem, r);
	return mem;
}

/* No region is certain: let the first few others that might serve the request look closer. */
static void *alloc_possible(unsigned int attr, const struct request *r, uint32_t tried,
			    struct fault *fault)
{
	lane_mask_t left = smh_select_possible(attr, r);
	void *mem = NULL;

	if (tried != NO_LANE) {
		left &= (lane_mask_t)~lane_bit(tried);
	}
	for (int tries = 0; tries < SMH_FLOOR_TRIES && left != 0; tries++) {
		mem = alloc_from(lane_first(left), r, fault);
		if (mem != NULL || fault->kind != SMH_FAULT_NONE) {
			break;
		}
		left &= (lane_mask_t)(left - 1);
	}
	return mem;
}

static void *alloc_locked(unsigned int attr, const struct request *r, struct fault *fault)
{
	uint32_t lane = smh_select_lane(attr, r);

	if (SMH_LIKELY(lane != NO_LANE)) {
		void *mem = alloc_from(lane, r, fault);

		if (mem != NULL || fault->kind != SMH_FAULT_NONE) {
			return mem;
		}
	}
	return alloc_possible(attr, r, lane, fault);
}

void *smh_pool_alloc(unsigned int attr, const struct request *r)
{
	void *mem = NULL;

	/* Lists are cut before each damaged block that is met, so the next search leads away. */
	for (int tries = 0; tries < DAMAGE_TRIES; tries++) {
		struct fault fault = {SMH_FAULT_NONE, NULL};
		smh_key_t key = port_lock();

		mem = alloc_locked(attr, r, &fault);
		port_unlock(key);
		if (SMH_LIKELY(fault.kind == SMH_FAULT_NONE)) {
			break;
		}
		smh_fault_report(fault.kind, fault.ptr);
	}
	return mem;
}

void *shared_multi_heap_alloc(unsigned int attr, size_t bytes)
{
	return shared_multi_heap_aligned_alloc(attr, 0, bytes);
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
	struct fault fault = {SMH_FAULT_NONE, NULL};
	struct sys_heap *h;
	smh_key_t key;

	if (block == NULL) {
		return;
	}
	key = port_lock();
	h = pool_owner(block, &fault);
	if (SMH_LIKELY(h != NULL)) {
		smh_heap_free(h, block, &fault);
	}
	port_unlock(key);
	fault_report_if_any(fault);
}
