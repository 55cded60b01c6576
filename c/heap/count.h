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
SMH_INLINE uint32_t count_plus(uint32_t count, uint32_t granules)
{
	count += granules * (SMH_ALIGN / 4);
	SMH_KEEP(count);
	return count - HEADER_BYTES / 4;
}

SMH_INLINE uint32_t count_minus(uint32_t count, uint32_t granules)
{
	count -= granules * (SMH_ALIGN / 4);
	SMH_KEEP(count);
	return count + HEADER_BYTES / 4;
}

/*
 * By how much less is in live blocks now than at most, as the complement: its highest bit is set,
 * and when it would not be, there is a new mark. Unsigned, as damaged counts may wrap around.
 */
SMH_INLINE region_u32 *headroom_at(uint8_t *base)
{
	return ctl_word(base, COUNT_BYTES);
}

/* The most that ever was in live blocks. */
SMH_INLINE region_u32 *max_allocated_at(uint8_t *base)
{
	return ctl_word(base, 4);
}

SMH_INLINE void count_start(uint8_t *base)
{
	*headroom_at(base) = UINT32_MAX;
}

SMH_INLINE void count_taken(uint8_t *base, uint32_t granules)
{
	uint32_t left;

	if (!SMH_STATS) {
		return;
	}
	left = count_plus(*headroom_at(base), granules);
	if (SMH_UNLIKELY(left <= INT32_MAX)) {
		*max_allocated_at(base) += left + 1;
		left = UINT32_MAX;
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

/* Whether the figures agree with so many bytes in live blocks; no bit of theirs is left out. */
SMH_INLINE bool count_agrees(const struct sys_heap *h, size_t allocated)
{
	uint32_t max = *max_allocated_at(base_of(h));
	uint32_t below = ~*headroom_at(base_of(h));

	return !SMH_STATS || (below <= max && max - below == allocated / 4);
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
