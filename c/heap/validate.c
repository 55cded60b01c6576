/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Every invariant of one heap, checked by reading only. */

#include "heap/lookup.h"
#include "heap/spot.h"
#include "heap/count.h"

/* What the pass over the blocks found, to be compared with the lists and the counters. */
struct tally {
	uint32_t free_blocks; /* that belong in a list */
	uint32_t used_blocks;
	size_t allocated;
};

static bool validate_block(const struct view *v, uint32_t i, uint32_t size, bool used,
			   struct tally *tally)
{
	struct links to;

	if (SMH_CHECK_EXACT && start_bit_test(v, i) != used) {
		return false;
	}
	if (used) {
		tally->allocated += payload_bytes(size);
		tally->used_blocks++;
		return true;
	}
	if (size < min_granules(v->f)) {
		return true;
	}
	tally->free_blocks++;
	to = links_read(v->f, block_at(v->base, i));
	return next_agrees(v, i, to.next) && prev_agrees(v, i, to.prev, bin_of(size));
}

static bool validate_blocks(const struct view *v, struct tally *tally)
{
	struct spot at = first_spot();

	while (at.i != end_of(v)) {
		uint32_t i = at.i;

		if (!smh_spot_next(v, &at) ||
		    !validate_block(v, i, at.i - i, at.left == 0, tally)) {
			return false;
		}
	}
	return true;
}

/* Length of a list of sound blocks, counted down from *budget. */
static bool validate_list(const struct view *v, uint32_t bin, uint32_t *budget)
{
	uint32_t i = bin_head(v, bin);

	if (i != 0 && index_in_range(v, i) && !is_head(v, block_at(v->base, i))) {
		return false;
	}
	while (i != 0) {
		uint8_t *block = block_at(v->base, i);
		struct header hd;

		if (*budget == 0 || !index_in_range(v, i)) {
			return false;
		}
		(*budget)--;
		hd = header_read(v, block, i);
		if (!free_is_sound(v, block, i, free_size(v->f, hd), 1) ||
		    bin_of(free_size(v->f, hd)) != bin ||
		    !next_agrees(v, i, links_read(v->f, block).next)) {
			return false;
		}
		i = links_read(v->f, block).next;
	}
	return true;
}

/* Heads and map must tell the same. */
static bool validate_bin(const struct view *v, uint32_t bin, uint32_t *budget)
{
	return (bin_head(v, bin) != 0) == bin_has_block(v, bin) && validate_list(v, bin, budget);
}

/* The guard is whole, and no bit of the map stands for a bin that this heap has not. */
static bool validate_map(const struct view *v)
{
	bool sound = !bin_has_block(v, 0) &&
		     (GUARD_BYTES == 0 || *guard_of(v->base) == header_word(v, 0, 0, FREE));

	for (uint32_t w = 0; w < map_words_for(v->h->bins); w++) {
		sound = sound && map_word(v, w) == *bin_word(v, w << 5);
	}
	return sound;
}

static bool validate_lists(const struct view *v, uint32_t free_blocks)
{
	uint32_t budget = free_blocks;

	for (uint32_t bin = 1; bin <= v->h->bins; bin++) {
		if (!validate_bin(v, bin, &budget)) {
			return false;
		}
	}
	return budget == 0 && validate_map(v);
}

bool smh_heap_validate(const struct sys_heap *h)
{
	const struct view v = view_of(h);
	struct tally tally = {0};

	if (!validate_blocks(&v, &tally)) {
		return false;
	}
	if (!count_agrees(h, tally.allocated)) {
		return false;
	}
	if (SMH_CHECK_EXACT && start_bits_count(&v) != tally.used_blocks) {
		return false;
	}
	return validate_lists(&v, tally.free_blocks);
}
