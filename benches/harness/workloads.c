/* SPDX-License-Identifier: Apache-2.0 */

#include "harness/workloads.h"

#include "harness/blocks.h"
#include "harness/figures.h"
#include "harness/table.h"
#include "traces/replay.h"

#include <stddef.h>
#include <string.h>

struct workload {
	const char *name;
	void (*run)(void);
};

static const struct workload workloads[] = {
	{"w1", bench_w1},
	{"w2", bench_w2},
	{"w3", bench_w3},
	{"w5", bench_w5},
	{"w6", bench_w6},
	{"w7", bench_w7},
	{"packing", bench_packing},
	{"occupancy", bench_occupancy},
	{"fragmentation", bench_fragmentation},
	{"aligned", bench_aligned},
	{"realloc", bench_realloc_patterns},
	{"failed", bench_failed},
	{"usable", bench_usable},
	{"init", bench_init},
	{"owner", bench_owner},
	{"phases", bench_phases},
	{"search", bench_search},
	{"stack", bench_stack},
	{"trace", bench_trace_run},
	/* Those that follow are not among all. */
	{"smoke", bench_smoke},
#ifndef BENCH_BOARD
	/* The programs are to do this one right after the other. */
	{"time", bench_time},
	{"instructions", bench_instructions},
#endif
};

#define WORKLOADS (sizeof(workloads) / sizeof(workloads[0]))

static void run(const struct workload *workload)
{
	bench_begin(workload->name);
	bench_table_forget();
	bench_count_anew();
	bench_count(false);
	workload->run();
}

bool bench_run(const char *name)
{
	bool is_all = strcmp(name, "all") == 0;
	bool found = is_all;

	for (size_t i = 0; i < WORKLOADS; i++) {
		is_all = is_all && workloads[i].run != bench_smoke;
		if (is_all || strcmp(name, workloads[i].name) == 0) {
			run(&workloads[i]);
			found = true;
		}
	}
	return found;
}
