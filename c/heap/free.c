/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Giving a block back, with immediate merging. */

#include "heap/lookup.h"
#include "heap/count.h"
#include "port/asan.h"

/* The block to the left of i if it is free, else 0. */
SMH_HOT uint32_t free_left(uint8_t *base, enum format f, uint32_t i, struct header hd)
{
	uint32_t left;

	if (f == WIDE) {
		return hd.left_free ? i - *footer_before(base, i) : 0;
	}
	left = i - hd.left;
	return hd.left != 0 && !header_read(base, f, left).used ? left : 0;
}

/*
 *   [ free L ][ i ][ free R ]      =>   [ ------ free L ------ ]
 *   [ free L ][ i ][ used   ]      =>   [ -- free L -- ][ used ]
 *   [ used   ][ i ][ free R ]      =>   [ used ][ -- free i -- ]
 *   [ used   ][ i ][ used   ]      =>   [ used ][ free i ][ used ]
 *
 * The headers of i and R, if they end inside a larger block, are buried, so that a second free
 * of the same pointer is seen. Both neighbours are checked before anything is written; that they
 * agree with i was found out when i was looked up.
 */
SMH_HOT void release(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t i,
		     struct header hd, struct fault *fault)
{
	uint32_t right = i + hd.size;
	uint32_t left = free_left(base, f, i, hd);
	struct header rh = header_read(base, f, right);
	struct header lh = {0};

	if (!rh.used && SMH_CHECK && SMH_UNLIKELY(!right_free_is_sound(h, base, f, right, rh))) {
		*fault = (struct fault){SMH_FAULT_BAD_FREE_BLOCK, block_at(base, right)};
		return;
	}
	if (left != 0) {
		lh = header_read(base, f, left);
		if (SMH_CHECK && SMH_UNLIKELY(!left_free_is_sound(h, base, f, left, lh))) {
			*fault = (struct fault){SMH_FAULT_BAD_FREE_BLOCK, block_at(base, left)};
			return;
		}
	}
	count_given(base, hd.size);
	start_bit_clear(h, base, i);
	asan_poison(block_at(base, i), payload_bytes(hd.size));
	hd.used = false;
	if (!rh.used) {
		list_remove(h, base, f, right, rh.size);
		header_bury(base, f, right);
		hd.size += rh.size;
	}
	if (left != 0) {
		list_remove(h, base, f, left, lh.size);
		header_bury(base, f, i);
		lh.size += hd.size;
		hd = lh;
		i = left;
	}
	header_write(base, f, i, hd);
	tell_right(base, f, i, hd);
	list_push(h, base, f, i, hd.size);
}

SMH_INLINE void free_in(const struct sys_heap *h, enum format f, const void *ptr,
			struct fault *fault)
{
	uint8_t *base = base_of(h);
	struct header hd;
	uint32_t i;
	enum smh_fault_kind kind = block_lookup(h, base, f, ptr, &i, &hd);

	if (SMH_LIKELY(kind == SMH_FAULT_NONE)) {
		release(h, base, f, i, hd, fault);
	} else {
		*fault = (struct fault){kind, ptr};
	}
}

void smh_heap_free(const struct sys_heap *h, const void *ptr, struct fault *fault)
{
	if (is_narrow(h)) {
		free_in(h, NARROW, ptr, fault);
	} else {
		free_in(h, WIDE, ptr, fault);
	}
}
