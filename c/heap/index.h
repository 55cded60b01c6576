/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * An index over many heaps: which of them has a free block in which bin.
 *
 * Each heap has a lane, a bit in every mask. Lane 0 is the heap added first, so that the
 * lowest bit of a mask is the earliest heap.
 *
 *   rows[bin]       lanes with a block in this bin
 *   octaves[octave] lanes with a block in any bin of this octave
 *   reach[word]     lanes with a block in this word of the heaps' maps, four octaves, or a higher
 *                   one
 *
 * A heap tells the index when one of its bins becomes empty or stops being so. It sees its own
 * column only: the word of every mask that holds its lane. The heap does not depend on it: a heap
 * without an index works alone.
 */

#ifndef SMH_HEAP_INDEX_H_
#define SMH_HEAP_INDEX_H_

#include "sys_heap.h"
#include "heap/bin.h"

#if SMH_MAX_REGIONS < 1 || SMH_MAX_REGIONS > 64
#error "SMH_MAX_REGIONS must be 1 to 64"
#elif SMH_MAX_REGIONS <= 8
typedef uint8_t lane_mask_t;
typedef uint8_t lane_word_t;
#elif SMH_MAX_REGIONS <= 16
typedef uint16_t lane_mask_t;
typedef uint16_t lane_word_t;
#elif SMH_MAX_REGIONS <= 32
typedef uint32_t lane_mask_t;
typedef uint32_t lane_word_t;
#else
typedef uint64_t lane_mask_t;
typedef uint32_t lane_word_t;
#endif

#define LANE_WORDS (SMH_MAX_REGIONS > 32 ? 2u : 1u)

/* A mask over all lanes, in words that a heap can change alone. */
struct lanes {
	lane_word_t words[LANE_WORDS];
};

struct smh_heap_index {
	struct lanes rows[NUM_WORDS * 32];
	struct lanes octaves[NUM_WORDS * OCTAVES_A_WORD];
	struct lanes reach[NUM_WORDS + 1]; /* the last one stays empty */
};

#define LANES_A_WORD (8u * (uint32_t)sizeof(lane_word_t))

SMH_INLINE lane_mask_t lanes_of(const struct lanes *lanes)
{
#if SMH_MAX_REGIONS > 32
	return (lane_mask_t)lanes->words[1] << 32 | lanes->words[0];
#else
	return lanes->words[0];
#endif
}

SMH_INLINE lane_mask_t lane_bit(uint32_t lane)
{
	SMH_ASSERT(lane < SMH_MAX_REGIONS);
	return (lane_mask_t)((lane_mask_t)1 << lane);
}

/* The earliest lane of a mask that is not empty. */
SMH_INLINE uint32_t lane_first(lane_mask_t mask)
{
#if SMH_MAX_REGIONS > 32
	return bits_first64(mask);
#else
	return bits_first(mask);
#endif
}

/* The words of all masks that belong to one heap. */
struct column {
	lane_word_t *words;
	lane_word_t bit;
};

SMH_INLINE struct column column_of(const struct sys_heap *h)
{
	return (struct column){(lane_word_t *)h->column, (lane_word_t)h->lane_bit};
}

SMH_INLINE lane_word_t *column_row(const struct column *c, uint32_t bin)
{
	return &c->words[bin * LANE_WORDS];
}

SMH_INLINE lane_word_t *column_octave(const struct column *c, uint32_t bin)
{
	return &c->words[(NUM_WORDS * 32 + bin_octave(bin)) * LANE_WORDS];
}

SMH_INLINE lane_word_t *column_reach(const struct column *c, uint32_t word)
{
	return &c->words[(NUM_WORDS * (32 + OCTAVES_A_WORD) + word) * LANE_WORDS];
}

/* The bits of a bin's octave in its word of the map. */
SMH_INLINE uint32_t octave_bits(uint32_t bin)
{
	return ~(UINT32_MAX >> BINS_PER_OCTAVE) >> (bin & (32 - BINS_PER_OCTAVE));
}

/*
 * A word of the heap's map is no longer 0, so that all up to it are reached. Those below one that
 * is reached are so already.
 */
SMH_INLINE void column_raise(const struct column *c, uint32_t word)
{
	while ((*column_reach(c, word) & c->bit) == 0) {
		*column_reach(c, word) |= c->bit;
		if (word-- == 0) {
			break;
		}
	}
}

/* A word of the heap's map is 0 now. If it was the top one, go down to one that is not. */
SMH_INLINE void column_lower(const struct column *c, const region_u32 *map, uint32_t word)
{
	if ((*column_reach(c, word + 1) & c->bit) != 0) {
		return;
	}
	do {
		*column_reach(c, word) &= (lane_word_t)~c->bit;
	} while (word-- != 0 && map[word] == 0);
}

/* The heap has its first block in a bin, whose word of the map was `before`. */
SMH_INLINE void column_mark(const struct column *c, uint32_t bin, uint32_t before)
{
	*column_row(c, bin) |= c->bit;
	if ((before & octave_bits(bin)) == 0) {
		*column_octave(c, bin) |= c->bit;
		if (before == 0) {
			column_raise(c, bin / 32);
		}
	}
}

/* The heap has no block in a bin any more; `map` tells where else it has. */
SMH_INLINE void column_clear(const struct column *c, uint32_t bin, const region_u32 *map)
{
	uint32_t after = map[bin / 32];

	*column_row(c, bin) &= (lane_word_t)~c->bit;
	if ((after & octave_bits(bin)) == 0) {
		*column_octave(c, bin) &= (lane_word_t)~c->bit;
		if (after == 0) {
			column_lower(c, map, bin / 32);
		}
	}
}

#endif /* SMH_HEAP_INDEX_H_ */
