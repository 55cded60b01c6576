/* SPDX-License-Identifier: Apache-2.0 */

/* shared_multi_heap_alloc(): what it gives, and when NULL. */

#include <limits.h>

#include "support.h"

#define MANY (REGION_BYTES / SMH_ALIGN)

static void *blocks[MANY];

void case_alloc_inside_region(void)
{
	pool_with_regions(FAST, 1);
	for (size_t bytes = 1; bytes < 2000; bytes += 37) {
		void *block = shared_multi_heap_alloc(FAST, bytes);

		CHECK(block != NULL);
		CHECK(in_region(block, bytes, 0));
		CHECK(aligned_to(block, SMH_ALIGN));
		fill(block, bytes, (uint32_t)bytes);
		CHECK(pool_sound());
		CHECK(filled(block, bytes, (uint32_t)bytes));
		shared_multi_heap_free(block);
	}
	CHECK(pool_empty());
}

void case_alloc_alignment_of_every_size(void)
{
	pool_with_regions(FAST, 1);
	for (size_t bytes = 1; bytes <= 60; bytes++) {
		void *block = shared_multi_heap_alloc(FAST, bytes);

		CHECK(block != NULL);
		CHECK(aligned_to(block, SMH_ALIGN));
		CHECK(shared_multi_heap_usable_size(block) >= bytes);
	}
	CHECK(region_tally(0).used == 60);
	CHECK(pool_sound());
}

void case_alloc_size_zero(void)
{
	pool_with_regions(FAST, 1);
	CHECK(shared_multi_heap_alloc(FAST, 0) == NULL);
	CHECK(shared_multi_heap_alloc(SLOW, 0) == NULL);
	CHECK(shared_multi_heap_alloc(MAX_SHARED_MULTI_HEAP_ATTR, 0) == NULL);
	CHECK(pool_empty());
}

void case_alloc_attr_out_of_bounds(void)
{
	pool_with_regions(FAST, 1);
	CHECK(shared_multi_heap_alloc(MAX_SHARED_MULTI_HEAP_ATTR, 8) == NULL);
	CHECK(shared_multi_heap_alloc(MAX_SHARED_MULTI_HEAP_ATTR + 1, 8) == NULL);
	CHECK(shared_multi_heap_alloc(0x100, 8) == NULL);
	CHECK(shared_multi_heap_alloc(0x10000, 8) == NULL);
	CHECK(shared_multi_heap_alloc(UINT_MAX / 2 + 1, 8) == NULL);
	CHECK(shared_multi_heap_alloc(UINT_MAX, 8) == NULL);
	CHECK(pool_empty());
}

void case_alloc_attr_without_region(void)
{
	pool_with_regions(SLOW, 1);
	for (unsigned int attr = 0; attr < MAX_SHARED_MULTI_HEAP_ATTR; attr++) {
		if (attr != SLOW) {
			CHECK(shared_multi_heap_alloc(attr, 8) == NULL);
		}
	}
	CHECK(pool_empty());
	CHECK(shared_multi_heap_alloc(SLOW, 8) != NULL);
}

void case_alloc_never_another_attr(void)
{
	NEEDS_REGIONS(2);
	pool_start();
	CHECK(pool_add(FAST, place(0), REGION_BYTES) == 0);
	CHECK(pool_add(SLOW, place(1), REGION_BYTES) == 1);
	take_everything(FAST);
	CHECK(shared_multi_heap_alloc(FAST, 1) == NULL);
	CHECK(region_tally(0).free == 0);
	CHECK(region_tally(1).used == 0);
	void *block = shared_multi_heap_alloc(SLOW, 100);
	CHECK(block != NULL && region_of(block) == 1);
	CHECK(pool_sound());
}

