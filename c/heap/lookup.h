/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* From a pointer that a caller passed to the live block it names, trusting nothing. */

#ifndef SMH_HEAP_LOOKUP_H_
#define SMH_HEAP_LOOKUP_H_

#include "heap/heap.h"
#include "heap/start_bits.h"

/* Why a header that is not marked used was passed as a block. */
SMH_HOT enum smh_fault_kind unused_kind(uint8_t *base, enum format f, uint32_t i, struct header hd)
{
	if (header_is_buried(base, f, i) ||
	    (size_in_range(base, i, hd) && right_agrees(base, f, i, hd))) {
		return SMH_FAULT_DOUBLE_FREE;
	}
	return SMH_FAULT_BAD_HEADER;
}

SMH_HOT enum smh_fault_kind block_kind(const struct sys_heap *h, uint8_t *base, enum format f,
				       uint32_t i, struct header hd)
{
	if (SMH_UNLIKELY(!hd.used)) {
		return unused_kind(base, f, i, hd);
	}
	if (SMH_UNLIKELY(!size_in_range(base, i, hd) || !left_agrees(h, base, f, i, hd))) {
		return SMH_FAULT_BAD_HEADER;
	}
	if (SMH_UNLIKELY(!right_agrees(base, f, i, hd))) {
		return SMH_FAULT_OVERRUN;
	}
	return start_bit_test(h, base, i) ? SMH_FAULT_NONE : SMH_FAULT_BAD_HEADER;
}

/* Fill in *i and *hd. Unless the result is SMH_FAULT_NONE, ptr is no live block. */
SMH_HOT enum smh_fault_kind block_lookup(const struct sys_heap *h, uint8_t *base, enum format f,
					 const void *ptr, uint32_t *i, struct header *hd)
{
	uintptr_t offset = (uintptr_t)ptr - (uintptr_t)base;
	uintptr_t granule = offset / SMH_ALIGN;

	*i = (uint32_t)granule;
	if (SMH_CHECK) {
		if (SMH_UNLIKELY(granule >= ctl_at(base)->end)) {
			return SMH_FAULT_FOREIGN_POINTER;
		}
		if (SMH_UNLIKELY(offset % SMH_ALIGN != 0 || *i < h->first)) {
			return SMH_FAULT_MISALIGNED_POINTER;
		}
	}
	*hd = header_read(base, f, *i);
	return SMH_CHECK ? block_kind(h, base, f, *i, *hd) : SMH_FAULT_NONE;
}

#endif /* SMH_HEAP_LOOKUP_H_ */
