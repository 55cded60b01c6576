/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The longest path by a guided search, one for each kind of call: a short program of operations is
 * changed at random, and a change stays if the longest call of that kind does not get shorter by
 * it. Each climb starts from a program at random.
 */

#include "harness/allocator.h"
#include "harness/arena.h"
#include "harness/blocks.h"
#include "harness/figures.h"
#include "harness/steps.h"
#include "harness/table.h"
#include "harness/workloads.h"

#include <string.h>

#define SEED    20260202u
#define STEPS   96u
#define CLIMBS  4u
#define CHANGES 300u

static const struct bench_verbs verbs = {.alloc = 5, .aligned = 2, .realloc = 1, .free = 5};

struct climb {
	unsigned int regions;
	uint32_t region_bytes;
	enum bench_kind kind;
	struct bench_random random;
	struct bench_step steps[STEPS];
	uint32_t height;
};

/* Half of the sizes are close to one that is there: long paths come of blocks that are alike. */
static struct bench_step new_step(struct climb *climb)
{
	const struct bench_sizes sizes = {BENCH_LOG_UNIFORM, 1, climb->region_bytes};
	struct bench_step step = bench_step_at_random(&climb->random, &verbs, &sizes);
	uint32_t like = climb->steps[bench_below(&climb->random, STEPS)].bytes;
	uint32_t close = like + like / 8u - bench_below(&climb->random, like / 4u + 1u);

	if (close != 0 && bench_below(&climb->random, 2) != 0) {
		step.bytes = close;
	}
	return step;
}

/* The longest call of that kind in such a program, 0 without one. */
static uint32_t height_of(const struct climb *climb, const struct bench_step steps[STEPS])
{
	uint32_t most = 0;

	bench_table_forget();
	if (!bench_arena_prepare(climb->regions, climb->region_bytes)) {
		return 0;
	}
	for (uint32_t i = 0; i < STEPS; i++) {
		bench_forget_last();
		bench_step(&steps[i]);
		if (bench_last_kind() == climb->kind && bench_last_cost() > most) {
			most = bench_last_cost();
		}
	}
	return most;
}

/* One part of a step, or all of it. */
static void change_step(struct climb *climb, struct bench_step *step)
{
	struct bench_step other = new_step(climb);

	switch (bench_below(&climb->random, 4)) {
	case 0:
		step->which = other.which;
		break;
	case 1:
		step->bytes = other.bytes;
		step->align = other.align;
		break;
	default:
		*step = other;
		break;
	}
}

/* One to three steps become others, or two change places. */
static void change(struct climb *climb, struct bench_step steps[STEPS])
{
	uint32_t count = 1u + bench_below(&climb->random, 3);

	while (count-- > 0) {
		uint32_t one = bench_below(&climb->random, STEPS);
		uint32_t other = bench_below(&climb->random, STEPS);
		struct bench_step kept = steps[one];

		if (bench_below(&climb->random, 4) == 0) {
			steps[one] = steps[other];
			steps[other] = kept;
		} else {
			change_step(climb, &steps[one]);
		}
	}
}

static void climb_from_random(struct climb *climb)
{
	static struct bench_step tried[STEPS];

	for (uint32_t i = 0; i < STEPS; i++) {
		climb->steps[i] = new_step(climb);
	}
	climb->height = height_of(climb, climb->steps);
	for (uint32_t i = 0; i < CHANGES; i++) {
		uint32_t height;

		memcpy(tried, climb->steps, sizeof(tried));
		change(climb, tried);
		height = height_of(climb, tried);
		if (height >= climb->height) {
			memcpy(climb->steps, tried, sizeof(tried));
			climb->height = height;
		}
	}
}

static void search(unsigned int regions, uint32_t region_bytes, enum bench_kind kind)
{
	static struct climb climb;
	uint32_t most = 0;

	climb.regions = regions;
	climb.region_bytes = region_bytes;
	climb.kind = kind;
	climb.random = bench_seed(SEED);
	for (uint32_t i = 0; i < CLIMBS; i++) {
		climb_from_random(&climb);
		most = climb.height > most ? climb.height : most;
	}
	if (most != 0) {
		bench_parameter("%u x %lu", regions, (unsigned long)region_bytes);
		bench_max_line(kind, most);
	}
}

void bench_search(void)
{
	static const uint32_t sizes[] = {1024, 4096, 32768};

	if (!bench_has_counter) {
		return;
	}
	/* A block that moves costs what its copy costs, which is no path of the allocator. */
	for (enum bench_kind kind = 0; kind < BENCH_KINDS; kind++) {
		if (kind == BENCH_REALLOC_MOVED) {
			continue;
		}
		for (uint32_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			search(1, sizes[i], kind);
		}
		search(16, 1024, kind);
		search(16, 4096, kind);
	}
}