void case_alloc_spills_in_order_added(void)
{
	NEEDS_REGIONS(3);
	if (!policy_is(FAST, SMH_POLICY_FIRST_FIT)) {
		CHECK(shared_multi_heap_policy_get(FAST) == SMH_POLICY_BEST_FIT);
	}
	/* Neither the order of addresses nor that of sizes; the largest last. */
	pool_start();
	CHECK(pool_add(FAST, place(4), 2048) == 0);
	CHECK(pool_add(FAST, place(0), 1024) == 1);
	CHECK(pool_add(FAST, place(2), REGION_BYTES) == 2);

	unsigned int last = shared_multi_heap_policy_get(FAST) == SMH_POLICY_BEST_FIT ? 1 : 0;
	CHECK(region_of(shared_multi_heap_alloc(FAST, 60)) == last);
	take_everything(FAST);
	for (unsigned int i = 0; i < 3; i++) {
		CHECK(region_tally(i).free == 0);
	}
	CHECK(pool_sound());
}

void case_alloc_first_region_until_full(void)
{
	NEEDS_REGIONS(2);
	pool_start();
	CHECK(pool_add(FAST, place(1), REGION_BYTES) == 0);
	CHECK(pool_add(FAST, place(0), REGION_BYTES) == 1);
	unsigned int region = 0;

	/* Equal regions: first fit and best fit both stay with the first while it serves. */
	for (;;) {
		const size_t left = region_info(0).largest_free;
		void *block = shared_multi_heap_alloc(FAST, 120);

		if (block == NULL) {
			break;
		}
		CHECK(left < 120 || region_of(block) == 0);
		CHECK(region_of(block) >= region);
		region = region_of(block);
	}
	CHECK(region == 1);
	CHECK(pool_sound());
}

void case_alloc_larger_than_any_region(void)
{
	NEEDS_REGIONS(2);
	pool_with_regions(FAST, 2);
	const size_t capacity = region_info(0).capacity;
	CHECK(shared_multi_heap_alloc(FAST, capacity + 1) == NULL);
	CHECK(shared_multi_heap_alloc(FAST, REGION_BYTES) == NULL);
	CHECK(shared_multi_heap_alloc(FAST, 2 * REGION_BYTES) == NULL);
	CHECK(pool_empty());
	CHECK(shared_multi_heap_alloc(FAST, capacity) != NULL);
	CHECK(shared_multi_heap_alloc(FAST, capacity) != NULL);
	CHECK(shared_multi_heap_alloc(FAST, capacity) == NULL);
	/* Up to the largest that a region of this build could hold, in whatever bin that is. */
	const size_t most = (size_t)(UINT64_C(1) << (SMH_MAX_REGION_SHIFT - 1));
	for (size_t step = 1; step < most / 4; step *= 2) {
		CHECK(shared_multi_heap_alloc(FAST, 2 * (most - step)) == NULL);
		CHECK(shared_multi_heap_aligned_alloc(FAST, 256, 2 * (most - step)) == NULL);
		CHECK(shared_multi_heap_alloc(FAST, most + step) == NULL || most < REGION_BYTES);
	}
	CHECK(pool_valid());
}

void case_alloc_near_size_max(void)
{
	pool_with_regions(FAST, 1);
	for (size_t less = 0; less < 300; less++) {
		CHECK(shared_multi_heap_alloc(FAST, SIZE_MAX - less) == NULL);
		CHECK(shared_multi_heap_alloc(FAST, SIZE_MAX / 2 + 150 - less) == NULL);
	}
	CHECK(pool_empty());
}

void case_alloc_large_sizes_are_not_truncated(void)
{
	pool_with_regions(FAST, 1);
	/* Powers of two and their neighbours, as seen by any narrower field. */
	for (unsigned int bit = 14; bit < 8 * sizeof(size_t); bit++) {
		const size_t power = (size_t)1 << bit;

		for (size_t delta = 0; delta <= 64; delta += 4) {
			CHECK(shared_multi_heap_alloc(FAST, power + delta) == NULL);
			CHECK(shared_multi_heap_alloc(FAST, power - delta) == NULL);
		}
		CHECK(shared_multi_heap_alloc(FAST, power * SMH_ALIGN + 8) == NULL ||
		      power * SMH_ALIGN + 8 < REGION_BYTES);
	}
	CHECK(pool_valid() && faults.count == 0);
}

