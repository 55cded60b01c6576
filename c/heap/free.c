/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Giving a block back: what is not done in line. */

#include "heap/give.h"

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

#if !SMH_FOR_SIZE

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
	outcome_t cut = smh_heap_cut_head(v->h, bin_of(size));

	list_push_sized(v, block, i, size);
	return cut | OUTCOME_LIST_CUT;
}

/* Bring to an end what give_in() left, and find out what exactly is wrong. */
static outcome_t finish(const struct sys_heap *h, uint8_t *ptr, outcome_t outcome)
{
	const struct view v = view_of(h);
	uint8_t *about = (uint8_t *)(outcome & ~(outcome_t)7);

	switch (outcome & 7) {
	case GIVEN_UNLISTED:
		return push_anew(&v, about);
	case GIVEN_RIGHT_ONLY:
		restore_right(&v, ptr);
		return (outcome_t)about | SMH_FAULT_BAD_FREE_BLOCK;
	case SMH_FAULT_BAD_FREE_BLOCK:
		return outcome;
	default:
		return (outcome_t)smh_heap_diagnose(h, ptr, (enum smh_fault_kind)outcome);
	}
}

static outcome_t give(const struct sys_heap *h, void *ptr)
{
	const enum format f = format_of(h);
	uint32_t bin;

	if (f == NARROW) {
		const struct view v = view_as(h, NARROW);

		return give_in(&v, ptr, &bin);
	} else {
		const struct view v = view_as(h, WIDE);

		return give_in(&v, ptr, &bin);
	}
}

outcome_t smh_heap_free(const struct sys_heap *h, void *ptr)
{
	outcome_t outcome = ptr != NULL ? give(h, ptr) : 0;

	return SMH_LIKELY(outcome == 0) ? 0 : finish(h, ptr, outcome);
}

outcome_t smh_heap_free_rest(const struct sys_heap *h, void *ptr, outcome_t outcome)
{
	return SMH_CHECK && outcome > SMH_FAULT_BAD_FREE_BLOCK ? finish(h, ptr, outcome)
							       : smh_heap_free(h, ptr);
}

#endif
