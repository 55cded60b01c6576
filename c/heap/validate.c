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
	size_t allocated;
};

static bool validate_block(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t i,
			   uint32_t size, bool used, struct tally *tally)
{
	uint32_t next;
	uint32_t prev;

	if (SMH_CHECK_EXACT && start_bit_test(h, base, i) != used) {
		return false;
	}
	if (used) {
		tally->allocated += payload_bytes(size);
		return true;
	}
	if (size < min_granules(f)) {
		return true;
	}
	tally->free_blocks++;
	next = link_next(f, block_at(base, i));
	prev = link_prev(f, block_at(base, i));
	return next_agrees(h, base, f, i, next) && prev_agrees(h, base, f, i, prev, bin_of(size));
}

static bool validate_blocks(const struct sys_heap *h, uint8_t *base, enum format f,
			    struct tally *tally)
{
	struct spot at = first_spot();

	while (at.i != end_of(h, f)) {
		uint32_t i = at.i;

		if (!spot_next(h, base, f, &at) ||
		    !validate_block(h, base, f, i, at.i - i, at.left == 0, tally)) {
			return false;
		}
	}
	return true;
}

/* Length of a list of sound blocks, counted down from *budget. */
static bool validate_list(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t bin,
			  uint32_t *budget)
{
	for (uint32_t i = bin_head(h, base, f, bin); i != 0; i = link_next(f, block_at(base, i))) {
		header_t hd;

		if (*budget == 0 || !index_in_range(h, f, i)) {
			return false;
		}
		(*budget)--;
		hd = header_read(f, block_at(base, i), i);
		if (!header_is_free(f, hd) || bin_of(header_size(f, hd)) != bin ||
		    !next_agrees(h, base, f, i, link_next(f, block_at(base, i)))) {
			return false;
		}
	}
	return true;
}

/* Heads and map must tell the same. */
static bool validate_bin(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t bin,
			 uint32_t *budget)
{
	bool has_block = bin_head(h, base, f, bin) != 0;
	bool mapped = bin_has_block(h, base, f, bin);

	if (has_block != mapped) {
		return false;
	}
	return validate_list(h, base, f, bin, budget);
}

static bool validate_lists(const struct sys_heap *h, uint8_t *base, enum format f,
			   uint32_t free_blocks)
{
	uint32_t top = bins_for(smh_heap_granule_count(h));
	uint32_t budget = free_blocks;

	for (uint32_t bin = 1; bin <= top; bin++) {
		if (!validate_bin(h, base, f, bin, &budget)) {
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

	if (!validate_blocks(h, base, f, &tally)) {
		return false;
	}
	if (SMH_STATS &&
	    (tally.allocated != count_allocated(h) || count_max_allocated(h) < tally.allocated)) {
		return false;
	}
	return validate_lists(h, base, f, tally.free_blocks);
}
