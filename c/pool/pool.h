/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * The pool: regions with attributes, one lock.
 *
 *   attr_lanes[attr]  one bit for each region with this attribute; regions are numbered in the
 *                     order added, so the lowest bit is the earliest
 *   index             which regions have a free block in which bin
 *   owners            regions in the order of addresses
 *
 * A region is chosen by combining masks of the first two; nothing is tried one after the other.
 */

#ifndef SMH_POOL_POOL_H_
#define SMH_POOL_POOL_H_

#include "shared_multi_heap.h"
#include "smh_policy.h"
#include "multi_heap/owner.h"
#include "heap/index.h"
#include "port/lock.h"

_Static_assert(SMH_MAX_ATTR >= 1 && SMH_MAX_ATTR <= 65535, "SMH_MAX_ATTR must be 1 to 65535");
_Static_assert(SMH_FLOOR_TRIES >= 0, "SMH_FLOOR_TRIES must not be negative");

/* So many regions are looked into when none is certain to serve. */
#define REGION_TRIES 4

struct region {
	struct sys_heap heap;
	uint16_t attr;
};

struct pool {
	bool ready;
	uint8_t count;
	struct region regions[SMH_MAX_REGIONS];
	struct lanes attr_lanes[SMH_MAX_ATTR];
#if SMH_POLICY == SMH_POLICY_SELECT_RUNTIME
	uint8_t policies[SMH_MAX_ATTR];
#endif
	struct smh_heap_index index;
	struct sys_multi_heap owners;
};

extern struct pool smh_pool;

/* No region. Larger than any lane. */
#define NO_LANE ((uint32_t)SMH_MAX_REGIONS)

/* Turn the arguments of a call into a request. False if no region can ever serve it. */
bool smh_request_make(struct request *r, unsigned int attr, size_t align, size_t bytes);

/* Allocate, with the lock taken and released inside. */
void *smh_pool_alloc(unsigned int attr, const struct request *r);

/*
 * The region that is certain to serve a request for so many granules wherever they lie, or NO_LANE.
 * The lock is held.
 */
uint32_t smh_select_lane(unsigned int attr, uint32_t n);

/* The regions that might serve a request that none is certain to. The lock is held. */
lane_mask_t smh_select_possible(unsigned int attr, const struct request *r);

/* The region that holds an address, or NULL. The lock is held. */
SMH_INLINE struct sys_heap *pool_owner(const void *ptr)
{
	const struct sys_multi_heap_rec *rec = owner_find(&smh_pool.owners, (uintptr_t)ptr);

	return SMH_LIKELY(rec != NULL) ? rec->heap : NULL;
}

SMH_INLINE unsigned int policy_of(unsigned int attr)
{
#if SMH_POLICY == SMH_POLICY_SELECT_RUNTIME
	return smh_pool.policies[attr];
#else
	(void)attr;
	return SMH_POLICY == SMH_POLICY_SELECT_BEST_FIT ? SMH_POLICY_BEST_FIT
							: SMH_POLICY_FIRST_FIT;
#endif
}

#endif /* SMH_POOL_POOL_H_ */
