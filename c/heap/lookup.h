/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* From a pointer that a caller passed to the live block it names, trusting nothing. */

#ifndef SMH_HEAP_LOOKUP_H_
#define SMH_HEAP_LOOKUP_H_

#include "heap/heap.h"
#include "heap/start_bits.h"

/* A live block and its neighbourhood, as read. */
struct live {
	uint32_t i;
	uint32_t word; /* its header as it is in memory */
	uint32_t size;
	uint32_t left;       /* size of the free block to the left, or 0 */
	uint8_t *right;      /* the block to the right, */
	header_t right_head; /* and its header */
};

/*
 * The granule that an address names. One that is not at a multiple of the granule, or below
 * granule 0, gives a number that no heap has: the bits in which it deviates go to the top.
 */
SMH_INLINE uintptr_t granule_of(const uint8_t *base, const void *ptr)
{
	uintptr_t offset = (uintptr_t)ptr - (uintptr_t)base;

	return offset >> ALIGN_LOG2 | offset << (sizeof(offset) * 8 - ALIGN_LOG2);
}

/* Whether what stands to the right of a used block is a header that says so. */
SMH_INLINE bool right_agrees(const struct sys_heap *h, enum format f, uint32_t right, header_t hd)
{
	uint32_t size = header_size(f, hd);

	if (f == NARROW) {
		/* It confirms itself; and that it is used is asked next, so that it costs nothing.
		 */
		return header_is_used(f, hd) || header_is_free(f, hd);
	}
	return header_left_used(f, hd) &&
	       (size == 0 ? right == end_of(h, f) : size <= end_of(h, f) - right);
}

/* Whether there is a free block of that size to the left of i. */
SMH_INLINE bool left_agrees(enum format f, uint8_t *block, uint32_t i, uint32_t left)
{
	return left != 0 && left < i &&
	       *word_of(block - (size_t)left * SMH_ALIGN, -1) ==
		       header_word(f, i - left, left, false);
}

/*
 * What exactly is wrong with ptr, which lookup_in() refused as not in the heap (FOREIGN_POINTER) or
 * no block (BAD_HEADER).
 */
enum smh_fault_kind smh_heap_diagnose(const struct sys_heap *h, const void *ptr,
				      enum smh_fault_kind kind);

/* Whether granule 0 cannot look like the start of a block. */
SMH_INLINE bool guarded(enum format f)
{
	return f == NARROW && SMH_ALIGN == 8;
}

/*
 * Fill in *live. Unless the result is SMH_FAULT_NONE, ptr is no live block; what it is instead is
 * found out elsewhere.
 */
SMH_INLINE enum smh_fault_kind lookup_in(const struct sys_heap *h, uint8_t *base, enum format f,
					 uint8_t *ptr, struct live *live)
{
	uintptr_t granule = granule_of(base, ptr);
	uint32_t right;
	header_t hd;

	*live = (struct live){.i = (uint32_t)granule};
	if (SMH_CHECK && SMH_UNLIKELY(granule >= end_of(h, f) || (!guarded(f) && granule == 0))) {
		return SMH_FAULT_FOREIGN_POINTER;
	}
	live->word = *word_of(ptr, -1);
	hd = header_mix(f, live->i, live->word);
	live->size = header_size(f, hd);
	if (!header_is_used(f, hd)) {
		live->left = left_size(f, ptr, hd);
		if (SMH_CHECK && SMH_UNLIKELY(!header_used(f, hd) ||
					      !left_agrees(f, ptr, live->i, live->left))) {
			return SMH_FAULT_BAD_HEADER;
		}
	}
	right = live->i + live->size;
	if (SMH_CHECK && SMH_UNLIKELY(!size_in_range(h, f, live->i, live->size))) {
		return SMH_FAULT_BAD_HEADER;
	}
	live->right = block_at(base, right);
	live->right_head = header_read(f, live->right, right);
	if (SMH_CHECK && SMH_UNLIKELY(!right_agrees(h, f, right, live->right_head))) {
		return SMH_FAULT_OVERRUN;
	}
	return start_bit_test(h, base, live->i) ? SMH_FAULT_NONE : SMH_FAULT_BAD_HEADER;
}

/* The same for both formats, where it is not so urgent. */
enum smh_fault_kind smh_heap_lookup(const struct sys_heap *h, const void *ptr, struct live *live);

#endif /* SMH_HEAP_LOOKUP_H_ */
