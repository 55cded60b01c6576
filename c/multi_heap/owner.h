/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* From an address to the heap that holds it. */

#ifndef SMH_MULTI_HEAP_OWNER_H_
#define SMH_MULTI_HEAP_OWNER_H_

#include "sys_multi_heap.h"
#include "heap/heap.h"

/*
 * The record of the last heap that starts at an address or below; if none does, of the first, or
 * one without a heap if there is none.
 *
 * Binary search over the complements of the sorted starts, which fall; the empty places behind them
 * are 0. So all of the table can be searched, in as many halvings as its size has, without a branch
 * that depends on the data or on how many heaps there are.
 */
SMH_INLINE const struct sys_multi_heap_rec *owner_near(const struct sys_multi_heap *mheap,
						       uintptr_t addr)
{
	uint32_t low = 0;

	for (uint32_t span = MAX_MULTI_HEAPS; span > 1; span -= span / 2) {
		low += mheap->keys[low + span / 2] >= ~addr ? span / 2 : 0;
	}
	return &mheap->heaps[low];
}

/* The record of the heap that holds an address, or NULL. */
SMH_INLINE const struct sys_multi_heap_rec *owner_find(const struct sys_multi_heap *mheap,
						       uintptr_t addr)
{
	const struct sys_multi_heap_rec *rec = owner_near(mheap, addr);

	return rec->heap != NULL && smh_heap_contains(rec->heap, addr) ? rec : NULL;
}

#endif /* SMH_MULTI_HEAP_OWNER_H_ */
