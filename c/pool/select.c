/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Which region serves a request. */

#include "heap/hot.h"
#include "pool/pool.h"

/* The region of `lanes` with a block in the lowest bin from `bin` on; NO_LANE if none has one. */
static uint32_t tightest_lane(uint32_t bin, lane_mask_t lanes)
{
	const struct smh_heap_index *index = &smh_pool.index;

	if ((lanes_of(&index->reach[bin / 32]) & lanes) == 0) {
		return NO_LANE; /* without going through what is empty */
	}
	while (bin < NUM_BINS) {
		lane_mask_t found = lanes_of(&index->rows[bin]) & lanes;

		if (found != 0) {
			return lane_first(found);
		}
		bin++;
		/* At the start of an octave, skip those in which these regions have nothing. */
		while (bin % BINS_PER_OCTAVE == 0 && bin < NUM_BINS &&
		       (lanes_of(&index->octaves[bin_octave(bin)]) & lanes) == 0) {
			bin += BINS_PER_OCTAVE;
		}
	}
	return NO_LANE;
}

/* All masks from `at` on to the last of its group, together. */
SMH_INLINE lane_word_t rest_of_group(const struct lanes *masks, uint32_t at, uint32_t group,
				     uint32_t word)
{
	const struct lanes *mask = &masks[at];
	const struct lanes *end = &masks[(at | (group - 1)) + 1];
	lane_word_t lanes = 0;

	do {
		lanes |= mask->words[word];
	} while (++mask != end);
	return lanes;
}

/*
 * The earliest of these regions with a block in this bin or a higher one, as a mask of one bit; 0
 * if there is none: the rest of the bins of this octave, of the octaves of this word of the maps,
 * and all words above.
 */
SMH_INLINE lane_word_t first_from(uint32_t bin, lane_word_t among, uint32_t word)
{
	const struct smh_heap_index *index = &smh_pool.index;
	uint32_t above = bin_octave(bin) + 1;
	lane_word_t lanes = rest_of_group(index->rows, bin, BINS_PER_OCTAVE, word);

	if (above % OCTAVES_A_WORD != 0) {
		lanes |= rest_of_group(index->octaves, above, OCTAVES_A_WORD, word);
	}
	lanes |= index->reach[bin / 32 + 1].words[word];
	lanes &= among;
	return (lane_word_t)(lanes & (~lanes + 1u));
}

/*
 * The earliest of these regions whose first block in the floor bin happens to fit. Only so many are
 * looked at, so that the cost does not grow with the number of regions.
 */
SMH_INLINE uint32_t floor_lane(uint32_t floor, lane_word_t among, uint32_t word, uint32_t n)
{
	lane_word_t left = smh_pool.index.rows[floor].words[word] & among;

	for (int tries = 0; tries < REGION_TRIES && left != 0; tries++) {
		uint32_t lane = bits_first(left) + word * LANES_A_WORD;
		const struct sys_heap *h = &smh_pool.regions[lane].heap;

		SMH_KEEP(h);
		if (heap_head_size(h, floor) >= n) {
			return lane;
		}
		left &= (lane_word_t)(left - 1);
	}
	return NO_LANE;
}

/*
 * Of the earliest region that is certain and earlier ones whose floor bin serves, the earliest. Not
 * in line: in a loop over the words everything would be prepared for both.
 */
static SMH_NOINLINE uint32_t first_fit(lane_word_t among, uint32_t n, uint32_t word)
{
	uint32_t floor = bin_of(n);
	bool mixed = bin_is_mixed(n);
	lane_word_t found = first_from(floor + mixed, among, word);

	if (mixed) {
		uint32_t lane = floor_lane(floor, among & (lane_word_t)(found - 1u), word, n);

		if (lane != NO_LANE) {
			return lane;
		}
	}
	return found != 0 ? bits_first(found) + word * LANES_A_WORD : NO_LANE;
}

/* The earliest whose floor bin serves, else the one with the lowest bin above it. */
static SMH_NOINLINE uint32_t best_fit(const struct lanes *attr_lanes, uint32_t n)
{
	uint32_t floor = bin_of(n);
	bool mixed = bin_is_mixed(n);

	for (uint32_t word = 0; word < LANE_WORDS && mixed; word++) {
		uint32_t lane = floor_lane(floor, attr_lanes->words[word], word, n);

		if (lane != NO_LANE) {
			return lane;
		}
	}
	return tightest_lane(floor + mixed, lanes_of(attr_lanes));
}

uint32_t smh_select_lane(unsigned int attr, uint32_t n)
{
	const struct lanes *lanes = &smh_pool.attr_lanes[attr];
	lane_mask_t among = lanes_of(lanes);

	if ((among & (lane_mask_t)(among - 1)) == 0) {
		/* The only one searches by itself. */
		return among != 0 ? lane_first(among) : NO_LANE;
	}
	if (SMH_UNLIKELY(n >= MAX_GRANULES)) {
		return NO_LANE;
	}
	if (SMH_UNLIKELY(policy_of(attr) == SMH_POLICY_BEST_FIT)) {
		return best_fit(lanes, n);
	}
	for (uint32_t word = 0; word < LANE_WORDS; word++) {
		uint32_t lane = first_fit(lanes->words[word], n, word);

		if (lane != NO_LANE) {
			return lane;
		}
	}
	return NO_LANE;
}

lane_mask_t smh_select_possible(unsigned int attr, const struct request *r)
{
	uint32_t n = r->granules + (r->align - 1);
	uint32_t top = n < MAX_GRANULES ? bin_of(n) : NUM_BINS - 1;
	lane_mask_t lanes = 0;

	for (uint32_t bin = bin_of(r->granules); bin <= top; bin++) {
		lanes |= lanes_of(&smh_pool.index.rows[bin]);
	}
	return lanes & lanes_of(&smh_pool.attr_lanes[attr]);
}
