/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Freeing: find the region, give the block back, let the index follow. */

#include "pool/pool_free.h"

void smh_free_rest(struct region *region, void *block, outcome_t outcome, smh_key_t key)
{
	if (region != NULL) {
		/* After a fault part of it may have been done. */
		bool is_begun = outcome != SMH_FAULT_FOREIGN_POINTER;

		smh_index_watch(region);
		outcome = smh_heap_free_rest(&region->heap, block, outcome);
		if (is_begun) {
			smh_index_renew(region);
		} else {
			smh_index_follow(region);
		}
	}
	port_unlock(key);
	if (block != NULL) {
		outcome_report(outcome, block);
	}
}

void shared_multi_heap_free(void *block)
{
	outcome_t outcome = SMH_FAULT_FOREIGN_POINTER;
	smh_key_t key = port_lock();
	/* Whether it holds the block at all is found out with all else that may be wrong. */
	struct region *region = pool_near(block);
	uint32_t top = 0;

	if (SMH_UNLIKELY(region == NULL)) {
		smh_free_rest(NULL, block, outcome, key);
		return;
	}
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
	outcome = heap_free(&region->heap, NARROW, block, &top);
	if (SMH_UNLIKELY(outcome != 0)) {
		smh_free_rest(region, block, outcome, key);
		return;
	}
	/* A free block only grows while it is merged. */
	if (region->indexed != INDEXED_NOT && top > region->top) {
		index_move(region, top);
	}
	port_unlock(key);
}
