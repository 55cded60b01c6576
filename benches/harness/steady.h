/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief A steady state: blocks come and go, and their sum stays about the same.
 */

#ifndef BENCH_STEADY_H_
#define BENCH_STEADY_H_

#include "harness/random.h"

#include <stdbool.h>
#include <stdint.h>

struct bench_steady {
	struct bench_sizes sizes;
	unsigned int regions;
	uint32_t region_bytes;
	/** More than 1: the regions have so many attributes in turn, a request any of them. */
	unsigned int attributes;
	/** Blocks are requested up to this part of the regions. */
	uint32_t live_percent;
	/** Operations, an allocation or a free each, that are not counted; those that are. */
	uint32_t warm_up;
	uint32_t operations;
	/** Each block at a multiple of 8, 16, 32 or 64, by chance. */
	bool is_aligned;
};

/**
 * Whether the next operation is an allocation: two of three are while less than the limit is live,
 * one of three above it, and all while there is no block.
 */
bool bench_steady_allocates(struct bench_random *random, uint32_t blocks, uint32_t live,
			    uint32_t limit);

/** Run it and free all. False if the allocator cannot manage such regions. */
bool bench_steady(const struct bench_steady *steady, uint32_t seed);

#endif /* BENCH_STEADY_H_ */
