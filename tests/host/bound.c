/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Counts the basic blocks that a call runs through. The core is compiled so that each of them
 * calls a function, which is here. So the bound is seen for what it is: the most that a call ever
 * takes depends neither on the number of blocks nor, the owner's look-up apart, on that of regions.
 */

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "shared_multi_heap.h"
#include "smh_alloc.h"
#include "smh_info.h"
#include "smh_policy.h"

#define REGION_BYTES 262144u
#define MOST_REGIONS SMH_MAX_REGIONS
#define MOST_BLOCKS  100000u
#define SAMPLES      20000u

static _Alignas(64) uint8_t memory[MOST_REGIONS][REGION_BYTES];
static void *blocks[MOST_BLOCKS];

static unsigned long passed;

void __sanitizer_cov_trace_pc(void);

void __sanitizer_cov_trace_pc(void)
{
	passed++;
}

/* A state of the pool in which calls are counted. */
struct scene {
	const char *name;
	unsigned int regions;
	unsigned int blocks;
	unsigned int policy;
	void (*work)(const struct scene *scene);
};

enum call {
	ALLOC,
	ALIGNED_ALLOC,
	FREE,
	RESIZE,
	OWNER,
	INFO,
	CALLS
};

static const char *const call_names[CALLS] = {
	"alloc", "aligned", "free", "resize", "owner", "info",
};

static struct {
	unsigned int times;
	unsigned long most;
} counts[CALLS];

static void note(enum call call, unsigned long before)
{
	const unsigned long count = passed - before;

	counts[call].times++;
	counts[call].most = count > counts[call].most ? count : counts[call].most;
}

static void *counted_alloc(size_t align, size_t bytes)
{
	const unsigned long before = passed;
	void *block = shared_multi_heap_aligned_alloc(0, align, bytes);

	note(align == 0 ? ALLOC : ALIGNED_ALLOC, before);
	return block;
}

static void counted_free(void *block)
{
	const unsigned long before = passed;

	shared_multi_heap_free(block);
	note(FREE, before);
}

static void counted_resize(void *block, size_t bytes)
{
	const unsigned long before = passed;

	(void)shared_multi_heap_resize(block, bytes);
	note(RESIZE, before);
}

static void counted_questions(const void *block)
{
	struct shared_multi_heap_region_info info;
	unsigned long before = passed;
	const int region = shared_multi_heap_owner(block, NULL, NULL);

	note(OWNER, before);
	before = passed;
	CHECK(region >= 0 && shared_multi_heap_region_info((unsigned int)region, &info) == 0);
	note(INFO, before);
}

static uint32_t seed = 1;

static uint32_t next(void)
{
	seed = seed * 1664525u + 1013904223u;
	return seed >> 8;
}

static void set_up(const struct scene *scene)
{
	CHECK(shared_multi_heap_pool_init() == 0);
	CHECK(shared_multi_heap_policy_set(0, scene->policy) == 0);
	for (unsigned int i = 0; i < scene->regions; i++) {
		/* Not in the order of addresses. */
		const unsigned int at = (i * 5 + 3) % scene->regions;
		struct shared_multi_heap_region region = {0, (uintptr_t)memory[at], REGION_BYTES};

		CHECK(shared_multi_heap_add(&region, NULL) == 0);
	}
}

/* Random requests and frees among that many blocks. */
static void work_random(const struct scene *scene)
{
	set_up(scene);
	for (unsigned int i = 0; i < scene->blocks; i++) {
		blocks[i] = shared_multi_heap_alloc(0, 1 + next() % 150);
		CHECK(blocks[i] != NULL);
	}
	for (unsigned int i = 0; i < SAMPLES; i++) {
		const unsigned int at = next() % scene->blocks;
		const size_t align = (size_t)1 << next() % 10;

		counted_free(blocks[at]);
		blocks[at] = counted_alloc(next() % 4 == 0 ? align : 0, 1 + next() % 300);
		if (blocks[at] != NULL) {
			counted_resize(blocks[at], 1 + next() % 300);
			counted_questions(blocks[at]);
		}
	}
}

