/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Changing the size of a block where it lies. */

#include "heap/lookup.h"
#include "heap/count.h"
#include "port/asan.h"

/*
 * Give block i, which with its free right neighbour has `total` granules, n of them.
 *
 *   [ used i .............. ]      =>   [ used i: n ][ free: the rest ]
 *
 * A rest too small for a list stays with the block.
 */
SMH_HOT void set_size(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t i,
		      struct header hd, uint32_t total, uint32_t n)
{
	struct header rest = {.size = total - n, .left = n};

	if (rest.size < min_granules(f)) {
		n = total;
	}
	count_given(base, hd.size);
	count_taken(base, n);
	hd.size = n;
	header_write(base, f, i, hd);
	if (n == total) {
		tell_right(base, f, i, hd);
		return;
	}
	header_write(base, f, i + n, rest);
	tell_right(base, f, i + n, rest);
	list_push(h, base, f, i + n, rest.size);
	asan_poison(block_at(base, i + n), payload_bytes(rest.size));
}

SMH_INLINE bool resize_in(const struct sys_heap *h, enum format f, const void *ptr, uint32_t n,
			  struct fault *fault)
{
	uint8_t *base = base_of(h);
	struct header hd;
	struct header rh;
	uint32_t total;
	uint32_t right;
	uint32_t i;
	enum smh_fault_kind kind;

	kind = block_lookup(h, base, f, ptr, &i, &hd);
	if (kind != SMH_FAULT_NONE) {
		*fault = (struct fault){kind, ptr};
		return false;
	}
	if (n < min_granules(f)) {
		n = min_granules(f);
	}
	right = i + hd.size;
	rh = header_read(base, f, right);
	total = hd.size + (rh.used ? 0 : rh.size);
	if (n == hd.size || n > total) {
		return n == hd.size;
	}
	if (!rh.used) {
		if (SMH_CHECK && !right_free_is_sound(h, base, f, right, rh)) {
			fault->kind = SMH_FAULT_BAD_FREE_BLOCK;
			fault->ptr = block_at(base, right);
			return false;
		}
		list_remove(h, base, f, right, rh.size);
		header_bury(base, f, right);
	}
	set_size(h, base, f, i, hd, total, n);
	return true;
}

bool smh_heap_resize(const struct sys_heap *h, const void *ptr, uint32_t granules,
		     struct fault *fault)
{
	if (granules == 0) {
		granules = UINT32_MAX; /* no heap has such a block: fails after the checks */
	}
	return is_narrow(h) ? resize_in(h, NARROW, ptr, granules, fault)
			    : resize_in(h, WIDE, ptr, granules, fault);
}
