/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* From a pointer that a caller passed to the live block it names, trusting nothing. */

#ifndef SMH_HEAP_LOOKUP_H_
#define SMH_HEAP_LOOKUP_H_

#include "heap/heap.h"
#include "heap/start_bits.h"

/* Why a header that is not marked used was passed as a block. */
SMH_INLINE enum smh_fault_kind unused_kind(const struct sys_heap *h, enum format f, uint32_t i,
					   struct header hd)
{
	if (header_is_buried(h, f, i) || (size_in_range(h, i, hd) && right_agrees(h, f, i, hd))) {
		return SMH_FAULT_DOUBLE_FREE;
	}
	return SMH_FAULT_BAD_HEADER;
}

SMH_INLINE enum smh_fault_kind block_kind(const struct sys_heap *h, enum format f, uint32_t i,
					  struct header hd)
{
	if (!hd.used) {
		return unused_kind(h, f, i, hd);
	}
	if (!size_in_range(h, i, hd) || !left_agrees(h, f, i, hd)) {
		return SMH_FAULT_BAD_HEADER;
	}
	if (!right_agrees(h, f, i, hd)) {
		return SMH_FAULT_OVERRUN;
	}
	return start_bit_test(h, i) ? SMH_FAULT_NONE : SMH_FAULT_BAD_HEADER;
}

/* Fill in *i and *hd. Unless the result is SMH_FAULT_NONE, ptr is no live block. */
SMH_INLINE enum smh_fault_kind block_lookup(const struct sys_heap *h, enum format f,
					    const void *ptr, uint32_t *i, struct header *hd)
{
	uintptr_t offset = (uintptr_t)ptr - (uintptr_t)h->heap;

	*i = (uint32_t)(offset / SMH_ALIGN);
	if (SMH_CHECK) {
		if (offset / SMH_ALIGN >= h->heap->end) {
			return SMH_FAULT_FOREIGN_POINTER;
		}
		if (offset % SMH_ALIGN != 0 || *i < h->heap->first) {
			return SMH_FAULT_MISALIGNED_POINTER;
		}
	}
	*hd = header_read(h, f, *i);
	return SMH_CHECK ? block_kind(h, f, *i, *hd) : SMH_FAULT_NONE;
}

#endif /* SMH_HEAP_LOOKUP_H_ */
