/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * Bytes in live blocks, and their high-water mark. What is kept is the mark and how far below it
 * things are now: a block given back, and most blocks taken, then change one word only.
 */

#ifndef SMH_HEAP_COUNT_H_
#define SMH_HEAP_COUNT_H_

#include "heap/block.h"

/* By how many bytes fewer are in live blocks now than at most. */
SMH_INLINE region_u32 *headroom_at(uint8_t *base)
{
	return ctl_word(base, 4);
}

/* Most bytes that ever were in live blocks, without headers. */
SMH_INLINE region_u32 *max_allocated_at(uint8_t *base, enum format f)
{
	return ctl_word(base, f == NARROW ? NARROW_CTL_BYTES : WIDE_CTL_BYTES);
}

SMH_INLINE void count_taken(uint8_t *base, enum format f, uint32_t granules)
{
	uint32_t bytes = (uint32_t)payload_bytes(granules);
	uint32_t headroom;

	if (!SMH_STATS) {
		return;
	}
	headroom = *headroom_at(base);
	if (SMH_UNLIKELY(headroom < bytes)) {
		*max_allocated_at(base, f) += bytes - headroom;
		headroom = bytes;
	}
	*headroom_at(base) = headroom - bytes;
}

SMH_INLINE void count_given(uint8_t *base, uint32_t granules)
{
	if (SMH_STATS) {
		*headroom_at(base) += (uint32_t)payload_bytes(granules);
	}
}

SMH_INLINE size_t count_max_allocated(const struct sys_heap *h)
{
	return SMH_STATS ? *max_allocated_at(base_of(h), format_of(h)) : 0;
}

SMH_INLINE size_t count_allocated(const struct sys_heap *h)
{
	return SMH_STATS ? count_max_allocated(h) - *headroom_at(base_of(h)) : 0;
}

/* Let the mark start anew from what is allocated now. */
SMH_INLINE void count_reset_max(const struct sys_heap *h)
{
	if (SMH_STATS) {
		*max_allocated_at(base_of(h), format_of(h)) = (uint32_t)count_allocated(h);
		*headroom_at(base_of(h)) = 0;
	}
}

#endif /* SMH_HEAP_COUNT_H_ */
