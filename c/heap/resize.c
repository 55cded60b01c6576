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
SMH_INLINE void set_size(const struct view *v, const struct live *live, uint32_t before, uint32_t n)
{
	enum format f = v->f;
	uint32_t i = live->i;
	uint8_t *block = block_at(v->base, i);
	uint32_t total = live->size + before;
	uint32_t rest = total - n;

	if (rest < min_granules(f)) {
		n = total;
		rest = 0;
	}
	count_given(v->base, live->size);
	count_taken(v->base, n);
	header_write_behind(v, block, i, n, live->left);
	left_changed(f, block_at(block, total), before, rest);
	if (rest != 0) {
		uint8_t *tail = block_at(block, n);

		header_write(v, tail, i + n, rest, FREE);
		list_push_sized(v, tail, i + n, rest);
		asan_poison(tail, payload_bytes(rest));
	}
}

/* Change a block that was looked up. False, with a fault, if what lies to its right is damaged. */
SMH_INLINE bool change_size(const struct view *v, const struct live *live, uint32_t n,
			    outcome_t *fault)
{
	uint32_t before = live->joined;

	if (n == live->size) {
		return true;
	}
	if (n > live->size + before) {
		return false;
	}
	if (before != 0) {
		if (!take_right(v, live)) {
			*fault = (outcome_t)live->right | SMH_FAULT_BAD_FREE_BLOCK;
			return false;
		}
		links_forget(v->f, live->right, before);
	}
	if (!size_has_sound_list(v, live->size + before - n)) {
		*fault =
			smh_heap_cut_head(v->h, bin_of(live->size + before - n)) | OUTCOME_LIST_CUT;
	}
	set_size(v, live, before, n);
	return true;
}

SMH_INLINE bool resize_in(const struct sys_heap *h, enum format f, uint8_t *ptr, uint32_t n,
			  outcome_t *fault)
{
	const struct view v = view_as(h, f);
	struct live live;

	*fault = (outcome_t)smh_heap_lookup(h, ptr, &live);
	if (*fault != 0) {
		return false;
	}
	return change_size(&v, &live, n < min_granules(f) ? min_granules(f) : n, fault);
}

bool smh_heap_resize(const struct sys_heap *h, void *ptr, uint32_t granules, outcome_t *fault)
{
	return format_of(h) == NARROW ? resize_in(h, NARROW, ptr, granules, fault)
				      : resize_in(h, WIDE, ptr, granules, fault);
}
