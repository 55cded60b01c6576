/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * First fit: the earliest region that serves. Its index, struct tops, has the top bin of each
 * region: the highest that has a block. That is enough: a region has a block in a bin or above it
 * if its top bin is not below that.
 *
 *   from[octave]   lanes whose top bin is in this octave or in a higher one
 *   rows[k]        lanes whose top bin is number k of its octave, whichever octave that is
 */

#ifndef SMH_POOL_FIRST_FIT_H_
#define SMH_POOL_FIRST_FIT_H_

#include "pool/pool.h"

#if HAVE_FIRST_FIT

/* A bit of the masks from[old + 1] to from[now], or the other way round: they differ. */
SMH_INLINE void flip_from(uint32_t word, uint32_t bit, uint32_t old, uint32_t now)
{
	uint32_t count = old < now ? now - old : old - now;
	lane_word_t *mask = &smh_pool.tops.from[old < now ? old : now][word];

	do {
		mask += LANE_WORDS;
		*mask ^= (lane_word_t)bit;
	} while (--count != 0);
}

/* The index had one top bin of a region, which has another one now. */
SMH_INLINE void top_move_in(struct region *region, uint32_t top)
{
	lane_word_t *rows = &smh_pool.tops.rows[0][word_of_region(region)];
	uint32_t bit = bit_of_region(region);
	uint32_t old = region->top;

	SMH_KEEP(rows);
	region->top = (uint8_t)top;
	rows[old % BINS_PER_OCTAVE * LANE_WORDS] &= (lane_word_t)~bit;
	rows[top % BINS_PER_OCTAVE * LANE_WORDS] |= (lane_word_t)bit;
	if (bin_octave(old) != bin_octave(top)) {
		flip_from(word_of_region(region), bit, bin_octave(old), bin_octave(top));
	}
}

void smh_top_move(struct region *region, uint32_t top);

SMH_INLINE void top_move(struct region *region, uint32_t top)
{
	if (SMH_FOR_SIZE) {
		smh_top_move(region, top);
	} else {
		top_move_in(region, top);
	}
}

/* After an operation on a region that this index follows: its top bin may be another. */
SMH_INLINE void follow_top(struct region *region)
{
	uint32_t top = heap_top(&region->heap);

	if (top != region->top) {
		top_move(region, top);
	}
}

/* The same after a block was taken, in line, from this bin. */
SMH_INLINE void follow_taken(struct region *region, uint32_t bin)
{
	uint32_t top;

	/* What is taken from below the top bin leaves the top where it is. */
	if (bin < region->top) {
		return;
	}
	top = heap_top_from(&region->heap, bin);
	if (top != region->top) {
		top_move(region, top);
	}
}

/* The same after a block was given back in line and is in this bin: a free block only grows. */
SMH_INLINE void follow_given(struct region *region, uint32_t bin)
{
	if (region->indexed != INDEXED_NOT && bin > region->top) {
		top_move(region, bin);
	}
}

#else

SMH_INLINE void follow_top(struct region *region)
{
	(void)region;
}

SMH_INLINE void follow_given(struct region *region, uint32_t bin)
{
	(void)region;
	(void)bin;
}

#endif

#if HAVE_FIRST_FIT

/* Those of a word's lanes that have an attribute. */
SMH_INLINE uint32_t lanes_among(unsigned int attr, uint32_t word)
{
	return (lane_word_t)(smh_pool.attr_lanes[attr] >> word * LANES_A_WORD);
}

SMH_INLINE struct region *region_in(uint32_t word, uint32_t lanes)
{
	return &smh_pool.regions[bits_first(lanes) + word * LANES_A_WORD];
}

/* The lanes of a word whose top bin is this one or a higher one. */
SMH_INLINE uint32_t lanes_from(const struct tops *tops, uint32_t bin, uint32_t word)
{
	uint32_t octave = bin_octave(bin);
	uint32_t lanes = 0;

#if SMH_FOR_SIZE
	for (uint32_t k = bin % BINS_PER_OCTAVE; k < BINS_PER_OCTAVE; k++) {
		lanes |= tops->rows[k][word];
	}
#else
	switch (bin % BINS_PER_OCTAVE) {
	case 0:
		lanes |= tops->rows[0][word]; /* fall through */
	case 1:
		lanes |= tops->rows[1][word]; /* fall through */
	case 2:
		lanes |= tops->rows[2][word]; /* fall through */
	case 3:
		lanes |= tops->rows[3][word]; /* fall through */
	case 4:
		lanes |= tops->rows[4][word]; /* fall through */
	case 5:
		lanes |= tops->rows[5][word]; /* fall through */
	case 6:
		lanes |= tops->rows[6][word]; /* fall through */
	default:
		lanes |= tops->rows[7][word];
	}
#endif
	return tops->from[octave + 1][word] | (tops->from[octave][word] & lanes);
}

/*
 * The earliest of these regions whose first block in the floor bin happens to fit. Only so many are
 * looked at, so that the cost does not grow with the number of regions; what is left of them stays
 * for the next word.
 */
SMH_INLINE struct region *floor_region(uint32_t floor, uint32_t left, uint32_t word, uint32_t n,
				       uint32_t *looks)
{
	for (; *looks != 0 && left != 0; (*looks)--) {
		struct region *region = region_in(word, left);

		SMH_KEEP(region);
		if (heap_head_size(&region->heap, floor) >= n) {
			return region;
		}
		left &= left - 1;
	}
	return NULL;
}

/*
 * In one word: the earliest region that is certain, or an earlier one whose first block in the
 * floor bin happens to fit.
 */
SMH_INLINE struct region *first_fit_in(unsigned int attr, uint32_t n, uint32_t word,
				       uint32_t *looks)
{
	const struct tops *tops = &smh_pool.tops;
	uint32_t among = lanes_among(attr, word);
	uint32_t floor = bin_of(n);
	bool mixed = bin_is_mixed(n);
	uint32_t found;

	SMH_KEEP(tops);
	found = lanes_from(tops, floor + mixed, word) & among;
	if (mixed) {
		/* Of the regions before the first one found, no top bin is above the floor. */
		uint32_t left = (found - 1) & ~found & among & tops->from[bin_octave(floor)][word] &
				tops->rows[floor % BINS_PER_OCTAVE][word];

		if (SMH_UNLIKELY(left != 0)) {
			struct region *region = floor_region(floor, left, word, n, looks);

			if (region != NULL) {
				return region;
			}
		}
	}
	return found != 0 ? region_in(word, found) : NULL;
}

/* The earliest region that serves, or NULL. */
SMH_INLINE struct region *first_fit(unsigned int attr, uint32_t n)
{
	uint32_t looks = FLOOR_LOOKS;
	struct region *region = first_fit_in(attr, n, 0, &looks);

	if (LANE_WORDS > 1 && region == NULL) {
		region = first_fit_in(attr, n, LANE_WORDS - 1, &looks);
	}
	return region;
}

#endif

#endif /* SMH_POOL_FIRST_FIT_H_ */
