/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Region policies compared: one layout of regions a run.
 *
 * Arguments are words NAME=VALUE:
 *
 *   regions=N     1 to 64
 *   shape=NAME    equal, geometric-up, geometric-down, large-last, large-first
 *   set=NAME      how much is run: smoke, board or wide
 *   traces=0      no traces of real programs
 *   policy=NAME   only this one
 *   each=1        print every seed, not only means and deviations
 *
 * Lines: target,policy,regions,shape,workload,parameter,seed_or_all,metric,value
 */

#include "harness/counter.h"
#include "harness/main.h"
#include "harness/require.h"
#include "policy.h"
#include "split.h"
#include "workload.h"

#include <stdlib.h>
#include <string.h>

/* How much is run: boards are slow, and exact. */
struct set {
	const char *name;
	unsigned int fill_seeds;
	unsigned int seeds;
	uint32_t operations;
	/* Traces are replayed; and the smallest memory in which the pool serves them is searched.
	 */
	bool traces;
	bool smallest;
};

static const struct set sets[] = {
	{"smoke", 2, 1, 1024, false, false},
	{"board", 10, 2, 3072, true, false},
	{"wide", 50, 10, 8192, true, true},
};

struct steady {
	enum mix mix;
	const char *name;
	const char *parameter;
	unsigned int percent;
};

static const struct steady steadies[] = {
	{MIX_UNIFORM, "steady-uniform", "30", 30}, {MIX_UNIFORM, "steady-uniform", "60", 60},
	{MIX_UNIFORM, "steady-uniform", "80", 80}, {MIX_UNIFORM, "steady-uniform", "90", 90},
	{MIX_UNIFORM, "steady-uniform", "95", 95}, {MIX_LOG, "steady-log", "60", 60},
	{MIX_LOG, "steady-log", "80", 80},         {MIX_LOG, "steady-log", "90", 90},
};

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

#define TOTAL_BYTES (256u * 1024u)

static struct figures figures;
static struct figures low_figures;
static const struct set *set = &sets[1];
static bool each_seed;
static bool traces;
static enum shape shape;
static unsigned int regions;

static void run_fill(const struct policy *policy, enum mix mix, const char *name)
{
	const struct row row = {policy->name, "fill", name};

	figures_start(&figures);
	for (uint32_t seed = 0; seed < set->fill_seeds; seed++) {
		workload_fill(policy, seed, mix, &figures);
	}
	figures_print(&figures, &row, each_seed);
}

static void run_steady(const struct policy *policy, const struct steady *steady)
{
	const struct row row = {policy->name, steady->name, steady->parameter};
	struct run run;

	figures_start(&figures);
	for (uint32_t seed = 0; seed < set->seeds; seed++) {
		workload_steady(policy, seed, steady->mix, steady->percent, set->operations, &run);
		figures_add(&figures, &run);
	}
	figures_print(&figures, &row, each_seed);
}

static void run_phases(const struct policy *policy)
{
	const struct row high_row = {policy->name, "phases", "high"};
	const struct row low_row = {policy->name, "phases", "low"};
	struct run high;
	struct run low;

	figures_start(&figures);
	figures_start(&low_figures);
	for (uint32_t seed = 0; seed < set->seeds; seed++) {
		workload_phases(policy, seed, set->operations / 4u, &high, &low);
		figures_add(&figures, &high);
		figures_add(&low_figures, &low);
	}
	figures_print(&figures, &high_row, each_seed);
	figures_print(&low_figures, &low_row, each_seed);
}

static void run_synthetic(const struct policy *policy)
{
	const size_t bytes[] = {TOTAL_BYTES};

	BENCH_REQUIRE(layout_make(&layout, shape, regions, 1, bytes));
	regions_add(policy);
	run_fill(policy, MIX_UNIFORM, "uniform");
	run_fill(policy, MIX_LOG, "log");
	for (unsigned int i = 0; i < LENGTH(steadies); i++) {
		run_steady(policy, &steadies[i]);
	}
	run_phases(policy);
}

static void run_trace(const struct policy *policy, const struct bench_trace_file *file)
{
	char parameter[] = "trace-00";
	const struct row row = {policy->name, parameter, file->name};
	struct split split = split_of(file);
	struct run run;

	parameter[6] = sizeof(void *) == 4 ? '3' : '6';
	parameter[7] = sizeof(void *) == 4 ? '2' : '4';
	figures_start(&figures);
	if (set->smallest && policy->chooser == CHOOSER_POOL) {
		figures_set(&figures, METRIC_PACKING_PERCENT,
			    split_packing(policy, &split, shape, regions));
	}
	split_run(policy, &split, shape, regions, &run);
	figures_add(&figures, &run);
	figures_print(&figures, &row, each_seed);
}

static void run_policy(const struct policy *policy)
{
	run_synthetic(policy);
	for (unsigned int i = 0; i < bench_trace_file_count; i++) {
		if (traces && !policy->is_slow && regions % MOST_KINDS == 0) {
			run_trace(policy, &bench_trace_files[i]);
		}
	}
}

/* The value of the argument with this name, or the one given. */
static const char *value_of(int count, char *const words[], const char *name, const char *otherwise)
{
	size_t n = strlen(name);

	for (int i = 0; i < count; i++) {
		if (strncmp(words[i], name, n) == 0 && words[i][n] == '=') {
			return words[i] + n + 1;
		}
	}
	return otherwise;
}

static const struct set *set_of(const char *name)
{
	for (unsigned int i = 0; i < LENGTH(sets); i++) {
		if (strcmp(sets[i].name, name) == 0) {
			return &sets[i];
		}
	}
	return NULL;
}

int bench_main(int count, char *const words[])
{
	const char *only = value_of(count, words, "policy", "");

	shape = shape_of(value_of(count, words, "shape", "equal"));
	regions = (unsigned int)atoi(value_of(count, words, "regions", "4"));
	set = set_of(value_of(count, words, "set", "board"));
	each_seed = strcmp(value_of(count, words, "each", "0"), "1") == 0;
	BENCH_REQUIRE(set != NULL);
	traces = set->traces && strcmp(value_of(count, words, "traces", "1"), "1") == 0;
	BENCH_REQUIRE(bench_counter_is_exact());
	for (unsigned int i = 0; i < policy_count; i++) {
		if (only[0] == '\0' || strcmp(only, policies[i]->name) == 0) {
			run_policy(policies[i]);
		}
	}
	return 0;
}
