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

outcome_t smh_heap_cut_head(const struct sys_heap *h, uint32_t bin)
{
	enum format f = format_of(h);
	uint8_t *base = base_of(h);
	uint32_t i = bin_head(h, base, f, bin);

	head_set(h, f, head_at(base, f, bin), 0);
	bin_clear(h, base, f, bin);
	return damaged(block_at(base, i));
}

/*
 *   head -> A <-> prev <-> i damaged ...      =>   head -> A <-> prev
 */
static outcome_t cut_behind(enum format f, uint8_t *prev, const uint8_t *block)
{
	link_set_next(f, prev, 0);
	return damaged(block);
}

/*
 * There is no head that fits: walk a few blocks behind the head of the floor bin, where not every
 * block fits, each of which is checked before it is looked at, and take one that does. The head
 * itself was found to be too small.
 */
SMH_INLINE outcome_t take_behind(const struct sys_heap *h, enum format f, uint32_t n)
{
	uint8_t *base = base_of(h);
	uint32_t at = bin_head(h, base, f, bin_of(n));
	uint8_t *prev = block_at(base, at);

	for (int tries = 0; tries < SMH_FLOOR_TRIES; tries++) {
		uint32_t i = link_next(f, prev);
		uint8_t *block = block_at(base, i);
		uint32_t word;

		if (i == 0) {
			return 0;
		}
		if (SMH_CHECK && !next_agrees(h, base, f, at, i)) {
			return cut_behind(f, prev, prev);
		}
		word = *word_of(block, -1);
		if (SMH_CHECK && !free_is_sound(h, f, block, i, word)) {
			return cut_behind(f, prev, block);
		}
		if (word_size(f, i, word) >= n) {
			return size_in_range(h, f, i, word_size(f, i, word)) &&
					       list_remove(h, base, f, block, i,
							   word_size(f, i, word))
				       ? carve(h, base, f, block, i, word, n)
				       : cut_behind(f, prev, block);
		}
		at = i;
		prev = block;
	}
	return 0;
}

SMH_INLINE outcome_t alloc_in(const struct sys_heap *h, enum format f, uint32_t n)
{
	struct find find = {.block = NULL};
	outcome_t outcome = 0;

	switch (take_in(h, f, n, &find, &outcome)) {
	case DAMAGED:
		return smh_heap_cut_head(h, find.bin);
	case NONE:
		return SMH_FLOOR_TRIES != 0 && find.block != NULL ? take_behind(h, f, n) : 0;
	default:
		return outcome;
	}
}

outcome_t smh_heap_alloc(const struct sys_heap *h, size_t granules)
{
	if (granules >= h->wide_end) {
		return 0;
	}
	return format_of(h) == NARROW ? alloc_in(h, NARROW, (uint32_t)granules)
				      : alloc_in(h, WIDE, (uint32_t)granules);
}
