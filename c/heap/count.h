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

/*
 * A count, and the payload of so many granules on top. In units of 4 bytes, so that a sign is left;
 * in two steps, as compilers do the product and the rest apart if they may: 1 instruction.
 */
SMH_INLINE int32_t count_plus(int32_t count, uint32_t granules)
{
	count += (int32_t)(granules * (SMH_ALIGN / 4));
	SMH_KEEP(count);
	return count - (int32_t)(HEADER_BYTES / 4);
}

SMH_INLINE int32_t count_minus(int32_t count, uint32_t granules)
{
	count -= (int32_t)(granules * (SMH_ALIGN / 4));
	SMH_KEEP(count);
	return count + (int32_t)(HEADER_BYTES / 4);
}

/*
 * By how much less is in live blocks now than at most, as the complement: below 0, and when it
 * would not be, there is a new mark.
 */
SMH_INLINE region_i32 *headroom_at(uint8_t *base)
{
	return (region_i32 *)ctl_word(base, 8);
}

/* The most that ever was in live blocks. */
SMH_INLINE region_u32 *max_allocated_at(uint8_t *base)
{
	return ctl_word(base, 4);
}

SMH_INLINE void count_start(uint8_t *base)
{
	*headroom_at(base) = -1;
}

SMH_INLINE void count_taken(uint8_t *base, uint32_t granules)
{
	int32_t left;

	if (!SMH_STATS) {
		return;
	}
	left = count_plus(*headroom_at(base), granules);
	if (SMH_UNLIKELY(left >= 0)) {
		*max_allocated_at(base) += (uint32_t)left + 1;
		left = -1;
	}
	*headroom_at(base) = left;
}

SMH_INLINE void count_given(uint8_t *base, uint32_t granules)
{
	if (SMH_STATS) {
		*headroom_at(base) = count_minus(*headroom_at(base), granules);
	}
}

/* Bytes in live blocks, without headers, at most and now. */
SMH_INLINE size_t count_max_allocated(const struct sys_heap *h)
{
	return SMH_STATS ? (size_t)*max_allocated_at(base_of(h)) * 4 : 0;
}

SMH_INLINE size_t count_allocated(const struct sys_heap *h)
{
	return SMH_STATS ? count_max_allocated(h) - (size_t)~*headroom_at(base_of(h)) * 4 : 0;
}

/* Let the mark start anew from what is allocated now. */
SMH_INLINE void count_reset_max(const struct sys_heap *h)
{
	if (SMH_STATS) {
		*max_allocated_at(base_of(h)) = (uint32_t)(count_allocated(h) / 4);
		count_start(base_of(h));
	}
}

#endif /* SMH_HEAP_COUNT_H_ */
