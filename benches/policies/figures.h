/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief From what happens in a run to lines of the table.
 */

#ifndef POLICIES_FIGURES_H_
#define POLICIES_FIGURES_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MOST_SEEDS 100u

/** Calls of one function. */
struct cost {
	uint32_t calls;
	uint32_t most;
	uint64_t sum;
};

/** What happened with one seed. */
struct run {
	/** Requests that were served, those that were not, and blocks given back. */
	struct cost served;
	struct cost failed;
	struct cost freed;
	/** Failures while some free block of the kind was large enough. */
	uint32_t avoidable;
	/** Looks at the regions: largest free block, wholly free regions and their bytes. */
	uint32_t samples;
	uint64_t largest_sum;
	size_t largest_least;
	uint32_t free_regions;
	uint64_t free_region_bytes;
};

enum metric {
	/** At the first failure: requests and bytes served since the start, and bytes live. */
	METRIC_SERVED,
	METRIC_SERVED_BYTES,
	METRIC_LIVE_PERCENT,
	/** Of the smallest memory that serves everything: what is live at the peak. */
	METRIC_PACKING_PERCENT,
	METRIC_FAILURES,
	METRIC_AVOIDABLE,
	METRIC_LARGEST_MEAN,
	METRIC_LARGEST_MIN,
	METRIC_FREE_REGIONS,
	METRIC_FREE_REGIONS_PERCENT,
	METRIC_ALLOC_MEAN,
	METRIC_ALLOC_MAX,
	METRIC_FAILED_MEAN,
	METRIC_FAILED_MAX,
	METRIC_FREE_MEAN,
	METRIC_FREE_MAX,
	METRIC_NUM,
};

/** The figures of a workload, in thousandths, by seed. */
struct figures {
	unsigned int seeds;
	bool known[METRIC_NUM];
	uint64_t of[METRIC_NUM][MOST_SEEDS];
};

/** Which line of the table it is. */
struct row {
	const char *policy;
	const char *workload;
	const char *parameter;
};

void cost_add(struct cost *cost, uint32_t instructions);

/** Forget everything. */
void figures_start(struct figures *figures);

/** Set a figure of the seed that is being run. */
void figures_set(struct figures *figures, enum metric metric, uint64_t thousandths);

/** Set the figures that follow from a run, and go on to the next seed. */
void figures_add(struct figures *figures, const struct run *run);

/** Go on to the next seed. */
void figures_next(struct figures *figures);

/** Print what is known: means with standard deviations, maxima. With @p each also every seed. */
void figures_print(const struct figures *figures, const struct row *row, bool each);

#endif /* POLICIES_FIGURES_H_ */
