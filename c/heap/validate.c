/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Every invariant of one heap, checked by reading only. */

#include "heap/lookup.h"
#include "heap/count.h"

/* What the pass over the blocks found, to be compared with the lists and the counters. */
struct tally {
	uint32_t free_blocks; /* that belong in a list */
	size_t allocated;
};

static bool validate_block(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t i,
			   struct header hd, struct tally *tally)
{
	if (!size_in_range(base, i, hd) || !left_agrees(h, base, f, i, hd) ||
	    !right_agrees(base, f, i, hd)) {
		return false;
	}
	if (SMH_CHECK_EXACT && start_bit_test(h, base, i) != hd.used) {
		return false;
	}
	if (hd.used) {
		tally->allocated += payload_bytes(hd.size);
		return true;
	}
	tally->free_blocks += hd.size >= min_granules(f) ? 1 : 0;
	/* Neighbours are merged at once. */
	return header_read(base, f, i + hd.size).used && links_agree(h, base, f, i, hd.size);
}

static bool validate_blocks(const struct sys_heap *h, uint8_t *base, enum format f,
			    struct tally *tally)
{
	uint32_t i = h->first;
	struct header end;

	while (i != h->heap->end) {
		struct header hd = header_read(base, f, i);

		if (!validate_block(h, base, f, i, hd, tally)) {
			return false;
		}
		i += hd.size;
	}
	end = header_read(base, f, i);
	return end.used && end.size == 0;
}

/* Length of a list of sound blocks, counted down from *budget. */
static bool validate_list(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t bin,
			  uint32_t *budget)
{
	for (uint32_t i = head_get(base, f, bin); i != 0; i = link_next(base, f, i)) {
		struct header hd;

		if (*budget == 0 || !index_in_range(h, base, i)) {
			return false;
		}
		(*budget)--;
		hd = header_read(base, f, i);
		if (!free_block_is_sound(h, base, f, i, hd) || bin_of(hd.size) != bin) {
			return false;
		}
	}
	return true;
}

/* Heads, map, summary and index must tell the same. */
static bool validate_bin(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t bin,
			 uint32_t *budget)
{
	bool has_block = head_get(base, f, bin) != 0;
	bool mapped = bin_has_block(h, base, bin);

	if (has_block != mapped) {
		return false;
	}
	if (h->index != NULL && ((h->index->rows[bin] & lane_bit(h->lane)) != 0) != mapped) {
		return false;
	}
	return validate_list(h, base, f, bin, budget);
}

static bool validate_lists(const struct sys_heap *h, uint8_t *base, enum format f,
			   uint32_t free_blocks)
{
	uint32_t top = bins_for(h->heap->end);
	uint32_t budget = free_blocks;

	for (uint32_t bin = 1; bin <= top; bin++) {
		if (!validate_bin(h, base, f, bin, &budget)) {
			return false;
		}
	}
	for (uint32_t w = 0; w < map_words(top); w++) {
		if ((bin_map(h, base)[w] != 0) != (((h->heap->words >> w) & 1) != 0)) {
			return false;
		}
	}
	return budget == 0;
}

bool smh_heap_validate(const struct sys_heap *h)
{
	enum format f = format_of(h);
	uint8_t *base = base_of(h);
	struct tally tally = {0};

	if (h->first >= h->heap->end || !validate_blocks(h, base, f, &tally)) {
		return false;
	}
	if (SMH_STATS &&
	    (tally.allocated != count_allocated(h) || count_max_allocated(h) < tally.allocated)) {
		return false;
	}
	return validate_lists(h, base, f, tally.free_blocks);
}
