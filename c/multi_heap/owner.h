/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* From an address to the heap that holds it. */

#ifndef SMH_MULTI_HEAP_OWNER_H_
#define SMH_MULTI_HEAP_OWNER_H_

#include "sys_multi_heap.h"
#include "heap/heap.h"

/*
 * The record of the heap that holds an address, or NULL. Binary search over the sorted starts;
 * every step halves the span whatever the comparison says, so its cost depends on the number of
 * heaps alone.
 */
SMH_INLINE const struct sys_multi_heap_rec *owner_find(const struct sys_multi_heap *mheap,
						       uintptr_t addr)
{
	unsigned int low = 0;
	unsigned int span = mheap->nheaps;

	if (span == 0) {
		return NULL;
	}
	while (span > 1) {
		unsigned int half = span / 2;

		low += mheap->starts[low + half] <= addr ? half : 0;
		span -= half;
	}
	return smh_heap_contains(mheap->heaps[low].heap, addr) ? &mheap->heaps[low] : NULL;
}

#endif /* SMH_MULTI_HEAP_OWNER_H_ */
