/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Best fit: the region with a fitting block in the lowest bin. */

#include "pool/pool_alloc.h"
#include "pool/pool_free.h"

#if HAVE_BEST_FIT

struct all_bins smh_all_bins;

/* The bit of a bin in a map: the lower the bin the higher, as heaps have it. */
SMH_INLINE uint32_t map_bit(uint32_t bin)
{
	return (UINT32_C(1) << 31) >> bin % 32;
}

/* The lanes of a kind in a row. */
SMH_INLINE lane_mask_t lanes_in(const struct kind *kind, const lane_word_t row[LANE_WORDS])
{
#if SMH_MAX_REGIONS > 32
	return (lane_mask_t)(row[1] & kind->lanes[1]) << 32 | (row[0] & kind->lanes[0]);
#else
	return row[0] & kind->lanes[0];
#endif
}

/* The lowest bin in the words of a map behind that of `bin`; 0 if there is none. */
static SMH_NOINLINE uint32_t far_bin(const struct kind *kind, uint32_t bin)
{
	for (uint32_t word = bin / 32 + 1; word < NUM_MAP_WORDS; word++) {
		if (kind->map[word] != 0) {
			return word * 32 + bits_leading(kind->map[word]);
		}
	}
	return 0;
}

/* The lowest bin from this one on that a kind has; 0 if there is none. */
SMH_INLINE uint32_t next_bin(const struct kind *kind, uint32_t bin)
{
	uint32_t word = kind->map[bin / 32] << bin % 32;

	return SMH_LIKELY(word != 0) ? bin + bits_leading(word) : far_bin(kind, bin);
}

/* A region and the bin to take a block from. */
struct pick {
	struct region *region;
	uint32_t bin;
};

/* The earliest region of a kind whose first block in the bin happens to fit, or NULL. */
SMH_INLINE struct region *floor_among(const struct kind *kind, uint32_t floor, uint32_t n)
{
	lane_mask_t left = lanes_in(kind, smh_all_bins.rows[floor]);

	for (uint32_t looks = FLOOR_LOOKS; looks != 0 && left != 0; looks--) {
		struct region *region = &smh_pool.regions[lane_first(left)];

		SMH_KEEP(region);
		if (heap_head_size(&region->heap, floor) >= n) {
			return region;
		}
		left &= (lane_mask_t)(left - 1);
	}
	return NULL;
}

/* The earliest whose floor bin serves, else the one with the lowest bin above it. */
SMH_INLINE struct pick pick_for(const struct kind *kind, uint32_t n)
{
	uint32_t floor = bin_of(n);
	struct pick pick = {.bin = next_bin(kind, floor)};

	if (pick.bin == floor && bin_is_mixed(n)) {
		pick.region = floor_among(kind, floor, n);
		if (pick.region != NULL) {
			return pick;
		}
		pick.bin = next_bin(kind, floor + 1);
	}
	if (SMH_LIKELY(pick.bin != 0)) {
		pick.region =
			&smh_pool.regions[lane_first(lanes_in(kind, smh_all_bins.rows[pick.bin]))];
	}
	return pick;
}

static struct region *select_best(unsigned int attr, uint32_t n)
{
	return pick_for(&smh_all_bins.kinds[attr], n).region;
}

static lane_mask_t select_possible(unsigned int attr, uint32_t bin)
{
	const struct kind *kind = &smh_all_bins.kinds[attr];
	lane_mask_t lanes = 0;

	for (bin = next_bin(kind, bin); bin != 0; bin = next_bin(kind, bin + 1)) {
		lanes |= lanes_in(kind, smh_all_bins.rows[bin]);
	}
	return lanes;
}

/* Where the rows have a region: a bit in a word of each. */
struct column {
	lane_word_t *top; /* of row 0 */
	uint32_t bit;
};

SMH_INLINE struct column column_of(const struct region *region)
{
	return (struct column){.top = &smh_all_bins.rows[0][word_of_region(region)],
			       .bit = bit_of_region(region)};
}

/* A region of this kind has a block in this bin. */
SMH_INLINE void bin_gained(struct kind *kind, const struct column *column, uint32_t bin)
{
	column->top[(size_t)bin * LANE_WORDS] |= (lane_word_t)column->bit;
	kind->map[bin / 32] |= map_bit(bin);
}

/* A region of this kind has no block in this bin. */
SMH_INLINE void bin_lost(struct kind *kind, const struct column *column, uint32_t bin)
{
	column->top[(size_t)bin * LANE_WORDS] &= (lane_word_t)~column->bit;
	if (lanes_in(kind, smh_all_bins.rows[bin]) == 0) {
		kind->map[bin / 32] &= ~map_bit(bin);
	}
}

