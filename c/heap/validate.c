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

static bool validate_block(const struct sys_heap *h, enum format f, uint32_t i, struct header hd,
			   struct tally *tally)
{
	if (!size_in_range(h, i, hd) || !left_agrees(h, f, i, hd) || !right_agrees(h, f, i, hd)) {
		return false;
	}
	if (SMH_CHECK_EXACT && start_bit_test(h, i) != hd.used) {
		return false;
	}
	if (hd.used) {
		tally->allocated += payload_bytes(hd.size);
		return true;
	}
	tally->free_blocks += hd.size >= min_granules(f) ? 1 : 0;
	/* Neighbours are merged at once. */
	return header_read(h, f, i + hd.size).used && links_agree(h, f, i, hd.size);
}

static bool validate_blocks(const struct sys_heap *h, enum format f, struct tally *tally)
{
	uint32_t i = h->heap->first;
	struct header end;

	while (i != h->heap->end) {
		struct header hd = header_read(h, f, i);

		if (!validate_block(h, f, i, hd, tally)) {
			return false;
		}
		i += hd.size;
	}
	end = header_read(h, f, i);
	return end.used && end.size == 0;
}

/* Length of a list of sound blocks, counted down from *budget. */
static bool validate_list(const struct sys_heap *h, enum format f, uint32_t bin, uint32_t *budget)
{
	for (uint32_t i = head_get(h, f, bin); i != 0; i = link_next(h, f, i)) {
		struct header hd;

		if (*budget == 0 || !index_in_range(h, i)) {
			return false;
		}
		(*budget)--;
		hd = header_read(h, f, i);
		if (!free_block_is_sound(h, f, i, hd) || bin_of(hd.size) != bin) {
			return false;
		}
	}
	return true;
}

/* Heads, map, summary and index must tell the same. */
static bool validate_bin(const struct sys_heap *h, enum format f, uint32_t bin, uint32_t *budget)
{
	bool has_block = head_get(h, f, bin) != 0;
	bool mapped = ((bin_map(h)[bin >> 5] >> (bin & 31)) & 1) != 0;

	if (has_block != mapped) {
		return false;
	}
	if (h->index != NULL && ((h->index->rows[bin] & lane_bit(h->lane)) != 0) != mapped) {
		return false;
	}
	return validate_list(h, f, bin, budget);
}

static bool validate_lists(const struct sys_heap *h, enum format f, uint32_t free_blocks)
{
	uint32_t top = bin_of(h->heap->end);
	uint32_t budget = free_blocks;

	for (uint32_t bin = 1; bin <= top; bin++) {
		/* The largest bins of a tiny heap may not exist in the index. */
		if (bin < NUM_BINS && !validate_bin(h, f, bin, &budget)) {
			return false;
		}
	}
	for (uint32_t w = 0; w < h->map_words; w++) {
		if ((bin_map(h)[w] != 0) != (((h->heap->words >> w) & 1) != 0)) {
			return false;
		}
	}
	return budget == 0;
}

bool heap_validate(const struct sys_heap *h)
{
	enum format f = HAVE_NARROW && (!HAVE_WIDE || h->narrow) ? NARROW : WIDE;
	struct tally tally = {0};

	if (h->heap->first >= h->heap->end || !validate_blocks(h, f, &tally)) {
		return false;
	}
	if (SMH_STATS && (tally.allocated != count_allocated(h) ||
			  count_max_allocated(h) < tally.allocated)) {
		return false;
	}
	return validate_lists(h, f, tally.free_blocks);
}