void case_alloc_blocks_are_disjoint(void)
{
	uint32_t random = 17;
	unsigned int count = 0;
	static size_t sizes[MANY];

	pool_with_regions(FAST, 1);
	for (;;) {
		sizes[count] = 1 + random_next(&random) % 300;
		blocks[count] = shared_multi_heap_alloc(FAST, sizes[count]);
		if (blocks[count] == NULL) {
			break;
		}
		fill(blocks[count], sizes[count], count);
		count++;
	}
	CHECK(count > 20);
	for (unsigned int i = 0; i < count; i++) {
		CHECK(filled(blocks[i], sizes[i], i));
		CHECK(in_region(blocks[i], sizes[i], 0));
	}
	CHECK(pool_sound());
	CHECK(region_tally(0).used == count);
}

void case_alloc_exhausts_and_recovers(void)
{
	pool_with_regions(FAST, 1);
	for (unsigned int round = 0; round < 4; round++) {
		const unsigned int count = exhaust(FAST, 24 + 90 * round, blocks, MANY);

		CHECK(count > 5);
		CHECK(shared_multi_heap_alloc(FAST, 24 + 90 * round) == NULL);
		for (unsigned int i = 0; i < count; i++) {
			/* From both ends, so that neighbours on both sides merge. */
			const unsigned int at = i % 2 == 0 ? i / 2 : count - 1 - i / 2;

			CHECK(filled(blocks[at], 24 + 90 * round, at));
			shared_multi_heap_free(blocks[at]);
		}
		CHECK(pool_empty());
	}
}

void case_alloc_overhead_is_one_header(void)
{
	pool_with_regions(FAST, 1);
	const size_t capacity = region_info(0).capacity;

	for (unsigned int granules = 4; granules <= 32; granules += 7) {
		const size_t bytes = BLOCK_OF(granules);
		const unsigned int count = exhaust(FAST, bytes, blocks, MANY);

		/* A block of k granules holds 4 bytes less, and nothing else is lost. */
		CHECK(count == (capacity + HEADER_BYTES) / (granules * SMH_ALIGN));
		for (unsigned int i = 0; i < count; i++) {
			CHECK(shared_multi_heap_usable_size(blocks[i]) == bytes || i == count - 1);
			shared_multi_heap_free(blocks[i]);
		}
	}
	CHECK(pool_empty());
}

void case_alloc_splits_off_the_smallest_rest(void)
{
	pool_start();
	uint8_t *hole = full_but_hole(FAST, 0, 6 + SMALLEST_BLOCK);
	shared_multi_heap_free(hole);
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(6)) == hole);
	CHECK(shared_multi_heap_usable_size(hole) == BLOCK_OF(6));
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(SMALLEST_BLOCK)) == hole + 6 * SMH_ALIGN);
	CHECK(region_tally(0).free == 0);
	CHECK(pool_sound());
}

void case_alloc_rounds_to_the_granule(void)
{
	pool_with_regions(FAST, 1);
	for (size_t bytes = 4 * SMH_ALIGN; bytes < 40 * SMH_ALIGN; bytes++) {
		void *block = shared_multi_heap_alloc(FAST, bytes);

		CHECK(block != NULL);
		const size_t usable = shared_multi_heap_usable_size(block);
		CHECK(usable >= bytes && usable < bytes + SMH_ALIGN);
		CHECK((usable + HEADER_BYTES) % SMH_ALIGN == 0);
		shared_multi_heap_free(block);
	}
	CHECK(pool_empty());
}

