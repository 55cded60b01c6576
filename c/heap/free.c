/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Giving a block back to a heap of either format: whatever is not done in line. */

#include "heap/give.h"

/*
 * All cases of release_merged() and release_alone() in one. Of two free neighbours the left one is
 * checked before the right one leaves its list, so that nothing has to be undone.
 */
outcome_t smh_heap_free(const struct sys_heap *h, void *ptr)
{
	const struct view v = view_of(h);
	struct live live;
	outcome_t outcome;
	uint32_t i;

	if (ptr == NULL) {
		return 0;
	}
	outcome = (outcome_t)smh_heap_lookup(h, ptr, &live);
	if (outcome != 0) {
		return outcome;
	}
	i = live.i - live.left;
	if (live.left != 0 && !smh_list_remove(h, i, live.left, live.joined == 0)) {
		return (outcome_t)block_at(v.base, i) | SMH_FAULT_BAD_FREE_BLOCK;
	}
	if (live.joined != 0) {
		if ((SMH_CHECK && !footer_agrees(v.f, live.right, live.joined)) ||
		    !smh_list_remove(h, live.i + live.size, live.joined, true)) {
			return (outcome_t)live.right | SMH_FAULT_BAD_FREE_BLOCK;
		}
		if (live.left != 0) {
			(void)smh_list_remove(h, i, live.left, true);
		}
	}
	count_given(v.base, live.size);
	start_bit_clear(&v, live.i);
	asan_poison(ptr, payload_bytes(live.size));
	return smh_free_put(h, i, live.left + live.size + live.joined, live.joined);
}

/* Put a block that list_remove() took out back to where its links say that it was. */
static void list_restore(const struct view *v, uint8_t *block, uint32_t i, uint32_t size)
{
	struct links to = links_read(v->f, block);
	uint32_t bin = bin_of(size);

	if (size < min_granules(v->f)) {
		return;
	}
	if (to.next != 0) {
		prev_write(v->f, block_at(v->base, to.next), link_mixed(v->f, i));
	}
	if (to.prev != 0) {
		next_write(v->f, block_at(v->base, to.prev), link_mixed(v->f, i));
		return;
	}
	head_set(v, head_at(v, bin), i);
	if (to.next == 0) {
		bin_mark(v, bin);
	}
}

/* The free block to the right of a live one goes back to its list. */
static void restore_right(const struct view *v, uint8_t *ptr)
{
	uint32_t i = (uint32_t)granule_of(v->base, ptr);
	uint32_t right = i + header_size(v->f, header_read(v, ptr, i));
	uint8_t *block = block_at(v->base, right);
	struct header hd = header_read(v, block, right);

	if (header_is_free(v->f, hd)) {
		list_restore(v, block, right, free_size(v->f, hd));
	}
}

/* A free block that could not be put in front of its list is the only one in it. */
static outcome_t push_anew(const struct view *v, uint8_t *block)
{
	uint32_t i = (uint32_t)granule_of(v->base, block);
	uint32_t size = free_size(v->f, header_read(v, block, i));

	return smh_free_put(v->h, i, size, size);
}

outcome_t smh_heap_free_rest(const struct sys_heap *h, void *ptr, outcome_t outcome)
{
	const struct view v = view_of(h);
	uint8_t *about;

	if (!HEAP_IN_LINE || outcome <= SMH_FAULT_BAD_FREE_BLOCK) {
		return smh_heap_free(h, ptr);
	}
	about = (uint8_t *)(outcome & ~(outcome_t)7);
	switch (outcome & 7) {
	case GIVEN_UNLISTED:
		return push_anew(&v, about);
	case GIVEN_RIGHT_ONLY:
		restore_right(&v, (uint8_t *)ptr);
		break;
	default:
		break;
	}
	return (outcome_t)about | SMH_FAULT_BAD_FREE_BLOCK;
}
