/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Taking a block from a heap of either format: whatever is not done in line. */

#include "heap/aligned.h"

void smh_heap_put_back(const struct sys_heap *h, uint8_t *block, uint32_t i)
{
	const struct view v = view_of(h);
	uint32_t size = free_size(v.f, header_read(&v, block, i));

	(void)smh_free_put(h, i, size, size);
}

void smh_heap_rejoin(const struct sys_heap *h, uint8_t *block, uint32_t i, uint32_t n)
{
	const struct view v = view_of(h);
	uint32_t size = free_size(v.f, header_read(&v, block, i));

	if (size > n) {
		(void)smh_list_remove(h, i + n, size - n, true);
	}
	(void)smh_free_put(h, i, size, size - n);
}

/*
 * Hand out n granules behind the lead of a free block that is in no list any more. If the list of a
 * rest has a damaged head, that list is cut and the block is taken back.
 *
 *   [ ................ free ................ ]
 *   [ free: lead ][ used: n ][ free: the rest ]
 */
SMH_INLINE outcome_t hand_out(const struct view *v, uint32_t i, uint32_t size, uint32_t lead,
			      uint32_t n)
{
	uint32_t rest = size - lead - n;
	uint8_t *block = block_at(v->base, i + lead);
	outcome_t cut;

	if (rest < min_granules(v->f)) {
		n += rest;
		rest = 0;
	}
	header_write(v, block, i + lead, n, USED);
	cut = smh_free_put(v->h, i + lead + n, rest, size);
	if (lead != 0) {
		cut |= smh_free_put(v->h, i, lead, 0);
	}
	count_taken(v->base, n);
	start_bit_set(v, i + lead);
	if (SMH_CHECK && SMH_UNLIKELY(cut != 0)) {
		(void)smh_heap_free(v->h, block);
		return (cut & ~(outcome_t)7) | SMH_FAULT_BAD_FREE_BLOCK;
	}
	return (outcome_t)block;
}

outcome_t smh_heap_take_aligned(const struct sys_heap *h, uint32_t granules, uint32_t align,
				uint32_t phase)
{
	const struct view v = view_of(h);
	const uint32_t end = end_of(&v);
	const uint32_t least = min_granules(v.f);
	struct request r = {
		.granules = granules < least ? least : granules, .align = align, .phase = phase};
	uint32_t certain = r.granules + (align - 1);
	struct place place = {.lead = 0};
	enum search search;

	if (r.granules >= end) {
		return 0;
	}
	/* No bin is searched for that the heap has not. */
	search = find_place(&v, &r, certain < end ? certain : end - 1, &place);
	if (search == NONE) {
		return 0;
	}
	if (search == DAMAGED || !smh_list_remove(h, place.find.i, place.find.size, true)) {
		return smh_list_cut(h, place.find.bin);
	}
	return hand_out(&v, place.find.i, place.find.size, place.lead, r.granules);
}

/*
 *   head -> A <-> prev <-> i damaged ...      =>   head -> A <-> prev
 */
static outcome_t cut_behind(const struct view *v, uint8_t *prev, const uint8_t *block)
{
	next_write(v->f, prev, link_mixed(v->f, 0));
	return (outcome_t)block | SMH_FAULT_BAD_FREE_BLOCK;
}

/*
 * There is no head that fits: walk a few blocks behind the head of the floor bin, where not every
 * block fits, each of which is checked before it is looked at, and take one that does. The head
 * itself was found to be too small.
 */
SMH_INLINE outcome_t take_behind(const struct view *v, uint32_t n)
{
	uint32_t at = bin_has_block(v, bin_of(n)) ? bin_head(v, bin_of(n)) : 0;
	uint8_t *prev = block_at(v->base, at);

	for (int tries = 0; at != 0 && tries < SMH_FLOOR_TRIES; tries++) {
		uint32_t i = links_read(v->f, prev).next;
		uint8_t *block = block_at(v->base, i);
		uint32_t size;

		if (i == 0) {
			return 0;
		}
		if (SMH_CHECK && !next_agrees(v, at, i)) {
			return cut_behind(v, prev, prev);
		}
		size = free_size(v->f, header_read(v, block, i));
		if (SMH_CHECK && !free_is_sound(v, block, i, size, 1)) {
			return cut_behind(v, prev, block);
		}
		if (size >= n) {
			return smh_list_remove(v->h, i, size, true) ? hand_out(v, i, size, 0, n)
								    : cut_behind(v, prev, block);
		}
		at = i;
		prev = block;
	}
	return 0;
}

outcome_t smh_heap_alloc(const struct sys_heap *h, size_t granules)
{
	const struct view v = view_of(h);
	outcome_t outcome;

	if (granules >= end_of(&v)) {
		return 0;
	}
	outcome = smh_heap_take_aligned(h, (uint32_t)granules, 1, 0);
	if (SMH_FLOOR_TRIES != 0 && outcome == 0) {
		uint32_t least = min_granules(v.f);

		outcome = take_behind(&v, granules < least ? least : (uint32_t)granules);
	}
	return outcome;
}
