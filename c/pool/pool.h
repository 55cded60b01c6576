/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * The pool: regions with attributes, one lock.
 *
 *   choices[attr]     how a region with this attribute is chosen: one of enum choice, or, if there
 *                     is only one, its lane + 1
 *   attr_lanes[attr]  one bit for each region with this attribute; regions are numbered in the
 *                     order added, so the lowest bit is the earliest
 *   tops              the index of first fit
 *   best_fit          what is called for best fit; NULL until it is chosen for an attribute
 *   starts, owners    complements of the regions' starts, falling, and where each is in
 *                     regions, in bytes
 *   pages             with SMH_OWNER_PAGES, the region of each page of some memory
 *
 * Of several regions one is chosen by combining masks; nothing is tried one after the other.
 *
 * A request goes one way: pool_alloc.c or pool_free.c finds the region (first_fit.h, best_fit.c;
 * pool_near()), takes the block or gives it back (heap/hot.h), and the index follows. What is rare
 * is in smh_alloc_rest(), alloc_by_call(), alloc_again() and smh_free_rest(): wide metadata,
 * damage, no region that is certain to serve, a policy that changes.
 */

#ifndef SMH_POOL_POOL_H_
#define SMH_POOL_POOL_H_

#include "shared_multi_heap.h"
#include "smh_policy.h"
#include "multi_heap/owner.h"
#include "pool/best_fit.h"

/*
 * So many regions whose first block in the floor bin may fit are looked at. A look costs 25
 * instructions. With first fit more of them serve no more requests; with best fit and 16 regions
 * that are 90 % full, four looks leave 2.8 of 1000 requests failed, two 3.8, one 5.4.
 */
#define FLOOR_LOOKS 2

/* So many regions are looked into when none is certain to serve. */
#define REGION_TRIES 4

enum choice {
	CHOICE_NONE, /* there is no region */
	CHOICE_FIRST_FIT = SMH_MAX_REGIONS + 1,
	CHOICE_BEST_FIT,
	CHOICE_CHANGES /* by the policy so far, while the index of another one is filled */
};

/* The index of first fit (first_fit.h). Searches go one bin above the top. */
#define TOPS_OCTAVES (NUM_OCTAVES + 2)

struct tops {
	lane_word_t from[TOPS_OCTAVES][LANE_WORDS];
	lane_word_t rows[BINS_PER_OCTAVE][LANE_WORDS];
};

struct pool {
	struct region regions[SMH_MAX_REGIONS];
	bool ready;
	uint8_t count;
	uint8_t choices[SMH_MAX_ATTR];
	lane_mask_t attr_lanes[SMH_MAX_ATTR];
#if SMH_POLICY == SMH_POLICY_SELECT_RUNTIME
	uint8_t policies[SMH_MAX_ATTR];
	const struct best_fit *best_fit;
#endif
#if HAVE_FIRST_FIT
	struct tops tops;
#endif
	uint8_t owner_skip;
	uintptr_t starts[SMH_MAX_REGIONS];
	uint16_t owners[SMH_MAX_REGIONS];
#if SMH_OWNER_PAGES != 0
	uint8_t pages[SMH_OWNER_PAGES];
#endif
};

/* Of a page: no region has a part of it (0), one has (its lane + 1), or more than one. */
#define PAGE_SHARED 255u

extern struct pool smh_pool;

/* Report the fault, if it is one, of an operation on ptr. The lock is not held. */
SMH_INLINE void outcome_report(outcome_t outcome, const void *ptr)
{
	if (SMH_UNLIKELY(outcome_fault(outcome) != SMH_FAULT_NONE)) {
		smh_fault_report(outcome_fault(outcome), outcome_about(outcome, ptr));
	}
}

/* The number of the page that an address is in; of one outside it is not below SMH_OWNER_PAGES. */
SMH_INLINE uintptr_t page_of(uintptr_t addr)
{
	return (addr - (uintptr_t)SMH_OWNER_BASE) >> SMH_OWNER_SHIFT;
}

/* The region that lies so many bytes behind the first one. */
SMH_INLINE struct region *region_at(uint32_t offset)
{
	return (struct region *)((uintptr_t)smh_pool.regions + offset);
}

/*
 * The region that an address is in, if it is in any, else some region. If none was added yet, it is
 * one that holds nothing.
 */
SMH_INLINE struct region *pool_near(const void *ptr)
{
#if SMH_OWNER_PAGES != 0
	uintptr_t page = page_of((uintptr_t)ptr);

	if (SMH_LIKELY(page < SMH_OWNER_PAGES)) {
		uint32_t lane = smh_pool.pages[page] - 1u;

		if (SMH_LIKELY(lane < SMH_MAX_REGIONS)) {
			return &smh_pool.regions[lane];
		}
	}
#endif
	return region_at(
		smh_pool.owners[owner_place(smh_pool.starts, smh_pool.owner_skip, (uintptr_t)ptr)]);
}

/* The region that holds an address, or NULL. The lock is held. */
SMH_INLINE struct region *pool_owner(const void *ptr)
{
	struct region *region = pool_near(ptr);

	return smh_heap_contains(&region->heap, (uintptr_t)ptr) ? region : NULL;
}

/* Best fit, where an attribute has it, or a region is followed by its index. */
SMH_INLINE const struct best_fit *best_fit(void)
{
#if SMH_POLICY == SMH_POLICY_SELECT_RUNTIME
	return smh_pool.best_fit;
#else
	return HAVE_BEST_FIT ? &smh_best_fit : NULL;
#endif
}

/* Whether there is more than one region. */
SMH_INLINE bool is_chosen_from_several(uint32_t choice)
{
	return choice > SMH_MAX_REGIONS;
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

/* How one of several regions is chosen with a policy. */
SMH_INLINE uint8_t choice_by(unsigned int policy)
{
	return policy == SMH_POLICY_BEST_FIT ? CHOICE_BEST_FIT : CHOICE_FIRST_FIT;
}

#endif /* SMH_POOL_POOL_H_ */
