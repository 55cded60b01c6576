/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include "heap/index.h"

void smh_index_mark(struct smh_heap_index *index, uint32_t lane, uint32_t bin)
{
	lane_mask_t bit = lane_bit(lane);
	uint32_t octave = bin_octave(bin);

	SMH_ASSERT(bin < NUM_BINS);
	index->rows[bin] |= bit;
	index->octaves[octave] |= bit;

	/* reach[] is monotone: all octaves below one that has the lane have it too. */
	for (uint32_t n = octave + 1; n > 0 && (index->reach[n - 1] & bit) == 0; n--) {
		index->reach[n - 1] |= bit;
	}
}

void smh_index_clear(struct smh_heap_index *index, uint32_t lane, uint32_t bin, bool octave_left)
{
	lane_mask_t bit = lane_bit(lane);
	uint32_t octave = bin_octave(bin);
	bool is_top;

	SMH_ASSERT(bin < NUM_BINS && (index->rows[bin] & bit) != 0);
	index->rows[bin] &= (lane_mask_t)~bit;
	if (octave_left) {
		return;
	}
	index->octaves[octave] &= (lane_mask_t)~bit;

	/* The top octave became empty: lower the reach to the next octave that is not. */
	is_top = octave + 1 == NUM_OCTAVES || (index->reach[octave + 1] & bit) == 0;
	if (is_top) {
		for (uint32_t n = octave + 1; n > 0 && (index->octaves[n - 1] & bit) == 0; n--) {
			index->reach[n - 1] &= (lane_mask_t)~bit;
		}
	}
}
