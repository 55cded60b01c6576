/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Figures of many calls, and the lines of the results.
 *
 * A line is: target,allocator,options,workload,parameter,metric,value
 */

#ifndef BENCH_FIGURES_H_
#define BENCH_FIGURES_H_

#include <stdint.h>

/** Costs from here on count as one for the quantiles; the largest is kept as it is. */
#define BENCH_COSTS 8192u

/** The costs of one kind of call. */
struct bench_figures {
	uint32_t calls;
	uint32_t max;
	uint64_t sum;
	uint32_t count_of[BENCH_COSTS];
};

/** Given to each program by the build: the CPU's or board's name, and how things were compiled. */
extern const char bench_target[];
extern const char bench_options[];

/** What the lines of the results are about from now on. */
void bench_begin(const char *workload);

/** As in "64", printed by a format; stays until the next bench_begin() or bench_parameter(). */
void bench_parameter(const char *format, ...) __attribute__((format(printf, 1, 2)));

void bench_line(const char *metric, uint32_t value);

/** A value given in tenths, written with one decimal. */
void bench_line_tenths(const char *metric, uint32_t tenths);

/** NAME_SUFFIX, until the next call. */
const char *bench_metric(const char *name, const char *suffix);

void bench_figures_clear(struct bench_figures *figures);
void bench_figures_add(struct bench_figures *figures, uint32_t cost);

/** Lines NAME_calls, NAME_mean, NAME_p99 (if it is below BENCH_COSTS), NAME_max. */
void bench_figures_report(const struct bench_figures *figures, const char *name);

/** Only the line NAME_max. Neither says anything if there were no calls. */
void bench_figures_report_max(const struct bench_figures *figures, const char *name);

#endif /* BENCH_FIGURES_H_ */
