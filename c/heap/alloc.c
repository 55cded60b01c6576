/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Taking a block from one heap: what is not done in line. */

#include "heap/take.h"

/* Fault of an allocation that met a damaged block. */
static outcome_t damaged(const uint8_t *block)
{
	return (outcome_t)block | SMH_FAULT_BAD_FREE_BLOCK;
}

/*
 *   head -> i damaged ...      =>   head
 */
outcome_t smh_heap_cut_head(const struct sys_heap *h, uint32_t bin)
{
	const struct view v = view_of(h);
	uint32_t i = bin_head(&v, bin);

	head_set(&v, head_at(&v, bin), 0);
	bin_clear(&v, bin);
	/* A head that names no block is a fault of the control block. */
	return damaged(block_at(v.base, index_in_range(&v, i) ? i : 0));
}

#if !ALLOC_IS_ALIGNED

void smh_heap_put_back(const struct sys_heap *h, uint8_t *block, uint32_t i)
{
	const struct view v = view_of(h);

	list_push_sized(&v, block, i, free_size(v.f, header_read(&v, block, i)));
}

void smh_heap_rejoin(const struct sys_heap *h, uint8_t *block, uint32_t i, uint32_t n)
{
	const struct view v = view_of(h);
	uint32_t size = free_size(v.f, header_read(&v, block, i));
	uint8_t *tail = block_at(block, n);

	if (size > n) {
		(void)list_remove(&v, tail, i + n, size - n);
		links_forget(v.f, tail, size - n);
	}
	left_changed(v.f, block_at(block, size), size - n, size);
	list_push_sized(&v, block, i, size);
}

/*
 *   head -> A <-> prev <-> i damaged ...      =>   head -> A <-> prev
 */
static outcome_t cut_behind(const struct view *v, uint8_t *prev, const uint8_t *block)
{
	next_write(v->f, prev, link_mixed(v->f, 0));
	return damaged(block);
}

/* Take a block from the middle of a list, which was found to fit. */
SMH_INLINE outcome_t take_found(const struct view *v, struct find *find, uint32_t n, uint8_t *prev)
{
	if (!list_remove(v, find->block, find->i, find->size)) {
		return cut_behind(v, prev, find->block);
	}
	links_forget(v->f, find->block, find->size);
	return carve(v, find, n) ? (outcome_t)find->block : smh_heap_cut_head(v->h, find->bin);
}

/*
 * There is no head that fits: walk a few blocks behind the head of the floor bin, where not every
 * block fits, each of which is checked before it is looked at, and take one that does. The head
 * itself was found to be too small.
 */
SMH_INLINE outcome_t take_behind(const struct view *v, const struct find *head, uint32_t n)
{
	uint32_t at = head->i;
	uint8_t *prev = head->block;

	for (int tries = 0; tries < SMH_FLOOR_TRIES; tries++) {
		struct find find = {.i = links_read(v->f, prev).next};

		if (find.i == 0) {
			return 0;
		}
		if (SMH_CHECK && !next_agrees(v, at, find.i)) {
			return cut_behind(v, prev, prev);
		}
		find.block = block_at(v->base, find.i);
		find.size = free_size(v->f, header_read(v, find.block, find.i));
		if (SMH_CHECK && !free_is_sound(v, find.block, find.i, find.size, 1)) {
			return cut_behind(v, prev, find.block);
		}
		if (find.size >= n) {
			return take_found(v, &find, n, prev);
		}
		at = find.i;
		prev = find.block;
	}
	return 0;
}

SMH_INLINE outcome_t alloc_in(const struct sys_heap *h, enum format f, uint32_t n)
{
	const struct view v = view_as(h, f);
	struct find find = {.block = NULL};
	outcome_t outcome = 0;

	n = n < min_granules(f) ? min_granules(f) : n;
	switch (take_in(&v, n, &find, &outcome)) {
	case DAMAGED:
		return smh_heap_cut_head(h, find.bin);
	case NONE:
		return SMH_FLOOR_TRIES != 0 && find.block != NULL ? take_behind(&v, &find, n) : 0;
	default:
		return outcome;
	}
}

outcome_t smh_heap_alloc(const struct sys_heap *h, size_t granules)
{
	if (granules >= heap_end(h)) {
		return 0;
	}
	if (SMH_FOR_SIZE) {
		return alloc_in(h, format_of(h), (uint32_t)granules);
	}
	return format_of(h) == NARROW ? alloc_in(h, NARROW, (uint32_t)granules)
				      : alloc_in(h, WIDE, (uint32_t)granules);
}

#endif
