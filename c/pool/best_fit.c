/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Best fit: the region with a fitting block in the lowest bin. */

#include "pool/pool_alloc.h"
#include "pool/pool_free.h"

#if HAVE_BEST_FIT

struct all_bins smh_all_bins;

/* The word of masks that a region's bit is in. */
SMH_INLINE uint32_t word_of_region(const struct region *region)
{
	return LANE_WORDS > 1 ? region->heap.lane / LANES_A_WORD : 0;
}

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
	uint32_t tries = REGION_TRIES;
	struct region *region = NULL;

	for (uint32_t word = 0; word < LANE_WORDS && region == NULL; word++) {
		lane_word_t left = smh_all_bins.rows[floor][word] & kind->lanes[word];

		region = floor_region(floor, left, word, n, &tries);
	}
	return region;
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

/* A region has a block in this bin. */
SMH_INLINE void bin_gained(struct kind *kind, const struct region *region, uint32_t bin)
{
	smh_all_bins.rows[bin][word_of_region(region)] |= region->bit;
	kind->map[bin / 32] |= map_bit(bin);
}

/* A region has no block in this bin. */
SMH_INLINE void bin_lost(struct kind *kind, const struct region *region, uint32_t bin)
{
	lane_word_t *row = smh_all_bins.rows[bin];
	uint32_t word = word_of_region(region);
	lane_word_t left;

	SMH_KEEP(row);
	left = row[word] & (lane_word_t)~region->bit;
	row[word] = left;
	if ((left & kind->lanes[word]) == 0 && lanes_in(kind, row) == 0) {
		kind->map[bin / 32] &= ~map_bit(bin);
	}
}

/* Some bits of a word of a region's map have changed to those of `map`. */
static SMH_NOINLINE void set_word(const struct region *region, uint32_t word, uint32_t changed,
				  uint32_t map)
{
	struct kind *kind = &smh_all_bins.kinds[region->attr];

	for (; changed != 0; changed &= changed - 1) {
		uint32_t at = bits_first(changed);
		uint32_t bin = word * 32 + 31 - at;

		if ((map >> at & 1) != 0) {
			bin_gained(kind, region, bin);
		} else {
			bin_lost(kind, region, bin);
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

	return ((row[word_of_region(region)] & region->bit) != 0) == mapped &&
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
SMH_INLINE void bin_reduced(struct kind *kind, const struct region *region, uint32_t bin)
{
	if (heap_head(&region->heap, bin) == 0) {
		bin_lost(kind, region, bin);
	}
}

static void *alloc_best_fit(unsigned int attr, size_t bytes, smh_key_t key)
{
	struct kind *kind = &smh_all_bins.kinds[attr];
	size_t granules = heap_granules(bytes);
	struct pick pick = {.region = NULL};
	outcome_t block = 0;
	struct find find;

	SMH_KEEP(kind);
	if (SMH_LIKELY(granules < MAX_GRANULES)) {
		pick = pick_for(kind, (uint32_t)granules);
	}
	if (SMH_UNLIKELY(pick.region == NULL) ||
	    SMH_UNLIKELY(!heap_alloc_head(&pick.region->heap, pick.bin, (uint32_t)granules, &find,
					  &block))) {
		return smh_alloc_rest(attr, bytes, pick.region, key);
	}
	if (find.size != granules) {
		bin_gained(kind, pick.region, bin_of(find.size - (uint32_t)granules));
	}
	bin_reduced(kind, pick.region, pick.bin);
	port_unlock(key);
	return (void *)block;
}

static void free_best_fit(struct region *region, void *block, smh_key_t key)
{
	struct kind *kind;
	struct live live = {.left = 0};
	uint32_t bin = 0;
	outcome_t outcome;

	outcome = heap_free_live(&region->heap, NARROW, block, &live, &bin);
	if (SMH_UNLIKELY(outcome != 0)) {
		smh_free_rest(region, block, outcome, key);
		return;
	}
	kind = &smh_all_bins.kinds[region->attr];
	SMH_KEEP(kind);
	if (live.left != 0) {
		bin_reduced(kind, region, bin_of(live.left));
	}
	if (live.joined != 0) {
		bin_reduced(kind, region, bin_of(live.joined));
	}
	bin_gained(kind, region, bin);
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
