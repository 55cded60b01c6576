/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Numbers that look random and are the same on every target.
 */

#ifndef BENCH_RANDOM_H_
#define BENCH_RANDOM_H_

#include <stdint.h>

/** Where the numbers go on; never 0. */
struct bench_random {
	uint32_t state;
};

/** How the sizes of blocks are spread. */
struct bench_sizes {
	enum {
		BENCH_UNIFORM,
		/** Every octave is equally likely, and within it the density falls as 1/size. */
		BENCH_LOG_UNIFORM,
		/** Nine of ten are uniform in the lowest octave, one of ten in the highest. */
		BENCH_BIMODAL,
		/** The powers of two from least, itself one, to most are equally likely. */
		BENCH_POWERS,
	} spread;
	uint32_t least;
	uint32_t most;
};

/** Seeds that follow each other give sequences that have nothing in common. */
struct bench_random bench_seed(uint32_t seed);

uint32_t bench_next(struct bench_random *random);

/** 0 to @p limit - 1. */
uint32_t bench_below(struct bench_random *random, uint32_t limit);

uint32_t bench_size(struct bench_random *random, const struct bench_sizes *sizes);

#endif /* BENCH_RANDOM_H_ */
