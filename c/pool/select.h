/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Which region serves a request. The lock is held. */

#ifndef SMH_POOL_SELECT_H_
#define SMH_POOL_SELECT_H_

#include "pool/pool.h"

/*
 * Of several regions, the one that serves a request for so many granules wherever they lie, or NULL
 * if none is certain to.
 */
struct region *smh_select(unsigned int attr, uint32_t n);

/* Of several regions, those that have a block of so many granules, or of a few less. */
lane_mask_t smh_select_possible(unsigned int attr, uint32_t granules);

/* Those of a word's lanes that have an attribute. */
SMH_INLINE uint32_t lanes_among(unsigned int attr, uint32_t word)
{
	return (lane_word_t)(smh_pool.attr_lanes[attr] >> word * LANES_A_WORD);
}

SMH_INLINE struct region *region_in(uint32_t word, uint32_t lanes)
{
	return &smh_pool.regions[bits_first(lanes) + word * LANES_A_WORD];
}

/*
 * The earliest of these regions whose first block in the floor bin happens to fit. Only so many are
 * looked at, so that the cost does not grow with the number of regions; what is left of them stays
 * for the next word.
 */
SMH_INLINE struct region *floor_region(uint32_t floor, uint32_t left, uint32_t word, uint32_t n,
				       uint32_t *tries)
{
	for (; *tries != 0 && left != 0; (*tries)--) {
		struct region *region = region_in(word, left);

		SMH_KEEP(region);
		if (heap_head_size(&region->heap, floor) >= n) {
			return region;
		}
		left &= left - 1;
	}
	return NULL;
}

#endif /* SMH_POOL_SELECT_H_ */
