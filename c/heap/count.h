/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Bytes in live blocks, and their high-water mark. */

#ifndef SMH_HEAP_COUNT_H_
#define SMH_HEAP_COUNT_H_

#include "heap/block.h"

SMH_INLINE void count_taken(struct sys_heap *h, uint32_t granules)
{
#if SMH_STATS
	uint32_t allocated = h->heap->allocated + (uint32_t)payload_bytes(granules);

	h->heap->allocated = allocated;
	if (allocated > h->heap->max_allocated) {
		h->heap->max_allocated = allocated;
	}
#else
	(void)h;
	(void)granules;
#endif
}

SMH_INLINE void count_given(struct sys_heap *h, uint32_t granules)
{
#if SMH_STATS
	SMH_ASSERT(h->heap->allocated >= payload_bytes(granules));
	h->heap->allocated -= (uint32_t)payload_bytes(granules);
#else
	(void)h;
	(void)granules;
#endif
}

SMH_INLINE size_t count_allocated(const struct sys_heap *h)
{
#if SMH_STATS
	return h->heap->allocated;
#else
	(void)h;
	return 0;
#endif
}

SMH_INLINE size_t count_max_allocated(const struct sys_heap *h)
{
#if SMH_STATS
	return h->heap->max_allocated;
#else
	(void)h;
	return 0;
#endif
}

#endif /* SMH_HEAP_COUNT_H_ */
