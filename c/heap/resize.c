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
SMH_INLINE outcome_t set_size(const struct view *v, const struct live *live, uint32_t before,
			      uint32_t n)
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
	if (rest != 0) {
		asan_poison(block_at(block, n), payload_bytes(rest));
	}
	return smh_free_put(v->h, i + n, rest, before);
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
		if ((SMH_CHECK && !footer_agrees(v->f, live->right, before)) ||
		    !smh_list_remove(v->h, live->i + live->size, before, true)) {
			*fault = (outcome_t)live->right | SMH_FAULT_BAD_FREE_BLOCK;
			return false;
		}
	}
	*fault = set_size(v, live, before, n);
	return true;
}

bool smh_heap_resize(const struct sys_heap *h, void *ptr, uint32_t granules, outcome_t *fault)
{
	const struct view v = view_of(h);
	uint32_t least = min_granules(v.f);
	struct live live;

	*fault = (outcome_t)smh_heap_lookup(h, ptr, &live);
	if (*fault != 0) {
		return false;
	}
	return change_size(&v, &live, granules < least ? least : granules, fault);
}
