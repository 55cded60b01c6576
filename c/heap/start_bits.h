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

/* They lie lowest, below the heads. */
SMH_INLINE region_u32 *start_word(const struct sys_heap *h, uint8_t *base, uint32_t i)
{
	return ctl_word(base, h->ctl_bytes) + (i >> 5);
}

SMH_INLINE void start_bit_set(const struct sys_heap *h, uint8_t *base, uint32_t i)
{
	*start_word(h, base, i) |= UINT32_C(1) << (i & 31);
}

SMH_INLINE void start_bit_clear(const struct sys_heap *h, uint8_t *base, uint32_t i)
{
	*start_word(h, base, i) &= ~(UINT32_C(1) << (i & 31));
}

SMH_INLINE bool start_bit_test(const struct sys_heap *h, uint8_t *base, uint32_t i)
{
	return ((*start_word(h, base, i) >> (i & 31)) & 1) != 0;
}

#else

SMH_INLINE void start_bit_set(const struct sys_heap *h, uint8_t *base, uint32_t i)
{
	(void)h;
	(void)base;
	(void)i;
}

SMH_INLINE void start_bit_clear(const struct sys_heap *h, uint8_t *base, uint32_t i)
{
	start_bit_set(h, base, i);
}

SMH_INLINE bool start_bit_test(const struct sys_heap *h, uint8_t *base, uint32_t i)
{
	start_bit_set(h, base, i);
	return true;
}

#endif

#endif /* SMH_HEAP_START_BITS_H_ */
