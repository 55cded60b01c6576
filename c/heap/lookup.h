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
	uint32_t size;
	uint32_t left;   /* size of the free block to the left, or 0 */
	uint32_t joined; /* the same of the one to the right */
	uint8_t *right;  /* the block to the right */
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

/* Whether there is a free block of that size to the left of i; 0, where i is, is none. */
SMH_INLINE bool left_agrees(const struct view *v, uint8_t *block, uint32_t i, uint32_t left)
{
	return left < i &&
	       free_size(v->f, header_read(v, block - (size_t)left * SMH_ALIGN, i - left)) == left;
}

/* Fill in the sizes of a block behind a free one. False if it is none. */
SMH_INLINE bool lookup_behind(const struct view *v, uint8_t *block, struct header hd,
			      struct live *live)
{
	if (!SMH_CHECK) {
		live->size = header_size(v->f, hd);
		live->left = left_size(v->f, block, hd);
		return true;
	}
	live->size = size_as(v->f, hd, BEHIND_MORE);
	live->left = footer_before(v->f, block);
	if (!size_in_range(v, live->i, live->size)) {
		live->size = size_as(v->f, hd, BEHIND_ONE);
		live->left = 1;
	} else if (v->f == WIDE && live->left < min_granules(WIDE)) {
		return false; /* such a block is in no list, which would have to confirm it */
	}
	return size_in_range(v, live->i, live->size) && left_agrees(v, block, live->i, live->left);
}

/*
 * What exactly is wrong with ptr, which lookup_in() refused as not in the heap (FOREIGN_POINTER) or
 * no block (BAD_HEADER).
 */
enum smh_fault_kind smh_heap_diagnose(const struct sys_heap *h, const void *ptr,
				      enum smh_fault_kind kind);

/*
 * Fill in *live. Unless the result is SMH_FAULT_NONE, ptr is no live block; what it is instead is
 * found out elsewhere.
 */
SMH_INLINE enum smh_fault_kind lookup_in(const struct view *v, uint8_t *ptr, struct live *live)
{
	uintptr_t granule = granule_of(v->base, ptr);
	struct header hd;
	uint32_t right;

	live->i = (uint32_t)granule;
	live->left = 0;
	live->joined = 0;
	if (SMH_CHECK && SMH_UNLIKELY(granule >= end_of(v) || (!GUARDED && granule == 0))) {
		return SMH_FAULT_FOREIGN_POINTER;
	}
	hd = header_read(v, ptr, live->i);
	live->size = size_as(v->f, hd, USED);
	if (SMH_CHECK ? !size_in_range(v, live->i, live->size) : !header_is_used(v->f, hd)) {
		/* It is no block, or one behind a free block. */
		if (SMH_UNLIKELY(!lookup_behind(v, ptr, hd, live))) {
			return SMH_FAULT_BAD_HEADER;
		}
	}
	right = live->i + live->size;
	live->right = block_at(v->base, right);
	hd = header_read(v, live->right, right);
	if (SMH_CHECK ? size_as(v->f, hd, USED) > end_of(v) - right : !header_is_used(v->f, hd)) {
		live->joined = free_size(v->f, hd);
		if (SMH_CHECK && SMH_UNLIKELY(!size_in_range(v, right, live->joined))) {
			return SMH_FAULT_OVERRUN;
		}
	}
	return start_bit_test(v, live->i) ? SMH_FAULT_NONE : SMH_FAULT_BAD_HEADER;
}

/* Slow path: the format is found out. */
enum smh_fault_kind smh_heap_lookup(const struct sys_heap *h, const void *ptr, struct live *live);

#endif /* SMH_HEAP_LOOKUP_H_ */
