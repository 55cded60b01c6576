/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* With SMH_CHECK_EXACT: one bit for each granule, set where a live block starts. */

#ifndef SMH_HEAP_START_BITS_H_
#define SMH_HEAP_START_BITS_H_

#include "heap/list.h"

/* Bytes of the bits of a heap with n granules. */
SMH_INLINE uint32_t start_bits_bytes(uint32_t n)
{
	return SMH_CHECK_EXACT ? (n + 31) / 32 * 4 : 0;
}

#if SMH_CHECK_EXACT

/* They lie between the map and the heads. */
SMH_INLINE region_u32 *start_word(const struct view *v, uint32_t i)
{
	return map_of(v) + map_words_for(v->h->bins) + (i >> 5);
}

SMH_INLINE void start_bit_set(const struct view *v, uint32_t i)
{
	*start_word(v, i) |= UINT32_C(1) << (i & 31);
}

SMH_INLINE void start_bit_clear(const struct view *v, uint32_t i)
{
	*start_word(v, i) &= ~(UINT32_C(1) << (i & 31));
}

SMH_INLINE bool start_bit_test(const struct view *v, uint32_t i)
{
	return ((*start_word(v, i) >> (i & 31)) & 1) != 0;
}

/* How many are set. */
SMH_INLINE uint32_t start_bits_count(const struct view *v)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < start_bits_bytes(v->h->lead + end_of(v)) * 8; i += 32) {
		for (uint32_t word = *start_word(v, i); word != 0; word &= word - 1) {
			count++;
		}
	}
	return count;
}

#else

SMH_INLINE uint32_t start_bits_count(const struct view *v)
{
	(void)v;
	return 0;
}

SMH_INLINE void start_bit_set(const struct view *v, uint32_t i)
{
	(void)v;
	(void)i;
}

SMH_INLINE void start_bit_clear(const struct view *v, uint32_t i)
{
	start_bit_set(v, i);
}

SMH_INLINE bool start_bit_test(const struct view *v, uint32_t i)
{
	start_bit_set(v, i);
	return true;
}

#endif

#endif /* SMH_HEAP_START_BITS_H_ */
