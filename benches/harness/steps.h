/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Operations that can be written down, changed and repeated.
 */

#ifndef BENCH_STEPS_H_
#define BENCH_STEPS_H_

#include "harness/random.h"

#include <stdint.h>

struct bench_step {
	enum bench_verb {
		BENCH_DO_ALLOC,
		BENCH_DO_ALIGNED,
		BENCH_DO_REALLOC,
		BENCH_DO_FREE,
	} verb;
	/** Which of the blocks that there are, as a part of 2^16. */
	uint32_t which;
	uint32_t bytes;
	uint32_t align;
};

/** How often each verb is drawn, in parts of their sum. */
struct bench_verbs {
	uint32_t alloc;
	uint32_t aligned;
	uint32_t realloc;
	uint32_t free;
};

/** A step at random, of those that the allocator can do. */
struct bench_step bench_step_at_random(struct bench_random *random, const struct bench_verbs *verbs,
				       const struct bench_sizes *sizes);

/** Do it with the blocks of the table. A free without blocks does nothing. */
void bench_step(const struct bench_step *step);

#endif /* BENCH_STEPS_H_ */
