/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * Lanes, regions, what keeps the indexes in step with the heaps, and what asks them. The lock is
 * held.
 *
 * Each region has a lane, a bit in every mask. Lane 0 is the region added first, so that the
 * lowest bit of a mask is the earliest region. There are two indexes: first_fit.h has that of the
 * largest free blocks, best_fit.h that of all bins. A heap knows nothing of them; after an
 * operation on a region the index follows.
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
	void *user_data;
};

/* Which word of a mask has a region's bit, and the bit in it. */
SMH_INLINE uint32_t word_of_region(const struct region *region)
{
	return LANE_WORDS > 1 ? region->heap.lane / LANES_A_WORD : 0;
}

SMH_INLINE uint32_t bit_of_region(const struct region *region)
{
	return UINT32_C(1) << (LANE_WORDS > 1 ? region->heap.lane % LANES_A_WORD
					      : region->heap.lane);
}

/* From here on an index follows a region; once both do, one may be left. */
void smh_index_enter(struct region *region, unsigned int index);

/* Called around any operation on a region whose effect on its bins is not known. */
void smh_index_watch(const struct region *region);
void smh_index_follow(struct region *region);

/* Damage may have changed unseen what a region has: tell the indexes that follow it anew. */
void smh_index_renew(struct region *region);

/* Whether what the indexes have of a region is so. */
bool smh_index_agrees(const struct region *region);

/*
 * Of several regions, the one that serves a request for so many granules wherever they lie, or NULL
 * if none is certain to.
 */
struct region *smh_select(unsigned int attr, uint32_t n);

/* Of several regions, those that have a block of so many granules, or of a few less. */
lane_mask_t smh_select_possible(unsigned int attr, uint32_t granules);

#endif /* SMH_POOL_INDEX_H_ */
