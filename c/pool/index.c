/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* The indexes: which follow a region, and which region they select. */

#include "pool/first_fit.h"

static bool follows(const struct region *region, unsigned int index)
{
	return (region->indexed & index) != 0;
}

#if HAVE_FIRST_FIT

#if SMH_FOR_SIZE
void smh_top_move(struct region *region, uint32_t top)
{
	top_move_in(region, top);
}
#endif

static bool top_agrees(const struct region *region)
{
	const struct tops *tops = &smh_pool.tops;
	uint32_t word = word_of_region(region);
	uint32_t bit = bit_of_region(region);
	uint32_t top = region->top;

	if (top != heap_top(&region->heap)) {
		return false;
	}
	for (uint32_t k = 0; k < BINS_PER_OCTAVE; k++) {
		if (((tops->rows[k][word] & bit) != 0) != (k == top % BINS_PER_OCTAVE)) {
			return false;
		}
	}
	for (uint32_t octave = 0; octave < TOPS_OCTAVES; octave++) {
		if (((tops->from[octave][word] & bit) != 0) != (octave <= bin_octave(top))) {
			return false;
		}
	}
	return true;
}

/* Of a region that is to be followed the index has top bin 0, or the one that it had last. */
static void top_begin(const struct region *region)
{
	struct tops *tops = &smh_pool.tops;
	uint32_t word = word_of_region(region);
	uint32_t bit = bit_of_region(region);

	tops->from[0][word] |= (lane_word_t)bit;
	tops->rows[region->top % BINS_PER_OCTAVE][word] |= (lane_word_t)bit;
}

#else

static bool top_agrees(const struct region *region)
{
	(void)region;
	return true;
}

static void top_begin(const struct region *region)
{
	(void)region;
}

#endif

void smh_index_enter(struct region *region, unsigned int index)
{
	region->indexed = (uint8_t)(region->indexed | index);
	top_begin(region);
	smh_index_renew(region);
}

void smh_index_watch(const struct region *region)
{
	if (HAVE_BEST_FIT && follows(region, INDEXED_ALL)) {
		best_fit()->watch(region);
	}
}

void smh_index_follow(struct region *region)
{
	if (HAVE_FIRST_FIT && follows(region, INDEXED_TOP)) {
		follow_top(region);
	}
	if (HAVE_BEST_FIT && follows(region, INDEXED_ALL)) {
		best_fit()->follow(region);
	}
}

void smh_index_renew(struct region *region)
{
	if (HAVE_FIRST_FIT && follows(region, INDEXED_TOP)) {
		follow_top(region);
	}
	if (HAVE_BEST_FIT && follows(region, INDEXED_ALL)) {
		best_fit()->enter(region);
	}
}

bool smh_index_agrees(const struct region *region)
{
	return (!follows(region, INDEXED_TOP) || top_agrees(region)) &&
	       (!HAVE_BEST_FIT || !follows(region, INDEXED_ALL) || best_fit()->agrees(region));
}

#if HAVE_FIRST_FIT

static lane_mask_t first_fit_possible(unsigned int attr, uint32_t bin)
{
	lane_mask_t lanes = (lane_mask_t)lanes_from(&smh_pool.tops, bin, 0);

#if SMH_MAX_REGIONS > 32
	lanes |= (lane_mask_t)lanes_from(&smh_pool.tops, bin, 1) << 32;
#endif
	return lanes & smh_pool.attr_lanes[attr];
}

#endif

struct region *smh_select(unsigned int attr, uint32_t n)
{
	if (SMH_UNLIKELY(n >= MAX_GRANULES)) {
		return NULL;
	}
#if HAVE_FIRST_FIT
	if (policy_of(attr) == SMH_POLICY_FIRST_FIT) {
		return first_fit(attr, n);
	}
#endif
	return HAVE_BEST_FIT ? best_fit()->select(attr, n) : NULL;
}

lane_mask_t smh_select_possible(unsigned int attr, uint32_t granules)
{
#if HAVE_FIRST_FIT
	if (policy_of(attr) == SMH_POLICY_FIRST_FIT) {
		return first_fit_possible(attr, bin_of(granules));
	}
#endif
	return HAVE_BEST_FIT ? best_fit()->possible(attr, bin_of(granules)) : 0;
}