/* Some bits of a word of a region's map have changed to those of `map`. */
static SMH_NOINLINE void set_word(const struct region *region, uint32_t word, uint32_t changed,
				  uint32_t map)
{
	struct kind *kind = &smh_all_bins.kinds[region->attr];
	const struct column column = column_of(region);

	for (; changed != 0; changed &= changed - 1) {
		uint32_t at = bits_first(changed);
		uint32_t bin = word * 32 + 31 - at;

		if ((map >> at & 1) != 0) {
			bin_gained(kind, &column, bin);
		} else {
			bin_lost(kind, &column, bin);
		}
	}
}

static void watch(const struct region *region)
{
	(void)smh_heap_map(&region->heap, smh_all_bins.watched);
}

static void follow(const struct region *region)
{
	uint32_t map[NUM_MAP_WORDS];
	uint32_t words = smh_heap_map(&region->heap, map);

	for (uint32_t word = 0; word < words; word++) {
		if (map[word] != smh_all_bins.watched[word]) {
			set_word(region, word, map[word] ^ smh_all_bins.watched[word], map[word]);
		}
	}
}

static void enter(const struct region *region)
{
	struct kind *kind = &smh_all_bins.kinds[region->attr];
	lane_mask_t lanes = smh_pool.attr_lanes[region->attr] | lane_bit(region->heap.lane);
	uint32_t map[NUM_MAP_WORDS];
	uint32_t words = smh_heap_map(&region->heap, map);

	for (uint32_t word = 0; word < LANE_WORDS; word++) {
		kind->lanes[word] = (lane_word_t)(lanes >> word * LANES_A_WORD);
	}
	for (uint32_t word = 0; word < NUM_MAP_WORDS; word++) {
		set_word(region, word, UINT32_MAX, word < words ? map[word] : 0);
	}
}

/* Whether the index has of a bin what it should, in which a region has a block or none. */
static bool bin_agrees(const struct region *region, uint32_t bin, bool mapped)
{
	const struct kind *kind = &smh_all_bins.kinds[region->attr];
	const lane_word_t *row = smh_all_bins.rows[bin];

	return ((row[word_of_region(region)] & bit_of_region(region)) != 0) == mapped &&
	       (lanes_in(kind, row) != 0) == ((kind->map[bin / 32] & map_bit(bin)) != 0);
}

static bool agrees(const struct region *region)
{
	uint32_t map[NUM_MAP_WORDS] = {0};

	(void)smh_heap_map(&region->heap, map);
	for (uint32_t bin = 1; bin < ALL_BINS; bin++) {
		if (!bin_agrees(region, bin, (map[bin / 32] & map_bit(bin)) != 0)) {
			return false;
		}
	}
	return true;
}

#if HEAP_IN_LINE

/* A block left this bin. */
SMH_INLINE void bin_reduced(struct kind *kind, const struct region *region,
			    const struct column *column, uint32_t bin)
{
	if (heap_head(&region->heap, bin) == 0) {
		bin_lost(kind, column, bin);
	}
}

static void *alloc_best_fit(unsigned int attr, size_t bytes, smh_key_t key)
{
	struct kind *kind = &smh_all_bins.kinds[attr];
	size_t granules = heap_granules(bytes);
	struct pick pick = {.region = NULL};
	outcome_t block = 0;
	struct column column;
	struct find find;

	SMH_KEEP(kind);
	if (SMH_LIKELY(granules < MAX_GRANULES)) {
		pick = pick_for(kind, (uint32_t)granules);
	}
	SMH_KEEP(pick.region);
	if (SMH_UNLIKELY(pick.region == NULL) ||
	    SMH_UNLIKELY(!heap_alloc_head(&pick.region->heap, pick.bin, (uint32_t)granules, &find,
					  &block))) {
		return smh_alloc_rest(attr, bytes, pick.region, key);
	}
	column = column_of(pick.region);
	bin_reduced(kind, pick.region, &column, pick.bin);
	if (find.size != granules) {
		bin_gained(kind, &column, bin_of(find.size - (uint32_t)granules));
	}
	port_unlock(key);
	return (void *)block;
}

static void free_best_fit(struct region *region, void *block, smh_key_t key)
{
	struct kind *kind;
	struct column column;
	struct live live = {.left = 0};
	uint32_t bin = 0;
	outcome_t outcome;

	outcome = heap_free_live(&region->heap, NARROW, block, &live, &bin);
	if (SMH_UNLIKELY(outcome != 0)) {
		smh_free_rest(region, block, outcome, key);
		return;
	}
	kind = &smh_all_bins.kinds[region->attr];
	column = column_of(region);
	SMH_KEEP(kind);
	SMH_KEEP(column.top);
	if (live.left != 0) {
		bin_reduced(kind, region, &column, bin_of(live.left));
	}
	if (live.joined != 0) {
		bin_reduced(kind, region, &column, bin_of(live.joined));
	}
	bin_gained(kind, &column, bin);
	port_unlock(key);
}

#endif

const struct best_fit smh_best_fit = {
#if HEAP_IN_LINE
	.alloc = alloc_best_fit,
	.free = free_best_fit,
#endif
	.select = select_best,
	.possible = select_possible,
	.watch = watch,
	.follow = follow,
	.enter = enter,
	.agrees = agrees,
};

#endif
