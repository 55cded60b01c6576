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
SMH_INLINE struct region *first_fit(unsigned int attr, uint32_t n, uint32_t word, uint32_t *tries,
				    lane_word_t (*certain_from)(const struct index *, uint32_t))
{
	const struct index *index = &smh_pool.index[word];
	uint32_t shift = bin_shift(n);
	uint32_t floor = (shift << BINS_PER_OCTAVE_LOG2) + (n >> shift);
	bool mixed = bin_is_mixed(n);
	lane_word_t among = lanes_among(attr, word);
	lane_word_t found;

	SMH_KEEP(index);
	found = certain_from(index, floor + mixed) & among;
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
	return first_fit(attr, n, 1, &tries, certain);
}
#endif

struct region *smh_select_first(unsigned int attr, uint32_t n)
{
	uint32_t tries = REGION_TRIES;
	struct region *region = first_fit(attr, n, 0, &tries, certain);

#if SMH_MAX_REGIONS > 32
	if (region == NULL) {
		return first_fit_far(attr, n, tries);
	}
#endif
	return region;
}

/* The same where the index has all of some regions. */
static SMH_NOINLINE lane_word_t certain_any(const struct index *index, uint32_t bin)
{
	lane_word_t lanes = certain(index, bin);

#if HAVE_BEST_FIT
	for (uint32_t octave = bin_octave(bin) + 1; octave < INDEX_OCTAVES; octave++) {
		lanes |= index->octaves[octave];
	}
#endif
	return lanes;
}

#if HAVE_BEST_FIT

/* First fit again, as it was left for a while for best fit. */
static SMH_NOINLINE struct region *first_fit_any(unsigned int attr, uint32_t n)
{
	struct region *region = NULL;
	uint32_t tries = REGION_TRIES;

	for (uint32_t word = 0; word < LANE_WORDS && region == NULL; word++) {
		region = first_fit(attr, n, word, &tries, certain_any);
	}
	return region;
}

/* The earliest region of `lanes` with a block in the first bin of some that has one, or NULL. */
SMH_INLINE struct region *tightest_in(lane_mask_t lanes, uint32_t bin)
{
	do {
		lane_mask_t found = ALL_LANES(rows[bin]) & lanes;

		if (found != 0) {
			return &smh_pool.regions[lane_first(found)];
		}
	} while (++bin % BINS_PER_OCTAVE != 0);
	return NULL;
}

/* The region of `lanes` with a block in the lowest bin from `bin` on; NULL if none has one. */
SMH_INLINE struct region *tightest(lane_mask_t lanes, uint32_t bin)
{
	struct region *region = tightest_in(lanes, bin);
	uint32_t octave = bin_octave(bin);

	/* Only the octave in which these regions have something is gone through. */
	while (region == NULL && ++octave < INDEX_OCTAVES) {
		if ((ALL_LANES(octaves[octave]) & lanes) != 0) {
			region = tightest_in(lanes, octave * BINS_PER_OCTAVE);
		}
	}
	return region;
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
	return choice == CHOICE_BY_POLICY ? first_fit_any(attr, n) : smh_select_first(attr, n);
#else
	return smh_select_first(attr, n);
#endif
}

lane_mask_t smh_select_possible(unsigned int attr, uint32_t granules)
{
	uint32_t bin = bin_of(granules);
	lane_mask_t lanes = certain_any(&smh_pool.index[0], bin);

#if SMH_MAX_REGIONS > 32
	lanes |= (lane_mask_t)certain_any(&smh_pool.index[1], bin) << 32;
#endif
	return lanes & smh_pool.attr_lanes[attr];
}
