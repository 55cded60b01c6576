/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Keeping the index. */

#include "pool/pool.h"

/* The top bin goes from one octave to another, which is not the same. */
SMH_INLINE void flip_above(struct index *index, lane_word_t bit, uint32_t from, uint32_t to)
{
	uint32_t count = from < to ? to - from : from - to;
	lane_word_t *mask = &index->above[from < to ? from : to];

	do {
		*mask++ ^= bit;
	} while (--count != 0);
}

void smh_index_move(struct region *region, uint32_t top)
{
	struct index *index = region->index;
	lane_word_t bit = region->bit;
	uint32_t old = region->top;

	region->top = (uint8_t)top;
	index->rows[old] ^= bit;
	index->rows[top] ^= bit;
	if (bin_octave(old) != bin_octave(top)) {
		flip_above(index, bit, bin_octave(old), bin_octave(top));
	}
}

#if HAVE_BEST_FIT

/* The highest bit of each octave that has a block. */
static uint32_t octaves_with_any(uint32_t map)
{
	const uint32_t high = UINT32_C(0x80808080);

	return (((map & ~high) + ~high) | map) & high;
}

/* Of some rows or octaves, those in `which` get the region's bit or lose it, as `has` tells. */
SMH_INLINE void set_lanes(lane_word_t *masks, uint32_t which, uint32_t has, lane_word_t bit,
			  uint32_t shift)
{
	for (; which != 0; which &= which - 1) {
		uint32_t at = bits_first(which);
		lane_word_t *mask = &masks[(31 - at) >> shift];

		*mask = (lane_word_t)((has >> at & 1) != 0 ? *mask | bit : *mask & ~bit);
	}
}

/* Some bits of a word of the map have changed to those of `map`. */
static SMH_NOINLINE void set_word(const struct region *region, uint32_t word, uint32_t changed,
				  uint32_t map)
{
	uint32_t any = octaves_with_any(map);

	set_lanes(&region->index->rows[(size_t)32 * word], changed, map, region->bit, 0);
	set_lanes(&region->index->octaves[(size_t)OCTAVES_A_WORD * word], octaves_with_any(changed),
		  any, region->bit, BINS_PER_OCTAVE_LOG2);
}

void smh_index_follow_all(const struct region *region, const struct index_before *before)
{
	uint32_t map[NUM_MAP_WORDS];
	uint32_t words = smh_heap_map(&region->heap, map);

	for (uint32_t word = 0; word < words; word++) {
		if (map[word] != before->map[word]) {
			set_word(region, word, map[word] ^ before->map[word], map[word]);
		}
	}
}

void smh_index_renew(const struct region *region)
{
	uint32_t map[NUM_MAP_WORDS];
	uint32_t words = region->indexed == INDEXED_ALL ? smh_heap_map(&region->heap, map) : 0;

	for (uint32_t word = 0; word < words && word < INDEX_BINS / 32; word++) {
		set_word(region, word, UINT32_MAX, map[word]);
	}
}

static void begin_all(struct region *region)
{
	static const struct index_before nothing;

	if (region->indexed == INDEXED_TOP) {
		smh_index_move(region, 0);
		region->index->rows[0] ^= region->bit;
	}
	region->indexed = INDEXED_ALL;
	smh_pool.all_indexed |= lane_bit(region->heap.lane);
	smh_index_follow_all(region, &nothing);
}

#endif

void smh_index_begin(struct region *region, enum indexed indexed)
{
#if HAVE_BEST_FIT
	if (indexed == INDEXED_ALL) {
		begin_all(region);
		return;
	}
#endif
	region->indexed = (uint8_t)indexed;
	region->index->rows[region->top] ^= region->bit; /* top is 0, the row of no bin */
	index_follow(region);
}

static bool has(lane_word_t mask, const struct region *region)
{
	return (mask & region->bit) != 0;
}

/* Whether the index has of a bin what it should, in which there is a block or none. */
static bool row_agrees(const struct region *region, uint32_t bin, bool mapped)
{
	bool expected = region->indexed == INDEXED_ALL
				? mapped
				: region->indexed == INDEXED_TOP && bin == region->top;

	return has(region->index->rows[bin], region) == expected;
}

/* The same of an octave. */
static bool octave_agrees(const struct region *region, uint32_t octave, bool mapped)
{
	bool higher = region->indexed == INDEXED_TOP && bin_octave(region->top) > octave;

#if HAVE_BEST_FIT
	bool any = region->indexed == INDEXED_ALL && mapped;

	if (has(region->index->octaves[octave], region) != any) {
		return false;
	}
#else
	(void)mapped;
#endif
	return has(region->index->above[octave], region) == higher;
}

bool smh_index_agrees(const struct region *region)
{
	uint32_t map[NUM_MAP_WORDS] = {0};
	bool any = false;

	(void)smh_heap_map(&region->heap, map);
	if (region->indexed == INDEXED_TOP && region->top != heap_top(&region->heap)) {
		return false;
	}
	for (uint32_t bin = 0; bin < INDEX_BINS; bin++) {
		bool mapped = (map[bin / 32] << bin % 32 >> 31) != 0;

		any = mapped || (any && bin % BINS_PER_OCTAVE != 0);
		if (!row_agrees(region, bin, mapped) ||
		    (bin % BINS_PER_OCTAVE == BINS_PER_OCTAVE - 1 &&
		     !octave_agrees(region, bin_octave(bin), any))) {
			return false;
		}
	}
	return true;
}