void case_alloc_certain_size_is_served(void)
{
	uint32_t random = 3;
	unsigned int count = 0;

	pool_with_regions(FAST, 1);
	for (unsigned int i = 0; i < 400; i++) {
		const size_t certain = region_info(0).largest_free;

		if (certain != 0) {
			void *probe = shared_multi_heap_alloc(FAST, certain);

			CHECK(probe != NULL);
			shared_multi_heap_free(probe);
		}
		if (random_next(&random) % 3 == 0 && count > 0) {
			shared_multi_heap_free(blocks[--count]);
			continue;
		}
		void *block = shared_multi_heap_alloc(FAST, 1 + random_next(&random) % 500);
		if (block != NULL) {
			blocks[count++] = block;
		}
	}
	CHECK(count > 5);
	CHECK(pool_sound());
}

void case_alloc_finds_freed_block_again(void)
{
	pool_with_regions(FAST, 1);
	/* In a full region a freed block must serve its own size at once. */
	for (unsigned int granules = 2; granules < 1800 / SMH_ALIGN; granules += 3) {
		const size_t bytes = BLOCK_OF(granules);
		const unsigned int count = exhaust(FAST, bytes, blocks, MANY);

		CHECK(count >= 3);
		for (unsigned int i = 0; i < count; i += 2) {
			shared_multi_heap_free(blocks[i]);
			CHECK(shared_multi_heap_alloc(FAST, bytes) == blocks[i]);
		}
		for (unsigned int i = 0; i < count; i++) {
			shared_multi_heap_free(blocks[i]);
		}
		CHECK(pool_empty());
	}
}

void case_alloc_whole_capacity(void)
{
	pool_with_regions(FAST, 1);
	const size_t capacity = region_info(0).capacity;

	CHECK(capacity > REGION_BYTES * 7 / 8 - SMH_CHECK_EXACT * REGION_BYTES / 64);
	uint8_t *block = shared_multi_heap_alloc(FAST, capacity);
	CHECK(block != NULL);
	CHECK(shared_multi_heap_usable_size(block) == capacity);
	CHECK(in_region(block, capacity, 0));
	memset(block, 0xFF, capacity);
	CHECK(pool_sound());
	CHECK(shared_multi_heap_alloc(FAST, 1) == NULL);
	shared_multi_heap_free(block);
	CHECK(pool_empty());
}

void case_alloc_scenario_of_three_regions(void)
{
	NEEDS_REGIONS(3);
	pool_start();
	CHECK(pool_add(SMH_REG_ATTR_CACHEABLE, arena, 0x1000) == 0);
	CHECK(pool_add(SMH_REG_ATTR_NON_CACHEABLE, arena + 0x4000, 0x2000) == 1);
	CHECK(pool_add(SMH_REG_ATTR_CACHEABLE, arena + 0x8000, 0x3000) == 2);

	CHECK(region_of(shared_multi_heap_alloc(SMH_REG_ATTR_CACHEABLE, 0x40)) == 0);
	CHECK(region_of(shared_multi_heap_alloc(SMH_REG_ATTR_CACHEABLE, 0x80)) == 0);
	CHECK(region_of(shared_multi_heap_alloc(SMH_REG_ATTR_CACHEABLE, 0x1200)) == 2);
	CHECK(region_of(shared_multi_heap_alloc(SMH_REG_ATTR_NON_CACHEABLE, 0x100)) == 1);
	CHECK(region_of(shared_multi_heap_alloc(SMH_REG_ATTR_NON_CACHEABLE, 0x100)) == 1);
	CHECK(shared_multi_heap_alloc(SMH_REG_ATTR_NON_CACHEABLE, 0x10000) == NULL);
	CHECK(shared_multi_heap_alloc(SMH_REG_ATTR_NON_CACHEABLE, 0) == NULL);
	CHECK(shared_multi_heap_alloc(MAX_SHARED_MULTI_HEAP_ATTR + 1, 0x100) == NULL);
	CHECK(pool_sound());
}
