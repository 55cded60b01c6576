/* SPDX-License-Identifier: Apache-2.0 */

/* shared_multi_heap_aligned_alloc(). */

#include "support.h"

/* Any bit but the lowest set alone or none: the sizes that no alignment may have. */
static const size_t no_powers[] = {3,
				   5,
				   6,
				   7,
				   9,
				   12,
				   24,
				   40,
				   48,
				   49,
				   100,
				   255,
				   1000,
				   4095,
				   4097,
				   12288,
				   SIZE_MAX,
				   SIZE_MAX - 1,
				   (SIZE_MAX >> 1) + 2,
				   SIZE_MAX >> 1};

#define NO_POWERS (sizeof(no_powers) / sizeof(no_powers[0]))

void case_align_zero_is_default(void)
{
	pool_with_regions(FAST, 1);
	for (size_t bytes = 1; bytes < 50; bytes += 7) {
		void *block = shared_multi_heap_aligned_alloc(FAST, 0, bytes);

		CHECK(block != NULL && aligned_to(block, SMH_ALIGN));
		fill(block, bytes, (uint32_t)bytes);
	}
	CHECK(pool_sound());
}

void case_align_below_default(void)
{
	pool_with_regions(FAST, 1);
	for (size_t align = 1; align <= SMH_ALIGN; align *= 2) {
		void *block = shared_multi_heap_aligned_alloc(FAST, align, 20);

		CHECK(block != NULL && aligned_to(block, SMH_ALIGN));
		CHECK(shared_multi_heap_usable_size(block) >= 20);
	}
	CHECK(pool_sound());
}

void case_align_no_power_of_two(void)
{
	pool_with_regions(FAST, 1);
	for (size_t i = 0; i < NO_POWERS; i++) {
		CHECK(shared_multi_heap_aligned_alloc(FAST, no_powers[i], 16) == NULL);
		CHECK(shared_multi_heap_aligned_alloc(FAST, no_powers[i], 0) == NULL);
	}
	CHECK(pool_empty());
}

void case_align_powers_of_two(void)
{
	pool_with_regions(FAST, 1);
	for (size_t align = 1; align <= 4096; align *= 2) {
		for (size_t bytes = 1; bytes <= 1025; bytes = bytes * 2 + 1) {
			void *block = shared_multi_heap_aligned_alloc(FAST, align, bytes);

			CHECK(block != NULL && aligned_to(block, align));
			CHECK(in_region(block, bytes, 0));
			fill(block, shared_multi_heap_usable_size(block), 1);
			CHECK(pool_sound());
			shared_multi_heap_free(block);
			CHECK(pool_empty());
		}
	}
}

void case_align_gaps_are_given_back(void)
{
	pool_with_regions(FAST, 1);
	const size_t capacity = region_info(0).capacity;
	void *block = shared_multi_heap_aligned_alloc(FAST, 2048, 100);
	CHECK(block != NULL && aligned_to(block, 2048));

	const size_t usable = shared_multi_heap_usable_size(block);
	CHECK(usable >= 100 && usable < 100 + 2 * SMH_ALIGN);
	const struct tally tally = region_tally(0);
	CHECK(tally.used == 1 && tally.used_bytes == usable);
	CHECK(tally.free == 2);
	CHECK(tally.free_bytes == capacity - usable - 2 * HEADER_BYTES);

	/* The gap before the block serves a request as well as the one behind it. */
	bool before = false;
	bool behind = false;
	for (;;) {
		void *small = shared_multi_heap_alloc(FAST, 60);

		if (small == NULL) {
			break;
		}
		before |= (uintptr_t)small < (uintptr_t)block;
		behind |= (uintptr_t)small > (uintptr_t)block;
	}
	CHECK(before && behind);
	CHECK(pool_sound());
}

void case_align_promised_fit(void)
{
	pool_with_regions(FAST, 1);
	/* One free block of f bytes serves f - align + SMH_ALIGN at any place of it. */
	for (size_t lead = BLOCK_OF(2); lead < BLOCK_OF(40); lead += SMH_ALIGN) {
		void *first = shared_multi_heap_alloc(FAST, lead);
		CHECK(first != NULL);
		const size_t block = region_info(0).capacity -
				     shared_multi_heap_usable_size(first) - HEADER_BYTES;

		for (size_t align = SMH_ALIGN; align <= 2048; align *= 2) {
			const size_t bytes = block - align + SMH_ALIGN;
			void *big = shared_multi_heap_aligned_alloc(FAST, align, bytes);

			CHECK(big != NULL && aligned_to(big, align));
			CHECK(in_region(big, bytes, 0));
			shared_multi_heap_free(big);
		}
		shared_multi_heap_free(first);
		CHECK(pool_empty());
	}
}

void case_align_tight_fit(void)
{
	/* The block of size + align does not exist, yet an aligned place does. */
	pool_start();
	CHECK(pool_add(FAST, arena, 4096) == 0);
	const size_t capacity = region_info(0).capacity;
	const size_t bytes = 2048 - HEADER_BYTES;
	CHECK(bytes + 2048 - SMH_ALIGN > capacity);
	void *block = shared_multi_heap_aligned_alloc(FAST, 2048, 2000);
	CHECK(block == arena + 2048);
	shared_multi_heap_free(block);
	block = shared_multi_heap_aligned_alloc(FAST, 2048, bytes);
	CHECK(block == NULL || block == arena + 2048);
	shared_multi_heap_free(block);
	CHECK(shared_multi_heap_aligned_alloc(FAST, 2048, 2049) == NULL);
	CHECK(pool_empty());
}

