/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * The index of the pool: which regions have free blocks of which size.
 *
 * Each region has a lane, a bit in every mask. Lane 0 is the region added first, so that the
 * lowest bit of a mask is the earliest region.
 *
 *   rows[bin]       lanes whose highest bin with a block is this one
 *   above[octave]   lanes whose highest bin with a block is in a higher octave
 *
 * For first fit that is enough: of the regions before the first one that is certain to serve, none
 * has a block above the floor bin, so that those with one in it have it on top. For best fit the
 * lanes of an attribute tell of all their bins, and are in no mask of those above:
 *
 *   rows[bin]       lanes with a block in this bin
 *   octaves[octave] lanes with a block in any bin of this octave
 *
 * A heap knows nothing of this. After each operation on a region, what the index has of it is
 * compared with the map of its heap, and what differs is changed.
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

/* For a word of lanes. */
struct index {
	lane_word_t rows[INDEX_BINS];
	lane_word_t above[INDEX_OCTAVES];
#if HAVE_BEST_FIT
	lane_word_t octaves[INDEX_OCTAVES];
#endif
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

/* What the index has of a region. */
enum indexed {
	INDEXED_NOT, /* the only one of its attribute need not be chosen */
	INDEXED_TOP,
	INDEXED_ALL
};

struct region {
	struct sys_heap heap;
	uint16_t attr;
	uint8_t indexed;
	uint8_t top; /* the bin that the index has of it, if it is INDEXED_TOP */
	lane_word_t bit;
	struct index *index; /* with the bit: where this region is in it */
};

/* Let the index have a region that it does not have yet, or more of it. */
void smh_index_begin(struct region *region, enum indexed indexed);

/* Of a region of which the index has the top bin: it is another one now. */
void smh_index_move(struct region *region, uint32_t top);

/* Whether what the index has of a region is so. */
bool smh_index_agrees(const struct region *region);

/* After an operation on a region of which the index has the top bin. */
SMH_INLINE void index_follow(struct region *region)
{
	uint32_t top = heap_top(&region->heap);

	if (top != region->top) {
		smh_index_move(region, top);
	}
}

#if HAVE_BEST_FIT

/* Tell the index anew what the heap of a region has: damage may have changed that unseen. */
void smh_index_renew(const struct region *region);

/* What the map of a heap was, if the index has all of it. */
struct index_before {
	uint32_t map[NUM_MAP_WORDS];
};

void smh_index_follow_all(const struct region *region, const struct index_before *before);

/* These two are called around an operation on any region. */
SMH_INLINE void index_before(const struct region *region, struct index_before *before)
{
	if (region->indexed == INDEXED_ALL) {
		(void)smh_heap_map(&region->heap, before->map);
	}
}

SMH_INLINE void index_after(struct region *region, const struct index_before *before)
{
	if (region->indexed == INDEXED_ALL) {
		smh_index_follow_all(region, before);
	} else if (region->indexed == INDEXED_TOP) {
		index_follow(region);
	}
}

#else

struct index_before {
	uint8_t nothing;
};

SMH_INLINE void smh_index_renew(const struct region *region)
{
	(void)region;
}

SMH_INLINE void index_before(const struct region *region, struct index_before *before)
{
	(void)region;
	(void)before;
}

SMH_INLINE void index_after(struct region *region, const struct index_before *before)
{
	(void)before;
	if (region->indexed == INDEXED_TOP) {
		index_follow(region);
	}
}

#endif

#endif /* SMH_POOL_INDEX_H_ */
