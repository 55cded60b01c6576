/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Freeing: find the region, give the block back, let the index follow. */

#include "pool/pool_free.h"
#include "pool/first_fit.h"

void smh_free_rest(struct region *region, void *block, outcome_t outcome, smh_key_t key)
{
	/* After a fault part of it may have been done. */
	bool is_begun = outcome != SMH_FAULT_FOREIGN_POINTER;

	smh_index_watch(region);
	outcome = smh_heap_free_rest(&region->heap, block, outcome);
	if (is_begun) {
		smh_index_renew(region);
	} else {
		smh_index_follow(region);
	}
	port_unlock(key);
	if (block != NULL) {
		outcome_report(outcome, block);
	}
}

/*
 * What was not freed in line: most often with wide metadata. A function of its own, so that narrow
 * regions do not pay for it.
 */
static SMH_NOINLINE void free_wide(struct region *region, void *block, outcome_t outcome,
				   smh_key_t key)
{
	uint32_t bin = 0;

	if (WIDE_IN_LINE && format_of(&region->heap) == WIDE) {
		outcome = heap_free(&region->heap, WIDE, block, &bin);
		if (SMH_LIKELY(outcome == 0)) {
			follow_given(region, bin);
			port_unlock(key);
			return;
		}
	}
	smh_free_rest(region, block, outcome, key);
}

void shared_multi_heap_free(void *block)
{
	outcome_t outcome = SMH_FAULT_FOREIGN_POINTER;
	smh_key_t key = port_lock();
	/* Whether it holds the block at all is found out with all else that may be wrong. */
	struct region *region = pool_near(block);
	uint32_t bin = 0;

#if HEAP_IN_LINE && HAVE_BEST_FIT
	if (SMH_UNLIKELY(region->indexed >= INDEXED_ALL)) {
		if (region->indexed == INDEXED_ALL) {
			best_fit()->free(region, block, key);
		} else {
			smh_free_rest(region, block, outcome, key);
		}
		return;
	}
#endif
	outcome = heap_free(&region->heap, NARROW, block, &bin);
	if (SMH_UNLIKELY(outcome != 0)) {
		free_wide(region, block, outcome, key);
		return;
	}
	follow_given(region, bin);
	port_unlock(key);
}
