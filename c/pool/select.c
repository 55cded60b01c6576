/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Which region serves a request. */

#include "pool/pool.h"

/* Granules that a free block must have to serve a request wherever it lies. */
static uint32_t sure_granules(const struct request *r)
{
	return r->granules + (r->align - 1);
}

/*
 * Regions among those given with a block in this bin or a higher one; only the lowest bit of the
 * result is sure to be right.
 */
static lane_mask_t lanes_from(uint32_t bin, lane_mask_t among)
{
	const struct smh_heap_index *index = &smh_pool.index;
	uint32_t octave = bin_octave(bin);
	lane_mask_t lanes = 0;

	if (octave >= NUM_OCTAVES) {
		return 0;
	}
	if (octave + 1 < NUM_OCTAVES) {
		lanes = index->reach[octave + 1] & among;
		if ((lanes & (among & (~among + 1))) != 0) {
			return lanes; /* the earliest is there, and no other matters */
		}
	}
	for (uint32_t b = bin; bin_octave(b) == octave; b++) {
		lanes |= index->rows[b];
	}
	return lanes & among;
}

/* The region of `lanes` with a block in the lowest bin from `bin` on; NO_LANE if none has one. */
static uint32_t tightest_lane(uint32_t bin, lane_mask_t lanes)
{
	const struct smh_heap_index *index = &smh_pool.index;

	while (bin < NUM_BINS) {
		lane_mask_t found = index->rows[bin] & lanes;

		if (found != 0) {
			return lane_first(found);
		}
		bin++;
		/* At the start of an octave, skip those in which these regions have nothing. */
		while (bin % BINS_PER_OCTAVE == 0 && bin < NUM_BINS &&
		       (index->octaves[bin_octave(bin)] & lanes) == 0) {
			bin += BINS_PER_OCTAVE;
		}
	}
	return NO_LANE;
}

/*
 * The earliest region before `limit` whose first block in the floor bin happens to fit. Only so
 * many are looked at, so that the cost does not grow with the number of regions.
 */
static uint32_t floor_lane(uint32_t floor, lane_mask_t lanes, uint32_t n, uint32_t limit)
{
	lane_mask_t left = smh_pool.index.rows[floor] & lanes;

	for (int tries = 0; tries < SMH_FLOOR_TRIES && left != 0; tries++) {
		uint32_t lane = lane_first(left);

		if (lane > limit) {
			break;
		}
		if (smh_heap_bin_head_size(&smh_pool.regions[lane].heap, floor) >= n) {
			return lane;
		}
		left &= (lane_mask_t)(left - 1);
	}
	return NO_LANE;
}

uint32_t smh_select_lane(unsigned int attr, const struct request *r)
{
	lane_mask_t lanes = smh_pool.attr_lanes[attr];
	bool best = policy_of(attr) == SMH_POLICY_BEST_FIT;
	uint32_t n = sure_granules(r);
	uint32_t sure = NO_LANE;
	uint32_t floor;
	lane_mask_t found;

	if (lanes == 0) {
		return NO_LANE;
	}
	if ((lanes & (lane_mask_t)(lanes - 1)) == 0) {
		return lane_first(lanes); /* the only one: it searches by itself */
	}
	if (n >= MAX_GRANULES) {
		return NO_LANE;
	}
	if (!best) {
		found = lanes_from(bin_sure(n), lanes);
		sure = found != 0 ? lane_first(found) : NO_LANE;
	}
	floor = bin_of(n);
	if (floor != bin_sure(n)) {
		uint32_t lane = floor_lane(floor, lanes, n, sure);

		if (lane != NO_LANE) {
			return lane;
		}
	}
	return best ? tightest_lane(bin_sure(n), lanes) : sure;
}

lane_mask_t smh_select_possible(unsigned int attr, const struct request *r)
{
	uint32_t n = sure_granules(r);
	uint32_t top = n < MAX_GRANULES ? bin_of(n) : NUM_BINS - 1;
	lane_mask_t lanes = 0;

	for (uint32_t bin = bin_of(r->granules); bin <= top; bin++) {
		lanes |= smh_pool.index.rows[bin];
	}
	return lanes & smh_pool.attr_lanes[attr];
}
