/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Changing the size of a block where it lies. */

#include "heap/give.h"

/*
 * Give block i, whose right neighbour starts at i + total, n of the granules between. The free
 * block there, of `before` granules or none, is in no list any more.
 *
 *   [ used i .............. ]      =>   [ used i: n ][ free: the rest ]
 *
 * A rest too small for a list stays with the block.
 */
SMH_INLINE void set_size(const struct sys_heap *h, uint8_t *base, enum format f,
			 const struct live *live, uint32_t before, uint32_t n)
{
	uint32_t i = live->i;
	uint8_t *block = block_at(base, i);
	uint32_t total = live->size + before;
	uint32_t rest = total - n;

	if (rest < min_granules(f)) {
		n = total;
		rest = 0;
	}
	count_given(base, live->size);
	count_taken(base, n);
	header_write(f, block, i, n, true);
	if (live->left != 0) {
		left_changed(f, block, 0, live->left);
	}
	left_changed(f, block_at(block, total), before, rest);
	if (rest != 0) {
		uint8_t *tail = block_at(block, n);

		header_write(f, tail, i + n, rest, false);
		list_push(h, base, f, tail, i + n, rest);
		asan_poison(tail, payload_bytes(rest));
	}
}

SMH_INLINE bool resize_in(const struct sys_heap *h, enum format f, uint8_t *ptr, uint32_t n,
			  outcome_t *fault)
{
	uint8_t *base = base_of(h);
	struct live live;
	uint32_t before;

	*fault = (outcome_t)smh_heap_lookup(h, ptr, &live);
	if (*fault != 0) {
		return false;
	}
	if (n < min_granules(f)) {
		n = min_granules(f);
	}
	before = header_used(f, live.right_head) ? 0 : header_size(f, live.right_head);
	if (n == live.size || n > live.size + before) {
		return n == live.size;
	}
	if (before != 0) {
		if (!take_right(h, base, f, &live)) {
			*fault = (outcome_t)live.right | SMH_FAULT_BAD_FREE_BLOCK;
			return false;
		}
		*word_of(live.right, -1) = tomb_of(f, live.i + live.size);
	}
	set_size(h, base, f, &live, before, n);
	return true;
}

bool smh_heap_resize(const struct sys_heap *h, void *ptr, uint32_t granules, outcome_t *fault)
{
	return format_of(h) == NARROW ? resize_in(h, NARROW, ptr, granules, fault)
				      : resize_in(h, WIDE, ptr, granules, fault);
}
