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
SMH_INLINE lane_word_t lanes_among(unsigned int attr, uint32_t word)
{
	return (lane_word_t)(smh_pool.attr_lanes[attr] >> word * LANES_A_WORD);
}

SMH_INLINE struct region *region_in(uint32_t word, lane_word_t lanes)
{
	return &smh_pool.regions[bits_first(lanes) + word * LANES_A_WORD];
}

/*
 * The earliest of these regions whose first block in the floor bin happens to fit. Only so many are
 * looked at, so that the cost does not grow with the number of regions; what is left of them stays
 * for the next word.
 */
SMH_INLINE struct region *floor_region(uint32_t floor, lane_word_t left, uint32_t word, uint32_t n,
				       uint32_t *tries)
{
	for (; *tries != 0 && left != 0; (*tries)--) {
		struct region *region = region_in(word, left);

		SMH_KEEP(region);
		if (heap_head_size(&region->heap, floor) >= n) {
			return region;
		}
		left &= (lane_word_t)(left - 1);
	}
	return NULL;
}

#if HAVE_FIRST_FIT

/*
 * The lanes with a block in this bin or a higher one: in the rest of its octave, or in an octave
 * above.
 */
SMH_INLINE lane_word_t certain(const struct index *index, uint32_t bin)
{
	const lane_word_t *row = &index->rows[bin & ~(BINS_PER_OCTAVE - 1)];
	lane_word_t lanes = index->above[bin_octave(bin)];

	switch (bin % BINS_PER_OCTAVE) {
	case 0:
		lanes |= row[0]; /* fall through */
	case 1:
		lanes |= row[1]; /* fall through */
	case 2:
		lanes |= row[2]; /* fall through */
	case 3:
		lanes |= row[3]; /* fall through */
	case 4:
		lanes |= row[4]; /* fall through */
	case 5:
		lanes |= row[5]; /* fall through */
	case 6:
		lanes |= row[6]; /* fall through */
	default:
		lanes |= row[7];
	}
	return lanes;
}

/*
 * In one word: of the earliest region that is certain and earlier ones whose floor bin serves, the
 * earliest.
 */
SMH_INLINE struct region *first_fit_in(unsigned int attr, uint32_t n, uint32_t word,
				       uint32_t *tries)
{
	const struct index *index = &smh_pool.index[word];
	uint32_t floor = bin_of(n);
	bool mixed = bin_is_mixed(n);
	lane_word_t among = lanes_among(attr, word);
	lane_word_t found;

	SMH_KEEP(index);
	found = certain(index, floor + mixed) & among;
	if (mixed) {
		lane_word_t before = (lane_word_t)(found - 1u) & (lane_word_t)~found;
		lane_word_t left = index->rows[floor] & among & before;

		if (SMH_UNLIKELY(left != 0)) {
			struct region *region = floor_region(floor, left, word, n, tries);

			if (region != NULL) {
				return region;
			}
		}
	}
	return found != 0 ? region_in(word, found) : NULL;
}

/* First fit: the earliest region that serves. */
SMH_INLINE struct region *first_fit(unsigned int attr, uint32_t n)
{
	uint32_t tries = REGION_TRIES;
	struct region *region = first_fit_in(attr, n, 0, &tries);

	if (LANE_WORDS > 1 && region == NULL) {
		region = first_fit_in(attr, n, LANE_WORDS - 1, &tries);
	}
	return region;
}

#endif

#endif /* SMH_POOL_SELECT_H_ */
