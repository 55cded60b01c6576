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

#endif /* SMH_POOL_SELECT_H_ */
