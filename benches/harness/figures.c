/* SPDX-License-Identifier: Apache-2.0 */

#include "harness/figures.h"

#include "harness/allocator.h"
#include "harness/require.h"
#include "print.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define METRIC_MAX 48

static const char *workload = "";
static char parameter[64];

void bench_begin(const char *name)
{
	workload = name;
	parameter[0] = '\0';
	print("# %s %s %s: %s\n", bench_target, bench_allocator.name, bench_options, name);
}

void bench_parameter(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vsnprintf(parameter, sizeof(parameter), format, args);
	va_end(args);
}

static void begin_line(const char *metric)
{
	print("%s,%s,%s,%s,%s,%s,", bench_target, bench_allocator.name, bench_options, workload,
	      parameter, metric);
}

void bench_line(const char *metric, uint32_t value)
{
	begin_line(metric);
	print("%lu\n", (unsigned long)value);
}

void bench_line_tenths(const char *metric, uint32_t tenths)
{
	begin_line(metric);
	print("%lu.%lu\n", (unsigned long)(tenths / 10u), (unsigned long)(tenths % 10u));
}

void bench_figures_clear(struct bench_figures *figures)
{
	memset(figures, 0, sizeof(*figures));
}

void bench_figures_add(struct bench_figures *figures, uint32_t cost)
{
	figures->calls++;
	figures->sum += cost;
	figures->max = cost > figures->max ? cost : figures->max;
	figures->count_of[cost < BENCH_COSTS ? cost : BENCH_COSTS - 1u]++;
}

/* The lowest cost that at least so many in a thousand of the calls do not exceed. */
static uint32_t quantile(const struct bench_figures *figures, uint32_t per_mille)
{
	uint64_t wanted = ((uint64_t)figures->calls * per_mille + 999u) / 1000u;
	uint64_t seen = 0;

	for (uint32_t cost = 0; cost < BENCH_COSTS; cost++) {
		seen += figures->count_of[cost];
		if (seen >= wanted) {
			return cost;
		}
	}
	BENCH_REQUIRE(!"every cost was counted");
	return 0;
}

const char *bench_metric(const char *name, const char *suffix)
{
	static char metric[METRIC_MAX];

	(void)snprintf(metric, sizeof(metric), "%s_%s", name, suffix);
	return metric;
}

void bench_figures_report(const struct bench_figures *figures, const char *name)
{
	uint64_t tenths;
	uint32_t p99;

	if (figures->calls == 0) {
		return;
	}
	tenths = (figures->sum * 10u + figures->calls / 2u) / figures->calls;
	bench_line(bench_metric(name, "calls"), figures->calls);
	if (!bench_has_counter) {
		return;
	}
	bench_line_tenths(bench_metric(name, "mean"), (uint32_t)tenths);
	p99 = quantile(figures, 990);
	if (p99 < BENCH_COSTS - 1u) {
		bench_line(bench_metric(name, "p99"), p99);
	}
	bench_figures_report_max(figures, name);
}

void bench_figures_report_max(const struct bench_figures *figures, const char *name)
{
	if (figures->calls != 0 && bench_has_counter) {
		bench_line(bench_metric(name, "max"), figures->max);
	}
}
