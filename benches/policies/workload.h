/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The workloads. Each runs a policy with a seed on memory that is free, and leaves it free.
 */

#ifndef POLICIES_WORKLOAD_H_
#define POLICIES_WORKLOAD_H_

#include "figures.h"
#include "policy.h"

/** How sizes are spread. */
enum mix {
	/** Uniform in 16..512 bytes. */
	MIX_UNIFORM,
	/** 8..2048 bytes, every octave equally likely. */
	MIX_LOG,
	/** Uniform in 8..64 bytes. */
	MIX_SMALL,
};

/** Two requests for one block given back, until a request is not served. */
void workload_fill(const struct policy *policy, uint32_t seed, enum mix mix,
		   struct figures *figures);

/**
 * Requests up to so many percent of all memory, and from then on requests and random blocks given
 * back in turn: first a fourth of @p operations to warm up, then those that are counted.
 */
void workload_steady(const struct policy *policy, uint32_t seed, enum mix mix, unsigned int percent,
		     uint32_t operations, struct run *run);

/**
 * The use goes up and down, and with each rise the sizes are of another mix. @p high gets what
 * happens on the way up and while the use is high, @p low what happens after most was given back.
 */
void workload_phases(const struct policy *policy, uint32_t seed, uint32_t operations,
		     struct run *high, struct run *low);

#endif /* POLICIES_WORKLOAD_H_ */
