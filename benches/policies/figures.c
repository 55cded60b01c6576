/* SPDX-License-Identifier: Apache-2.0 */

#include "figures.h"

#include "layout.h"
#include "policy.h"
#include "print.h"
#include "harness/figures.h"
#include "harness/require.h"

#include <string.h>

static const char *const names[METRIC_NUM] = {
	[METRIC_SERVED] = "served_allocations",
	[METRIC_SERVED_BYTES] = "served_bytes",
	[METRIC_LIVE_PERCENT] = "live_percent",
	[METRIC_PACKING_PERCENT] = "packing_percent",
	[METRIC_FAILURES] = "failures_per_1000",
	[METRIC_AVOIDABLE] = "avoidable_per_1000",
	[METRIC_LARGEST_MEAN] = "largest_free_mean",
	[METRIC_LARGEST_MIN] = "largest_free_min",
	[METRIC_FREE_REGIONS] = "free_regions_mean",
	[METRIC_FREE_REGIONS_PERCENT] = "free_regions_percent",
	[METRIC_ALLOC_MEAN] = "alloc_mean",
	[METRIC_ALLOC_MAX] = "alloc_max",
	[METRIC_FAILED_MEAN] = "failed_mean",
	[METRIC_FAILED_MAX] = "failed_max",
	[METRIC_FREE_MEAN] = "free_mean",
	[METRIC_FREE_MAX] = "free_max",
};

/* Of these the spread is printed as well. */
static bool is_spread(enum metric metric)
{
	return metric == METRIC_LIVE_PERCENT || metric == METRIC_FAILURES ||
	       metric == METRIC_LARGEST_MEAN || metric == METRIC_FREE_REGIONS_PERCENT;
}

/* Of these the largest of all seeds is of interest, not the mean. */
static bool is_maximum(enum metric metric)
{
	return metric == METRIC_ALLOC_MAX || metric == METRIC_FAILED_MAX ||
	       metric == METRIC_FREE_MAX;
}

void cost_add(struct cost *cost, uint32_t instructions)
{
	cost->calls++;
	cost->sum += instructions;
	cost->most = instructions > cost->most ? instructions : cost->most;
}

void figures_start(struct figures *figures)
{
	memset(figures, 0, sizeof(*figures));
}

void figures_set(struct figures *figures, enum metric metric, uint64_t thousandths)
{
	figures->known[metric] = true;
	figures->of[metric][figures->seeds] = thousandths;
}

void figures_next(struct figures *figures)
{
	figures->seeds++;
	BENCH_REQUIRE(figures->seeds <= MOST_SEEDS);
}

/* A mean in thousandths. */
static uint64_t per(uint64_t sum, uint32_t count)
{
	return count == 0 ? 0 : (sum * 1000u + count / 2u) / count;
}

/* The host does not count: there is nothing to tell then. */
static void set_cost(struct figures *figures, enum metric mean, const struct cost *cost)
{
	if (cost->sum != 0) {
		figures_set(figures, mean, per(cost->sum, cost->calls));
		figures_set(figures, (enum metric)(mean + 1), (uint64_t)cost->most * 1000u);
	}
}

void figures_add(struct figures *figures, const struct run *run)
{
	uint32_t requests = run->served.calls + run->failed.calls;

	figures_set(figures, METRIC_FAILURES, per((uint64_t)run->failed.calls * 1000u, requests));
	figures_set(figures, METRIC_AVOIDABLE, per((uint64_t)run->avoidable * 1000u, requests));
	figures_set(figures, METRIC_LARGEST_MEAN, per(run->largest_sum, run->samples));
	figures_set(figures, METRIC_LARGEST_MIN, (uint64_t)run->largest_least * 1000u);
	figures_set(figures, METRIC_FREE_REGIONS, per(run->free_regions, run->samples));
	figures_set(figures, METRIC_FREE_REGIONS_PERCENT,
		    per(run->free_region_bytes * 100u / layout.bytes, run->samples));
	set_cost(figures, METRIC_ALLOC_MEAN, &run->served);
	set_cost(figures, METRIC_FAILED_MEAN, &run->failed);
	set_cost(figures, METRIC_FREE_MEAN, &run->freed);
	figures_next(figures);
}

static uint64_t mean_of(const uint64_t *values, unsigned int n)
{
	uint64_t sum = 0;

	for (unsigned int i = 0; i < n; i++) {
		sum += values[i];
	}
	return (sum + n / 2u) / n;
}

static uint64_t most_of(const uint64_t *values, unsigned int n)
{
	uint64_t most = 0;

	for (unsigned int i = 0; i < n; i++) {
		most = values[i] > most ? values[i] : most;
	}
	return most;
}

static uint64_t square_root(uint64_t x)
{
	uint64_t root = 0;

	for (uint64_t bit = UINT64_C(1) << 31; bit != 0; bit >>= 1) {
		if ((root | bit) * (root | bit) <= x) {
			root |= bit;
		}
	}
	return root;
}

/* Of the sample; 0 for one seed. */
static uint64_t deviation_of(const uint64_t *values, unsigned int n, uint64_t mean)
{
	uint64_t sum = 0;

	if (n < 2) {
		return 0;
	}
	for (unsigned int i = 0; i < n; i++) {
		uint64_t d = values[i] > mean ? values[i] - mean : mean - values[i];

		/* Nothing that is measured comes near to where the square would not fit. */
		sum += d * d / (n - 1u);
	}
	return square_root(sum);
}

static void print_line(const struct row *row, const char *seed, const char *metric,
		       const char *suffix, uint64_t value)
{
	print("%s,%s,%u,%s,%s,%s,%s,%s%s,%lu.%03lu\n", bench_target, row->policy, layout.regions,
	      shape_name(layout.shape), row->workload, row->parameter, seed, metric, suffix,
	      (unsigned long)(value / 1000u), (unsigned long)(value % 1000u));
}

static void print_each(const struct figures *figures, const struct row *row, enum metric metric)
{
	char seed[] = "00";

	for (unsigned int i = 0; i < figures->seeds; i++) {
		seed[0] = (char)('0' + i / 10u);
		seed[1] = (char)('0' + i % 10u);
		print_line(row, seed, names[metric], "", figures->of[metric][i]);
	}
}

static void print_metric(const struct figures *figures, const struct row *row, enum metric metric)
{
	const uint64_t *values = figures->of[metric];
	uint64_t mean = mean_of(values, figures->seeds);

	if (is_maximum(metric)) {
		print_line(row, "all", names[metric], "", most_of(values, figures->seeds));
		return;
	}
	print_line(row, "all", names[metric], "", mean);
	if (is_spread(metric) && figures->seeds > 1) {
		print_line(row, "all", names[metric], "_sd",
			   deviation_of(values, figures->seeds, mean));
	}
}

void figures_print(const struct figures *figures, const struct row *row, bool each)
{
	for (unsigned int m = 0; m < METRIC_NUM; m++) {
		if (!figures->known[m]) {
			continue;
		}
		if (each) {
			print_each(figures, row, (enum metric)m);
		}
		print_metric(figures, row, (enum metric)m);
	}
}
