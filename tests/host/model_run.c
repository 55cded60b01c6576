/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Runs the shadow model over sets of regions, policies and seeds, each in a forked process.
 * A failure prints the line that repeats it:
 *
 *   SET=wide POLICY=best SEED=3 OPS=41207 model_run
 *
 * OPS alone changes the number of operations, SEED the only seed, SET and POLICY likewise.
 */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model.h"
#include "smh_fault.h"
#include "smh_policy.h"

#define KIB 1024u

#define MEMORY_BYTES (9216u * KIB)
#define GUARD_BYTES  256u
#define GUARD_VALUE  0x3C
#define NUM_BLOCKS   1500u

static _Alignas(4096) uint8_t memory[MEMORY_BYTES];
static struct model_block blocks[NUM_BLOCKS];

/* A region of a set: where it starts within its slot, and how long it is. */
struct plan {
	unsigned int attr;
	uint32_t skew;
	uint32_t bytes;
};

struct set {
	const char *name;
	unsigned int num_attrs;
	uint32_t max_bytes;
	uint32_t max_align;
	unsigned int max_blocks;
	uint32_t operations;
	/* Whether the regions below are repeated until the table is full. */
	bool repeat;
	struct plan regions[8];
};

/* Regions above 65535 granules have 32-bit metadata, the others 16-bit where SMH_NARROW is set. */
static const struct set sets[] = {
	{
		.name = "tiny",
		.num_attrs = 2,
		.max_bytes = 200,
		.max_align = 64,
		.max_blocks = 200,
		.operations = 250000,
		.regions =
			{
				{0, 0, 64},
				{1, 3, 128},
				{0, 8, 512},
				{1, 0, 1024},
				{0, 5, 100},
				{1, 1, 2048},
			},
	},
	{
		.name = "narrow",
		.num_attrs = 3,
		.max_bytes = 6000,
		.max_align = 4096,
		.max_blocks = 1000,
		.operations = 200000,
		.regions =
			{
				{0, 0, 65536},
				{1, 7, 32768},
				{0, 100, 16384},
				{2, 0, 50000},
				{1, 0, 8192},
			},
	},
	{
		.name = "mixed",
		.num_attrs = 3,
		.max_bytes = 40000,
		.max_align = 4096,
		.max_blocks = 1500,
		.operations = 150000,
		.regions =
			{
				{0, 0, 1024 * KIB},
				{0, 9, 20000},
				{1, 0, 2048 * KIB},
				{2, 0, 600 * KIB},
				{1, 4, 4096},
				{2, 1, 100000},
			},
	},
	{
		.name = "many",
		.num_attrs = 2,
		.max_bytes = 2000,
		.max_align = 512,
		.max_blocks = 600,
		.operations = 200000,
		.repeat = true,
		.regions =
			{
				{0, 0, 4096},
				{0, 16, 3000},
				{1, 1, 2500},
			},
	},
	{
		.name = "one",
		.num_attrs = 1,
		.max_bytes = 3000,
		.max_align = 1024,
		.max_blocks = 400,
		.operations = 200000,
		.regions =
			{
				{0, 0, 65536},
			},
	},
	{
		.name = "wide",
		.num_attrs = 1,
		.max_bytes = 300000,
		.max_align = 4096,
		.max_blocks = 1500,
		.operations = 60000,
		.regions =
			{
				{0, 0, 8192 * KIB},
			},
	},
};

#define NUM_SETS (sizeof(sets) / sizeof(sets[0]))

static const char *const policies[] = {"first", "best", "changing"};

#define NUM_POLICIES (sizeof(policies) / sizeof(policies[0]))

struct run {
	const struct set *set;
	unsigned int policy;
	uint32_t seed;
	uint32_t operations;
	/* Bounds of the regions as given. */
	uint8_t *start[SMH_MAX_REGIONS];
	size_t bytes[SMH_MAX_REGIONS];
	unsigned int regions;
};

/* As it was called. */
static const char *program;

static unsigned int faults;

static void count_fault(unsigned int kind, const void *ptr)
{
	printf("model: fault %s at %p\n", smh_fault_name(kind), ptr);
	faults++;
}

static bool add_region(struct run *run, const struct plan *plan, uint8_t **at)
{
	struct shared_multi_heap_region region = {.attr = plan->attr, .size = plan->bytes};
	uint8_t *start = *at + GUARD_BYTES + plan->skew;

	region.addr = (uintptr_t)start;
	if (shared_multi_heap_add(&region, NULL) != 0) {
		return false;
	}
	run->start[run->regions] = start;
	run->bytes[run->regions++] = plan->bytes;
	*at = start + plan->bytes + GUARD_BYTES;
	return true;
}

/* As many regions of the set as the build has room for; those that it has no format for are out. */
static void add_regions(struct run *run)
{
	uint8_t *at = memory;

	memset(memory, GUARD_VALUE, sizeof(memory));
	do {
		for (unsigned int i = 0; i < 8 && run->set->regions[i].bytes != 0; i++) {
			(void)add_region(run, &run->set->regions[i], &at);
		}
	} while (run->set->repeat && run->regions < SMH_MAX_REGIONS);
}