/* Every second block is a hole a little too small: requests that look closely, and in vain. */
static void work_holes(const struct scene *scene)
{
	unsigned int count = 0;

	set_up(scene);
	while (count < scene->blocks) {
		blocks[count] = shared_multi_heap_alloc(0, 64 * SMH_ALIGN - 4);
		if (blocks[count] == NULL) {
			break;
		}
		count++;
	}
	while (shared_multi_heap_alloc(0, 1) != NULL) {
	}
	for (unsigned int i = 0; i < count; i += 2) {
		shared_multi_heap_free(blocks[i]);
	}
	for (unsigned int i = 0; i < SAMPLES / 4; i++) {
		CHECK(counted_alloc(0, 65 * SMH_ALIGN - 4) == NULL);
		CHECK(counted_alloc((size_t)SMH_ALIGN << next() % 12, 65 * SMH_ALIGN - 4) == NULL);
		void *block = counted_alloc(0, 64 * SMH_ALIGN - 4);
		CHECK(block != NULL);
		counted_resize(block, 65 * SMH_ALIGN - 4);
		counted_questions(block);
		counted_free(block);
	}
}

/* A hole of nearly every size, and alignments that none of them has a place for. */
static void work_sizes(const struct scene *scene)
{
	unsigned int count = 0;

	set_up(scene);
	for (unsigned int region = 0; region < scene->regions; region++) {
		for (size_t granules = 1; granules < 1000; granules += 1 + granules / 8) {
			blocks[count++] = shared_multi_heap_alloc(0, granules * SMH_ALIGN - 4);
			CHECK(blocks[count - 1] != NULL && shared_multi_heap_alloc(0, 1) != NULL);
		}
	}
	while (shared_multi_heap_alloc(0, 1) != NULL) {
	}
	for (unsigned int i = 0; i < count; i++) {
		shared_multi_heap_free(blocks[i]);
	}
	for (unsigned int i = 0; i < SAMPLES / 4; i++) {
		const size_t align = (size_t)SMH_ALIGN << next() % 14;
		void *block = counted_alloc(align, 1 + next() % 9000);

		(void)counted_alloc(0, REGION_BYTES / 2 + next() % 9000);
		if (block != NULL) {
			counted_resize(block, 1 + next() % 9000);
			counted_questions(block);
			counted_free(block);
		}
	}
}

static const struct scene scenes[] = {
	{"random", 1, 20, SMH_POLICY_FIRST_FIT, work_random},
	{"random", 1, 1500, SMH_POLICY_FIRST_FIT, work_random},
	{"random", 4, 7000, SMH_POLICY_FIRST_FIT, work_random},
	{"random", MOST_REGIONS, 100000, SMH_POLICY_FIRST_FIT, work_random},
	{"random", MOST_REGIONS, 100000, SMH_POLICY_BEST_FIT, work_random},
	{"holes", 1, 12, SMH_POLICY_FIRST_FIT, work_holes},
	{"holes", 1, 100000, SMH_POLICY_FIRST_FIT, work_holes},
	{"holes", MOST_REGIONS, 100000, SMH_POLICY_FIRST_FIT, work_holes},
	{"holes", MOST_REGIONS, 100000, SMH_POLICY_BEST_FIT, work_holes},
	{"sizes", 1, 100, SMH_POLICY_FIRST_FIT, work_sizes},
	{"sizes", MOST_REGIONS, 6400, SMH_POLICY_FIRST_FIT, work_sizes},
	{"sizes", MOST_REGIONS, 6400, SMH_POLICY_BEST_FIT, work_sizes},
};

/* The most basic blocks that a call may run through, whatever the state. */
static const unsigned long limits[CALLS] = {
	[ALLOC] = 500,  [ALIGNED_ALLOC] = 1500, [FREE] = 220,
	[RESIZE] = 220, [OWNER] = 30,           [INFO] = 80,
};

static void child(const struct scene *s)
{
	s->work(s);
	printf("%-6s %2u regions %s fit:", s->name, s->regions,
	       s->policy == SMH_POLICY_FIRST_FIT ? "first" : "best ");
	for (int call = 0; call < CALLS; call++) {
		printf("  %s %lu", call_names[call], counts[call].most);
	}
	printf("\n");
	for (int call = 0; call < CALLS; call++) {
		CHECK(counts[call].times > 100 && counts[call].most > 3);
		CHECK(counts[call].most <= limits[call]);
	}
}

int main(void)
{
	printf("bound: the most basic blocks that a call ran through\n");
	for (unsigned int i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		int status = 0;

		(void)fflush(stdout);
		const pid_t pid = fork();
		if (pid == 0) {
			child(&scenes[i]);
			exit(0);
		}
		CHECK(pid > 0 && waitpid(pid, &status, 0) == pid);
		CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	return 0;
}
