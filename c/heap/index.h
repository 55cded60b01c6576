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
 *   reach[octave]   lanes with a block in this octave or a higher one
 *
 * A heap tells the index when one of its bins becomes empty or stops being so. The heap does not
 * depend on it: a heap without an index works alone.
 */

#ifndef SMH_HEAP_INDEX_H_
#define SMH_HEAP_INDEX_H_

#include "heap/bin.h"

#if SMH_MAX_REGIONS < 1 || SMH_MAX_REGIONS > 64
#error "SMH_MAX_REGIONS must be 1 to 64"
#elif SMH_MAX_REGIONS <= 8
typedef uint8_t lane_mask_t;
#elif SMH_MAX_REGIONS <= 16
typedef uint16_t lane_mask_t;
#elif SMH_MAX_REGIONS <= 32
typedef uint32_t lane_mask_t;
#else
typedef uint64_t lane_mask_t;
#endif

struct smh_heap_index {
	lane_mask_t rows[NUM_BINS];
	lane_mask_t octaves[NUM_OCTAVES];
	lane_mask_t reach[NUM_OCTAVES];
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

/* The heap of this lane has its first block in a bin. */
void smh_index_mark(struct smh_heap_index *index, uint32_t lane, uint32_t bin);

/*
 * The heap of this lane has no block in a bin any more; octave_left tells whether it still has
 * one in another bin of the same octave.
 */
void smh_index_clear(struct smh_heap_index *index, uint32_t lane, uint32_t bin, bool octave_left);

#endif /* SMH_HEAP_INDEX_H_ */