/* Nothing outside the regions was written. */
static bool guards_hold(const struct run *run)
{
	const uint8_t *at = memory;

	for (unsigned int i = 0; i <= run->regions; i++) {
		const uint8_t *end = i < run->regions ? run->start[i] : memory + MEMORY_BYTES;

		for (; at < end; at++) {
			if (*at != GUARD_VALUE) {
				return false;
			}
		}
		at = i < run->regions ? end + run->bytes[i] : end;
	}
	return true;
}

static int report(const struct run *run, const struct model *m, const char *what)
{
	if (what == NULL) {
		printf("model: %s %s seed %u: %u operations, %u served, %u refused, %u moved\n",
		       run->set->name, policies[run->policy], (unsigned int)run->seed,
		       (unsigned int)m->operation, (unsigned int)m->served,
		       (unsigned int)m->refused, (unsigned int)m->moved);
		return 0;
	}
	printf("model: FAILED: %s\n  again: SET=%s POLICY=%s SEED=%u OPS=%u %s\n", what,
	       run->set->name, policies[run->policy], (unsigned int)run->seed,
	       (unsigned int)m->operation, program);
	return 1;
}

static const char *model_all(struct model *m, const struct run *run,
			     const struct model_config *config)
{
	static struct model_baseline baseline;

	model_baseline_take(&baseline);
	model_init(m, config);
	if (!model_run(m, run->operations) || !model_check(m) || !model_finish(m)) {
		return m->failure;
	}
	if (faults != 0) {
		return "a fault was reported";
	}
	/* Each kind of outcome must have come up, or the run has proved little. */
	if (run->operations >= 10000 && (m->served == 0 || m->refused == 0 ||
					 (run->regions > 1 && (m->moved == 0 || m->stayed == 0)))) {
		return "the load is too easy";
	}
	return guards_hold(run) ? model_baseline_compare(&baseline)
				: "memory outside the regions was written";
}

static int run_here(struct run *run)
{
	static struct model m;
	const struct model_config config = {
		.seed = run->seed,
		.num_attrs = run->set->num_attrs,
		.max_bytes = run->set->max_bytes,
		.max_align = run->set->max_align,
		.blocks = blocks,
		.max_blocks = run->set->max_blocks,
		.validate_every = 500,
		.check_every = 2500,
		.alone = true,
		.change_policy = run->policy == 2,
	};

	(void)smh_fault_handler_set(count_fault);
	if (shared_multi_heap_pool_init() != 0) {
		return report(run, &m, "pool_init");
	}
	add_regions(run);
	if (run->regions == 0) {
		printf("model: %s: no region that this build has a format for\n", run->set->name);
		return 0;
	}
	for (unsigned int attr = 0; run->policy == 1 && attr < config.num_attrs; attr++) {
		(void)shared_multi_heap_policy_set(attr, SMH_POLICY_BEST_FIT);
	}
	return report(run, &m, model_all(&m, run, &config));
}

/* The pool can be initialised once in a process. */
static int run_forked(struct run *run)
{
	int status = 0;

	(void)fflush(stdout);
	const pid_t child = fork();
	if (child == 0) {
		const int result = run_here(run);

		(void)fflush(stdout);
		_exit(result);
	}
	if (child < 0 || waitpid(child, &status, 0) != child) {
		perror("fork");
		exit(2);
	}
	if (!WIFEXITED(status)) {
		printf("model: FAILED by signal: SET=%s POLICY=%s SEED=%u OPS=%u %s\n",
		       run->set->name, policies[run->policy], (unsigned int)run->seed,
		       (unsigned int)run->operations, program);
		return 1;
	}
	return WEXITSTATUS(status);
}

static bool wanted(const char *variable, const char *name)
{
	const char *value = getenv(variable);

	return value == NULL || strcmp(value, name) == 0;
}

static uint32_t number(const char *variable, uint32_t otherwise)
{
	const char *value = getenv(variable);

	return value == NULL ? otherwise : (uint32_t)strtoul(value, NULL, 0);
}

static int run_seeds(const struct set *set, unsigned int policy)
{
	const uint32_t first = number("SEED", 1);
	const uint32_t last = getenv("SEED") != NULL ? first : number("SEEDS", 2);
	int failed = 0;

	for (uint32_t seed = first; seed <= last; seed++) {
		struct run run = {.set = set, .policy = policy, .seed = seed};

		run.operations = number("OPS", set->operations);
		failed |= run_forked(&run);
	}
	return failed;
}

int main(int argc, char **argv)
{
	unsigned int runs = 0;
	int failed = 0;

	program = argc > 0 ? argv[0] : "model_run";
	for (unsigned int i = 0; i < NUM_SETS; i++) {
		for (unsigned int policy = 0; policy < NUM_POLICIES; policy++) {
			if (wanted("SET", sets[i].name) && wanted("POLICY", policies[policy])) {
				failed |= run_seeds(&sets[i], policy);
				runs++;
			}
		}
	}
	return failed != 0 || runs == 0;
}
