/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* The indexes: which follow a region, and keeping that of first fit. */

#include "pool/pool.h"

static bool follows(const struct region *region, unsigned int index)
{
	return (region->indexed & index) != 0;
}

#if HAVE_FIRST_FIT

#if SMH_FOR_SIZE
void smh_index_move(struct region *region, uint32_t top)
{
	index_move_in(region, top);
}
#endif

static bool has(lane_word_t mask, const struct region *region)
{
	return (mask & region->bit) != 0;
}

static bool top_agrees(const struct region *region)
{
	const struct index *index = region->index;
	uint32_t top = region->top;

	if (top != heap_top(&region->heap)) {
		return false;
	}
	for (uint32_t bin = 1; bin < INDEX_BINS; bin++) {
		if (has(index->rows[bin], region) != (bin == top)) {
			return false;
		}
	}
	for (uint32_t octave = 0; octave < INDEX_OCTAVES; octave++) {
		if (has(index->above[octave], region) != (bin_octave(top) > octave)) {
			return false;
		}
	}
	return true;
}

#else

static bool top_agrees(const struct region *region)
{
	(void)region;
	return true;
}

#endif

void smh_index_enter(struct region *region, unsigned int index)
{
	region->indexed = (uint8_t)(region->indexed | index);
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
		index_follow_top(region);
	}
	if (HAVE_BEST_FIT && follows(region, INDEXED_ALL)) {
		best_fit()->follow(region);
	}
}

void smh_index_renew(struct region *region)
{
	if (HAVE_FIRST_FIT && follows(region, INDEXED_TOP)) {
		index_follow_top(region);
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
