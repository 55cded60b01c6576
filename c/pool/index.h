/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * The index of first fit: how large the largest free blocks of the regions are.
 *
 * Each region has a lane, a bit in every mask. Lane 0 is the region added first, so that the
 * lowest bit of a mask is the earliest region.
 *
 *   rows[bin]       lanes whose highest bin with a block is this one
 *   above[octave]   lanes whose highest bin with a block is in a higher octave
 *
 * That is enough: of the regions before the first one that is certain to serve, none has a block
 * above the floor bin, so that those with one in it have it on top. pool/best_fit.h has the other
 * index, of all bins.
 *
 * A heap knows nothing of this. After an operation on a region the index follows.
 */

#ifndef SMH_POOL_INDEX_H_
#define SMH_POOL_INDEX_H_

#include "heap/hot.h"

#if SMH_MAX_REGIONS <= 8
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

#define LANE_WORDS   (SMH_MAX_REGIONS > 32 ? 2u : 1u)
#define LANES_A_WORD (8u * (uint32_t)sizeof(lane_word_t))

/* What a build can never use is left out. */
#define HAVE_FIRST_FIT (SMH_POLICY != SMH_POLICY_SELECT_BEST_FIT)
#define HAVE_BEST_FIT  (SMH_POLICY != SMH_POLICY_SELECT_FIRST_FIT)

/* Searches go up to one bin above the top one, and read the rest of its octave. */
#define INDEX_OCTAVES (NUM_OCTAVES + 1)
#define INDEX_BINS    (INDEX_OCTAVES * BINS_PER_OCTAVE)

/* For a word of lanes. Row 0 stands for no bin; nothing reads it. */
struct index {
	lane_word_t rows[INDEX_BINS];
	lane_word_t above[INDEX_OCTAVES];
};

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

/*
 * Which indexes follow a region: flags. Without any, the region is the only one of its attribute
 * and need not be chosen. With both, its attribute changes its policy at this moment.
 */
#define INDEXED_NOT 0u
#define INDEXED_TOP 1u /* first fit */
#define INDEXED_ALL 2u /* best fit */

struct region {
	struct sys_heap heap;
	uint16_t attr;
	uint8_t indexed;
	uint8_t top; /* the bin that the index has of it, or had when it last followed */
	lane_word_t bit;
	struct index *index; /* with the bit: where this region is in it */
};

/* From here on an index follows a region; once both do, one may be left. */
void smh_index_enter(struct region *region, unsigned int index);

/* Called around any operation on a region whose effect on its bins is not known. */
void smh_index_watch(const struct region *region);
void smh_index_follow(struct region *region);

/* Damage may have changed unseen what a region has: tell the indexes that follow it anew. */
void smh_index_renew(struct region *region);

/* Whether what the indexes have of a region is so. */
bool smh_index_agrees(const struct region *region);

/* The top bin goes from one octave to another, which is not the same. */
SMH_INLINE void flip_above(struct index *index, lane_word_t bit, uint32_t from, uint32_t to)
{
	uint32_t count = from < to ? to - from : from - to;
	lane_word_t *mask = &index->above[from < to ? from : to];

	do {
		*mask++ ^= bit;
	} while (--count != 0);
}

/* The index had one top bin of a region, which has another one now. */
SMH_INLINE void index_move_in(struct region *region, uint32_t top)
{
	struct index *index = region->index;
	lane_word_t bit = region->bit;
	uint32_t old = region->top;

	region->top = (uint8_t)top;
	index->rows[old] &= (lane_word_t)~bit;
	index->rows[top] |= bit;
	if (bin_octave(old) != bin_octave(top)) {
		flip_above(index, bit, bin_octave(old), bin_octave(top));
	}
}

void smh_index_move(struct region *region, uint32_t top);

SMH_INLINE void index_move(struct region *region, uint32_t top)
{
	if (SMH_FOR_SIZE) {
		smh_index_move(region, top);
	} else {
		index_move_in(region, top);
	}
}

/* After an operation on a region that this index follows: its top bin may be another. */
SMH_INLINE void index_follow_top(struct region *region)
{
	uint32_t top = heap_top(&region->heap);

	if (top != region->top) {
		index_move(region, top);
	}
}

/* The same after a block was taken, in line, from this bin. */
SMH_INLINE void index_follow_taken(struct region *region, uint32_t bin)
{
	uint32_t top;

	/* What is taken from below the top bin leaves the top where it is. */
	if (bin < region->top) {
		return;
	}
	top = heap_top_from(&region->heap, bin);
	if (top != region->top) {
		index_move(region, top);
	}
}

#endif /* SMH_POOL_INDEX_H_ */
