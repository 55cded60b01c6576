/* SPDX-License-Identifier: Apache-2.0 */

/* sys_heap_stress(), and through it the heap and the pool. */

#include "support.h"

#define STRESS_BYTES (4u * REGION_BYTES)

static struct sys_heap heap;

static struct {
	uint32_t allocs;
	uint32_t served;
	uint32_t frees;
	size_t largest;
	uint64_t trace;
} seen;

static void see_alloc(void *block, size_t bytes)
{
	seen.allocs++;
	seen.served += block != NULL;
	seen.largest = bytes > seen.largest ? bytes : seen.largest;
	seen.trace = seen.trace * 31 + bytes;
	if (block != NULL) {
		memset(block, (int)(bytes & 0xFF), bytes);
	}
}

static void *heap_alloc(void *arg, size_t bytes)
{
	void *block = sys_heap_alloc(arg, bytes);

	see_alloc(block, bytes);
	return block;
}

static void heap_free(void *arg, void *block)
{
	CHECK(block != NULL);
	seen.frees++;
	sys_heap_free(arg, block);
}

static void *pool_alloc(void *arg, size_t bytes)
{
	void *block = shared_multi_heap_alloc(*(unsigned int *)arg, bytes);

	see_alloc(block, bytes);
	return block;
}

static void pool_free(void *arg, void *block)
{
	(void)arg;
	CHECK(block != NULL);
	seen.frees++;
	shared_multi_heap_free(block);
}

static void *scratch[1024];

static struct z_heap_stress_result stress_heap(uint32_t operations, int percent)
{
	struct z_heap_stress_result result = {0};

	(void)smh_fault_handler_set(fault_record);
	memset(&seen, 0, sizeof(seen));
	sys_heap_init(&heap, arena, STRESS_BYTES);
	sys_heap_stress(heap_alloc, heap_free, &heap, STRESS_BYTES, operations, scratch,
			sizeof(scratch), percent, &result);
	return result;
}

void case_stress_counts_agree(void)
{
	const struct z_heap_stress_result result = stress_heap(2000, 50);

	CHECK(result.total_allocs == seen.allocs);
	CHECK(result.successful_allocs == seen.served);
	CHECK(result.total_frees == seen.frees);
	CHECK(result.total_allocs + result.total_frees == 2000);
	CHECK(result.successful_allocs > 100 && result.total_frees > 100);
	CHECK(seen.largest > 200);
	CHECK(sys_heap_validate(&heap));
	CHECK(faults.count == 0);
}

void case_stress_is_repeatable(void)
{
	const struct z_heap_stress_result first = stress_heap(1500, 60);
	const uint64_t trace = seen.trace;
	const struct z_heap_stress_result second = stress_heap(1500, 60);

	CHECK(first.total_allocs == second.total_allocs);
	CHECK(first.successful_allocs == second.successful_allocs);
	CHECK(first.total_frees == second.total_frees);
	CHECK(first.accumulated_in_use_bytes == second.accumulated_in_use_bytes);
	CHECK(trace == seen.trace);
}

void case_stress_hovers_around_the_target(void)
{
	uint64_t before = 0;

	for (int percent = 20; percent <= 80; percent += 30) {
		const struct z_heap_stress_result result = stress_heap(4000, percent);
		const uint64_t mean = result.accumulated_in_use_bytes / 4000;
		const uint64_t target = (uint64_t)STRESS_BYTES * (unsigned int)percent / 100;

		CHECK(mean > before);
		CHECK(mean > target / 2 && mean < target * 3 / 2);
		before = mean;
		CHECK(sys_heap_validate(&heap));
	}
	CHECK(faults.count == 0);
}

void case_stress_overfull(void)
{
	/* Aiming beyond what the memory holds: refusals, never damage. */
	const struct z_heap_stress_result result = stress_heap(4000, 100);

	CHECK(result.successful_allocs < result.total_allocs);
	CHECK(result.successful_allocs >= result.total_frees);
	CHECK(sys_heap_validate(&heap));
	CHECK(faults.count == 0);
}

void case_stress_over_the_pool(void)
{
	const unsigned int regions = SMH_MAX_REGIONS < 4 ? SMH_MAX_REGIONS : 4;
	struct z_heap_stress_result result = {0};
	unsigned int attr = SLOW;

	pool_with_regions(SLOW, regions);
	sys_heap_stress(pool_alloc, pool_free, &attr, (size_t)regions * REGION_BYTES, 3000, scratch,
			sizeof(scratch), 70, &result);
	CHECK(result.total_allocs == seen.allocs && result.total_frees == seen.frees);
	CHECK(result.successful_allocs > 100);
	unsigned int live = 0;
	for (unsigned int i = 0; i < regions; i++) {
		live += region_tally(i).used;
	}
	CHECK(live == result.successful_allocs - result.total_frees);
	CHECK(pool_sound());
}
