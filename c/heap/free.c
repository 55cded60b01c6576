/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Giving a block back, with immediate merging. */

#include "heap/lookup.h"
#include "heap/count.h"

/* The free block to the left of i, or 0. */
SMH_INLINE uint32_t free_left(const struct sys_heap *h, enum format f, uint32_t i, struct header hd)
{
	uint32_t left;

	if (f == WIDE) {
		return hd.left_free ? i - footer_before(h, i) : 0;
	}
	left = i - hd.left;
	return hd.left != 0 && !header_read(h, f, left).used ? left : 0;
}

SMH_INLINE bool mergeable(const struct sys_heap *h, enum format f, uint32_t i, struct header hd,
			  struct fault *fault)
{
	if (SMH_CHECK && !free_block_is_sound(h, f, i, hd)) {
		fault->kind = SMH_FAULT_BAD_FREE_BLOCK;
		fault->ptr = block_at(h, i);
		return false;
	}
	return true;
}

/*
 *   [ free L ][ i ][ free R ]      =>   [ ------ free L ------ ]
 *   [ free L ][ i ][ used   ]      =>   [ -- free L -- ][ used ]
 *   [ used   ][ i ][ free R ]      =>   [ used ][ -- free i -- ]
 *   [ used   ][ i ][ used   ]      =>   [ used ][ free i ][ used ]
 *
 * The headers of i and R, if they end inside a larger block, are buried, so that a second free
 * of the same pointer is seen. Both neighbours are checked before anything is written.
 */
SMH_INLINE void release(struct sys_heap *h, enum format f, uint32_t i, struct header hd,
			struct fault *fault)
{
	uint32_t right = i + hd.size;
	uint32_t left = free_left(h, f, i, hd);
	struct header rh = header_read(h, f, right);
	struct header lh = {0};

	if (!rh.used && !mergeable(h, f, right, rh, fault)) {
		return;
	}
	if (left != 0) {
		lh = header_read(h, f, left);
		if (!mergeable(h, f, left, lh, fault)) {
			return;
		}
	}
	count_given(h, hd.size);
	start_bit_clear(h, i);
	hd.used = false;
	if (!rh.used) {
		list_remove(h, f, right, rh.size);
		header_bury(h, f, right);
		hd.size += rh.size;
	}
	if (left != 0) {
		list_remove(h, f, left, lh.size);
		header_bury(h, f, i);
		lh.size += hd.size;
		hd = lh;
		i = left;
	}
	header_write(h, f, i, hd);
	tell_right(h, f, i, hd);
	list_push(h, f, i, hd.size);
}

SMH_INLINE void free_in(struct sys_heap *h, enum format f, const void *ptr, struct fault *fault)
{
	struct header hd;
	uint32_t i;

	fault->kind = block_lookup(h, f, ptr, &i, &hd);
	fault->ptr = ptr;
	if (fault->kind == SMH_FAULT_NONE) {
		release(h, f, i, hd, fault);
	}
}

void heap_free(struct sys_heap *h, const void *ptr, struct fault *fault)
{
	if (HAVE_NARROW && (!HAVE_WIDE || h->narrow)) {
		free_in(h, NARROW, ptr, fault);
	} else {
		free_in(h, WIDE, ptr, fault);
	}
}
