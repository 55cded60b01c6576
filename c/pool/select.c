/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Which region serves a request. */

#include "pool/pool.h"

/* A mask of the index over all lanes. */
#if SMH_MAX_REGIONS > 32
#define ALL_LANES(mask) ((lane_mask_t)smh_pool.index[1].mask << 32 | smh_pool.index[0].mask)
#else
#define ALL_LANES(mask) ((lane_mask_t)smh_pool.index[0].mask)
#endif

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

/* Of both words, or the only one. */
static SMH_NOINLINE lane_mask_t all_certain(uint32_t bin)
{
	lane_mask_t lanes = certain(&smh_pool.index[0], bin);

#if SMH_MAX_REGIONS > 32
	lanes |= (lane_mask_t)certain(&smh_pool.index[1], bin) << 32;
#endif
	return lanes;
}

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

/*
 * Of the earliest region that is certain and earlier ones whose floor bin serves, the earliest.
 */
SMH_INLINE struct region *first_fit(unsigned int attr, uint32_t n, uint32_t word, uint32_t *tries)
{
	const struct index *index = &smh_pool.index[word];
	uint32_t shift = bin_shift(n);
	uint32_t floor = (shift << BINS_PER_OCTAVE_LOG2) + (n >> shift);
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

#if SMH_MAX_REGIONS > 32
static SMH_NOINLINE struct region *first_fit_far(unsigned int attr, uint32_t n, uint32_t tries)
{
	return first_fit(attr, n, 1, &tries);
}
#endif

struct region *smh_select_first(unsigned int attr, uint32_t n)
{
	uint32_t tries = REGION_TRIES;
	struct region *region = first_fit(attr, n, 0, &tries);

#if SMH_MAX_REGIONS > 32
	if (region == NULL) {
		return first_fit_far(attr, n, tries);
	}
#endif
	return region;
}

#if HAVE_BEST_FIT

/* The region of `lanes` with a block in the lowest bin from `bin` on; NULL if none has one. */
static struct region *tightest(lane_mask_t lanes, uint32_t bin)
{
	if ((all_certain(bin) & lanes) == 0) {
		return NULL; /* without going through what is empty */
	}
	for (;;) {
		lane_mask_t found = ALL_LANES(rows[bin]) & lanes;

		if (found != 0) {
			return &smh_pool.regions[lane_first(found)];
		}
		bin++;
		/* At the start of an octave, skip those in which these regions have nothing. */
		while (bin % BINS_PER_OCTAVE == 0 &&
		       (ALL_LANES(octaves[bin_octave(bin)]) & lanes) == 0) {
			bin += BINS_PER_OCTAVE;
		}
	}
}

/* The earliest whose floor bin serves, else the one with the lowest bin above it. */
static SMH_NOINLINE struct region *best_fit(unsigned int attr, uint32_t n)
{
	uint32_t floor = bin_of(n);
	bool mixed = bin_is_mixed(n);
	uint32_t tries = REGION_TRIES;

	for (uint32_t word = 0; word < LANE_WORDS && mixed; word++) {
		lane_word_t lanes = smh_pool.index[word].rows[floor] & lanes_among(attr, word);
		struct region *region = floor_region(floor, lanes, word, n, &tries);

		if (region != NULL) {
			return region;
		}
	}
	return tightest(smh_pool.attr_lanes[attr], floor + mixed);
}

#endif

struct region *smh_select(unsigned int attr, uint32_t n)
{
	uint32_t choice = smh_pool.choices[attr];

	if (choice <= SMH_MAX_REGIONS) {
		return only_region(choice);
	}
	if (SMH_UNLIKELY(n >= MAX_GRANULES)) {
		return NULL;
	}
#if HAVE_BEST_FIT
	if (policy_of(attr) == SMH_POLICY_BEST_FIT) {
		return best_fit(attr, n);
	}
#endif
	return smh_select_first(attr, n);
}

lane_mask_t smh_select_possible(unsigned int attr, uint32_t granules)
{
	return all_certain(bin_of(granules)) & smh_pool.attr_lanes[attr];
}