void case_align_tight_fit_in_a_hole(void)
{
	pool_with_regions(FAST, 1);
	void *block = shared_multi_heap_aligned_alloc(FAST, 1024, 1000);
	CHECK(block != NULL);
	take_everything(FAST);
	shared_multi_heap_free(block);

	/* The only free block is exactly that one; its head is looked at. */
	CHECK(shared_multi_heap_aligned_alloc(FAST, 4096, 1000) == NULL || aligned_to(block, 4096));
	void *again = shared_multi_heap_aligned_alloc(FAST, 1024, 1000);
	CHECK(again == block || aligned_to(again, 1024));
	CHECK(again != NULL);
	CHECK(pool_sound());
}

void case_align_larger_than_region(void)
{
	pool_start();
	CHECK(pool_add(FAST, arena + 64, REGION_BYTES - 128) == 0);
	/* The arena starts at a multiple of ARENA_ALIGN, so no higher one lies inside. */
	CHECK(shared_multi_heap_aligned_alloc(FAST, ARENA_ALIGN, 16) == NULL);
	for (size_t align = (size_t)1 << 20; align != 0; align *= 2) {
		CHECK(shared_multi_heap_aligned_alloc(FAST, align, 16) == NULL);
		CHECK(shared_multi_heap_aligned_alloc(FAST, align, align) == NULL);
		CHECK(shared_multi_heap_aligned_alloc(FAST, align, SIZE_MAX - align) == NULL);
		CHECK(shared_multi_heap_aligned_alloc(FAST, align, SIZE_MAX - align + 1) == NULL);
	}
	CHECK(pool_empty());
}

void case_align_no_overflow(void)
{
	pool_with_regions(FAST, 1);
	for (size_t align = 1; align != 0; align *= 2) {
		for (size_t less = 0; less < 3 * SMH_ALIGN; less++) {
			CHECK(shared_multi_heap_aligned_alloc(FAST, align, SIZE_MAX - less) ==
			      NULL);
		}
		CHECK(shared_multi_heap_aligned_alloc(FAST, align, SIZE_MAX / 2 + 1) == NULL);
	}
	CHECK(pool_empty());
}

void case_align_refusals_as_alloc(void)
{
	pool_with_regions(FAST, 1);
	CHECK(shared_multi_heap_aligned_alloc(FAST, 64, 0) == NULL);
	CHECK(shared_multi_heap_aligned_alloc(FAST, 0, 0) == NULL);
	CHECK(shared_multi_heap_aligned_alloc(SLOW, 64, 16) == NULL);
	CHECK(shared_multi_heap_aligned_alloc(MAX_SHARED_MULTI_HEAP_ATTR, 64, 16) == NULL);
	CHECK(shared_multi_heap_aligned_alloc(FAST, 64, REGION_BYTES) == NULL);
	CHECK(pool_empty());
}

void case_align_falls_to_next_region(void)
{
	NEEDS_REGIONS(2);
	pool_start();
	CHECK(pool_add(FAST, arena + 64, 1024) == 0);
	CHECK(pool_add(FAST, arena + 2048, 3 * 4096) == 1);
	/* No multiple of 4096 lies inside the first region. */
	void *block = shared_multi_heap_aligned_alloc(FAST, 4096, 100);
	CHECK(block != NULL && aligned_to(block, 4096) && region_of(block) == 1);
	block = shared_multi_heap_aligned_alloc(FAST, 256, 100);
	CHECK(block != NULL && aligned_to(block, 256));
	CHECK(shared_multi_heap_policy_get(FAST) == SMH_POLICY_BEST_FIT || region_of(block) == 0);
	CHECK(pool_sound());
}

static void check_served_by_last(unsigned int last)
{
	for (size_t align = 1; align <= 1024; align *= 2) {
		for (size_t bytes = 1; bytes <= 8 * SMH_ALIGN; bytes += 3) {
			void *block = shared_multi_heap_aligned_alloc(FAST, align, bytes);

			CHECK(block != NULL && aligned_to(block, align));
			CHECK(region_of(block) <= last);
			shared_multi_heap_free(block);
		}
	}
}

void case_align_passes_holes_of_other_regions(void)
{
	static uint8_t *holes[7];

	NEEDS_REGIONS(8);
	pool_start();
	for (unsigned int i = 0; i < 7; i++) {
		holes[i] = full_but_hole(FAST, i, 1 + i);
	}
	for (unsigned int i = 0; i < 7; i++) {
		shared_multi_heap_free(holes[i]);
	}
	/* Each hole is too small for many of these, the last region never is. */
	CHECK(pool_add(FAST, place(7), REGION_BYTES) == 7);
	for (unsigned int policy = 0; policy < SMH_POLICY_NUM; policy++) {
		if (policy_is(FAST, policy)) {
			check_served_by_last(7);
		}
	}
	CHECK(pool_sound());
}

void case_align_many_live(void)
{
	static void *blocks[64];
	uint32_t random = 23;
	unsigned int count = 0;

	pool_start();
	CHECK(pool_add(FAST, arena, 8 * REGION_BYTES) == 0);
	for (; count < 64; count++) {
		const size_t align = (size_t)1 << random_next(&random) % 11;
		void *block = shared_multi_heap_aligned_alloc(FAST, align, 100 + count);

		CHECK(block != NULL && aligned_to(block, align));
		fill(block, 100 + count, count);
		blocks[count] = block;
	}
	CHECK(pool_sound());
	for (unsigned int i = 0; i < count; i++) {
		CHECK(filled(blocks[i], 100 + i, i));
		shared_multi_heap_free(blocks[i]);
	}
	CHECK(pool_empty());
}
