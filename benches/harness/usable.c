/* SPDX-License-Identifier: Apache-2.0 */

/* The largest block of a region that is otherwise empty, and what it takes to make it ready. The
 * region is charged with everything, also with what is kept elsewhere; "alone" charges only what
 * lies in the region. */

#include "harness/allocator.h"
#include "harness/arena.h"
#include "harness/blocks.h"
#include "harness/figures.h"
#include "harness/workloads.h"

#define LEAST_REGION 64u
#define MOST_REGION  (256u * 1024u)

static bool is_served(uint32_t region_bytes, uint32_t bytes)
{
	struct bench_block block;

	return bench_arena_prepare(1, region_bytes) && bench_alloc(&block, bytes);
}

static uint32_t largest_in(uint32_t region_bytes)
{
	uint32_t served = 0;
	uint32_t refused = region_bytes + 1u;

	while (refused - served > 1u) {
		uint32_t bytes = served + (refused - served) / 2u;

		if (is_served(region_bytes, bytes)) {
			served = bytes;
		} else {
			refused = bytes;
		}
	}
	return served;
}

/* The bytes to ask for, so that the region itself has so many. */
static uint32_t alone(uint32_t region_bytes)
{
	uint32_t charged = region_bytes;

	while (bench_arena_net(charged) < region_bytes) {
		charged++;
	}
	return charged;
}

/* A block of 64 bytes cut to 32, in a region of 128: is there room for 32 more? */
static bool is_served_beside_a_cut(void)
{
	struct bench_block block;
	struct bench_block other;

	return bench_arena_prepare(1, alone(2u * LEAST_REGION)) &&
	       bench_alloc(&block, LEAST_REGION) && bench_realloc(&block, LEAST_REGION / 2u) &&
	       bench_alloc(&other, LEAST_REGION / 2u);
}

static void write_alone(void)
{
	for (uint32_t bytes = 4u * LEAST_REGION; bytes <= 32u * LEAST_REGION; bytes *= 2) {
		bench_parameter("%lu alone", (unsigned long)bytes);
		bench_line("usable_bytes", largest_in(alone(bytes)));
	}
	if (bench_allocator.realloc != NULL) {
		bench_parameter("128 cut");
		bench_line("is_served", is_served_beside_a_cut());
	}
}

void bench_usable(void)
{
	if (bench_allocator.is_hosted) {
		return;
	}
	for (uint32_t bytes = LEAST_REGION; bytes <= MOST_REGION; bytes *= 2) {
		bench_parameter("%lu", (unsigned long)bytes);
		bench_line("usable_bytes", largest_in(bytes));
	}
	write_alone();
}

void bench_init(void)
{
	if (bench_allocator.counted_init == NULL || !bench_has_counter) {
		return;
	}
	for (uint32_t bytes = 1024; bytes <= MOST_REGION; bytes *= 4) {
		if (bench_arena_prepare(1, bytes)) {
			size_t net = bench_arena_net(bytes);

			bench_parameter("%lu", (unsigned long)bytes);
			bench_line("init",
				   bench_allocator.counted_init(bench_arena_memory(0), net));
		}
	}
}
