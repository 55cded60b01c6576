/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * Best fit: its index, which has all bins of the regions that it follows, and what the pool calls.
 *
 *   rows[bin]          lanes with a block in this bin, of whatever attribute
 *   kinds[attr].lanes  the regions of an attribute
 *   kinds[attr].map    a bit for each bin in which one of them has a block
 *
 * So the lowest bin that serves is found in the map, and the region in its row; what other
 * attributes have costs nothing.
 *
 * The pool reaches all of it through a pointer that shared_multi_heap_policy_set() sets, so that a
 * program without that call is linked without best fit.
 */

#ifndef SMH_POOL_BEST_FIT_H_
#define SMH_POOL_BEST_FIT_H_

#include "pool/index.h"
#include "port/lock.h"

/* Bins that a map has bits for. */
#define ALL_BINS (32 * NUM_MAP_WORDS)

struct kind {
	lane_word_t lanes[LANE_WORDS];
	uint32_t map[NUM_MAP_WORDS];
};

struct all_bins {
	lane_word_t rows[ALL_BINS][LANE_WORDS];
	struct kind kinds[SMH_MAX_ATTR];
	uint32_t watched[NUM_MAP_WORDS]; /* the map of a region before an operation */
};

extern struct all_bins smh_all_bins;

/* The lock is held by the callers of all; the first two release it. */
struct best_fit {
#if HEAP_IN_LINE
	/* The usual path of an allocation, and of a free of a block of a region that is followed
	 * by this index alone. */
	void *(*alloc)(unsigned int attr, size_t bytes, smh_key_t key);
	void (*free)(struct region *region, void *block, smh_key_t key);
#endif
	/* As smh_select() and smh_select_possible(). */
	struct region *(*select)(unsigned int attr, uint32_t n);
	lane_mask_t (*possible)(unsigned int attr, uint32_t bin);
	/* Called around an operation. */
	void (*watch)(const struct region *region);
	void (*follow)(const struct region *region);
	/* Enter all bins of a region, whatever the index had of it. */
	void (*enter)(const struct region *region);
	bool (*agrees)(const struct region *region);
};

extern const struct best_fit smh_best_fit;

#endif /* SMH_POOL_BEST_FIT_H_ */
