/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Changing the size of a block where it lies. */

#include "heap/lookup.h"
#include "heap/count.h"

/*
 * Give block i, which with its free right neighbour has `total` granules, n of them.
 *
 *   [ used i .............. ]      =>   [ used i: n ][ free: the rest ]
 *
 * A rest too small for a list stays with the block.
 */
SMH_INLINE void set_size(struct sys_heap *h, enum format f, uint32_t i, struct header hd,
			 uint32_t total, uint32_t n)
{
	struct header rest = {.size = total - n, .left = n};

	if (rest.size < min_granules(f)) {
		n = total;
	}
	count_given(h, hd.size);
	count_taken(h, n);
	hd.size = n;
	header_write(h, f, i, hd);
	if (n == total) {
		tell_right(h, f, i, hd);
		return;
	}
	header_write(h, f, i + n, rest);
	tell_right(h, f, i + n, rest);
	list_push(h, f, i + n, rest.size);
}

SMH_INLINE bool resize_in(struct sys_heap *h, enum format f, const void *ptr, uint32_t n,
			  struct fault *fault)
{
	struct header hd;
	struct header rh;
	uint32_t total;
	uint32_t right;
	uint32_t i;

	fault->kind = block_lookup(h, f, ptr, &i, &hd);
	fault->ptr = ptr;
	if (fault->kind != SMH_FAULT_NONE) {
		return false;
	}
	if (n < min_granules(f)) {
		n = min_granules(f);
	}
	right = i + hd.size;
	rh = header_read(h, f, right);
	total = hd.size + (rh.used ? 0 : rh.size);
	if (n == hd.size || n > total) {
		return n == hd.size;
	}
	if (!rh.used) {
		if (SMH_CHECK && !free_block_is_sound(h, f, right, rh)) {
			fault->kind = SMH_FAULT_BAD_FREE_BLOCK;
			fault->ptr = block_at(h, right);
			return false;
		}
		list_remove(h, f, right, rh.size);
		header_bury(h, f, right);
	}
	set_size(h, f, i, hd, total, n);
	return true;
}

bool heap_resize(struct sys_heap *h, const void *ptr, uint32_t granules, struct fault *fault)
{
	if (granules == 0 || granules >= h->heap->end) {
		granules = h->heap->end; /* more than any block has: fails after the checks */
	}
	if (HAVE_NARROW && (!HAVE_WIDE || h->narrow)) {
		return resize_in(h, NARROW, ptr, granules, fault);
	}
	return resize_in(h, WIDE, ptr, granules, fault);
}
