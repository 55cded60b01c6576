/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Traces of real programs, split by size: small blocks have one kind of memory, large ones
 * the other.
 */

#ifndef POLICIES_SPLIT_H_
#define POLICIES_SPLIT_H_

#include "figures.h"
#include "policy.h"

#include "traces/trace.h"

struct split {
	const struct bench_trace_file *file;
	/** Blocks of at least so many bytes are large. */
	uint32_t limit;
	/** The most bytes of each kind that live at once. */
	uint32_t peak[MOST_KINDS];
};

/** The power of two as limit with which the smaller of the two peaks is the largest. */
struct split split_of(const struct bench_trace_file *file);

/**
 * Replay the trace in memory of which the peaks are three quarters, kind by kind. A reallocation is
 * a new block, and the old one given back.
 */
void split_run(const struct policy *policy, const struct split *split, enum shape shape,
	       unsigned int regions, struct run *run);

/**
 * The percentage, in thousandths, that the peaks are of the smallest memory that serves the whole
 * trace; 0 if none does.
 */
uint64_t split_packing(const struct policy *policy, const struct split *split, enum shape shape,
		       unsigned int regions);

#endif /* POLICIES_SPLIT_H_ */
