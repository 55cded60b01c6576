/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* From a pointer to the live block it names, in a heap of either format; or what it is instead. */

#include "heap/lookup.h"

/*
 * Whether this header is one that stayed when its block was joined with the free block to the left:
 * where that one starts, there is a larger block now.
 *
 *   [ free: left ][ i ]     =>   [ free ........ (i) ]
 */
static bool was_joined(const struct view *v, uint32_t i, struct header hd)
{
	uint32_t left = left_size(v->f, block_at(v->base, i), hd);
	uint32_t state = header_state(v->f, hd);

	if ((state != BEHIND_ONE && state != BEHIND_MORE) || left >= i ||
	    !size_in_range(v, i, header_size(v->f, hd))) {
		return false;
	}
	hd = header_read(v, block_at(v->base, i - left), i - left);
	return header_size(v->f, hd) > left && size_in_range(v, i - left, header_size(v->f, hd));
}

/* Why there is no live block at i. */
static enum smh_fault_kind dead_kind(const struct view *v, uint32_t i)
{
	struct header hd = header_read(v, block_at(v->base, i), i);

	if (i == 0) {
		return SMH_FAULT_MISALIGNED_POINTER; /* in the control block's last granule */
	}
	return size_in_range(v, i, free_size(v->f, hd)) || was_joined(v, i, hd)
		       ? SMH_FAULT_DOUBLE_FREE
		       : SMH_FAULT_BAD_HEADER;
}

enum smh_fault_kind smh_heap_diagnose(const struct sys_heap *h, const void *ptr,
				      enum smh_fault_kind kind)
{
	const struct view v = view_of(h);

	if (kind == SMH_FAULT_FOREIGN_POINTER && smh_heap_contains(h, (uintptr_t)ptr)) {
		return SMH_FAULT_MISALIGNED_POINTER; /* or in the control block */
	}
	return kind == SMH_FAULT_BAD_HEADER ? dead_kind(&v, (uint32_t)granule_of(v.base, ptr))
					    : kind;
}

enum smh_fault_kind smh_heap_lookup(const struct sys_heap *h, const void *ptr, struct live *live)
{
	const struct view v = view_of(h);
	enum smh_fault_kind kind = lookup_in(&v, (uint8_t *)ptr, live);

	return SMH_LIKELY(kind == SMH_FAULT_NONE) ? kind : smh_heap_diagnose(h, ptr, kind);
}
