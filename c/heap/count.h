/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Bytes in live blocks, and their high-water mark. */

#ifndef SMH_HEAP_COUNT_H_
#define SMH_HEAP_COUNT_H_

#include "heap/block.h"

SMH_INLINE void count_taken(uint8_t *base, uint32_t granules)
{
#if SMH_STATS
	struct smh_heap_ctl *ctl = ctl_at(base);
	uint32_t allocated = ctl->allocated + (uint32_t)payload_bytes(granules);

	ctl->allocated = allocated;
	if (allocated > ctl->max_allocated) {
		ctl->max_allocated = allocated;
	}
#else
	(void)base;
	(void)granules;
#endif
}

SMH_INLINE void count_given(uint8_t *base, uint32_t granules)
{
#if SMH_STATS
	SMH_ASSERT(ctl_at(base)->allocated >= payload_bytes(granules));
	ctl_at(base)->allocated -= (uint32_t)payload_bytes(granules);
#else
	(void)base;
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
