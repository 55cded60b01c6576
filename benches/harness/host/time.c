/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Wall time of W1, W2 and W5 on the host: the order of operations is made beforehand, nothing is
 * checked, and a block is written to once. What counts is the ratio of two allocators that took
 * their turns on the same machine.
 */

#include "harness/allocator.h"
#include "harness/arena.h"
#include "harness/figures.h"
#include "harness/require.h"
#include "harness/steady.h"
#include "harness/workloads.h"

#include <stdlib.h>
#include <time.h>

#define SEED       20260211u
#define OPERATIONS 1000000u
#define ROUNDS     5u
#define BLOCKS     16384u

/* Allocate so many bytes into a slot, or, for 0 bytes, free what is there. */
struct operation {
	uint32_t slot;
	uint32_t bytes;
};

static struct operation plan[OPERATIONS];
static void *blocks[BLOCKS];
static uint32_t bytes_of[BLOCKS];

/* Live blocks are those of the slots below count; the last one takes the place of a freed one. */
static void make_plan(const struct bench_steady *steady)
{
	struct bench_random random = bench_seed(SEED);
	uint32_t limit = steady->region_bytes / 100u * steady->live_percent * steady->regions;
	uint32_t live = 0;
	uint32_t count = 0;

	for (uint32_t i = 0; i < OPERATIONS; i++) {
		struct operation *operation = &plan[i];

		if (bench_steady_allocates(&random, count, live, limit)) {
			BENCH_REQUIRE(count < BLOCKS);
			*operation = (struct operation){count, bench_size(&random, &steady->sizes)};
			live += operation->bytes;
			bytes_of[count++] = operation->bytes;
		} else {
			*operation = (struct operation){bench_below(&random, count), 0};
			live -= bytes_of[operation->slot];
			bytes_of[operation->slot] = bytes_of[--count];
		}
	}
}

static void allocate(uint32_t slot, uint32_t bytes)
{
	(void)bench_allocator.alloc(bytes, &blocks[slot]);
	bytes_of[slot] = bytes;
	if (blocks[slot] != NULL) {
		*(volatile uint8_t *)blocks[slot] = 1;
	}
}

static void release(uint32_t slot, uint32_t last)
{
	if (blocks[slot] != NULL) {
		(void)bench_allocator.free(blocks[slot], bytes_of[slot]);
	}
	blocks[slot] = blocks[last];
	bytes_of[slot] = bytes_of[last];
}

/* Returns how many blocks are left, in the first slots. */
static uint32_t follow_plan(void)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < OPERATIONS; i++) {
		if (plan[i].bytes != 0) {
			allocate(plan[i].slot, plan[i].bytes);
			count++;
		} else {
			count--;
			release(plan[i].slot, count);
		}
	}
	return count;
}

static uint64_t nanoseconds(void)
{
	struct timespec now;

	BENCH_REQUIRE(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static int compare(const void *one, const void *other)
{
	uint64_t a = *(const uint64_t *)one;
	uint64_t b = *(const uint64_t *)other;

	return (a > b) - (a < b);
}

static void run(const char *name, const struct bench_steady *steady)
{
	uint64_t taken[ROUNDS];

	for (uint32_t i = 0; i < ROUNDS; i++) {
		uint64_t start;
		uint32_t left;

		make_plan(steady);
		if (!bench_arena_prepare(steady->regions, steady->region_bytes)) {
			return;
		}
		start = nanoseconds();
		left = follow_plan();
		taken[i] = nanoseconds() - start;
		while (left-- > 0) {
			release(left, left);
		}
	}
	qsort(taken, ROUNDS, sizeof(taken[0]), compare);
	bench_parameter("%s", name);
	bench_line_tenths("ns_per_operation", (uint32_t)(taken[ROUNDS / 2u] * 10u / OPERATIONS));
	bench_line_tenths("ns_per_operation_least", (uint32_t)(taken[0] * 10u / OPERATIONS));
}

void bench_time(void)
{
	struct bench_steady steady = {.sizes = {BENCH_UNIFORM, 16, 512},
				      .regions = 1,
				      .region_bytes = 64u * 1024u,
				      .live_percent = 60};

	run("w1", &steady);
	steady.region_bytes = 16u * 1024u;
	steady.regions = 64;
	run("w5 64", &steady);
	steady = (struct bench_steady){.sizes = {BENCH_LOG_UNIFORM, 8, 4096},
				       .regions = 1,
				       .region_bytes = 256u * 1024u,
				       .live_percent = 75};
	run("w2", &steady);
}
