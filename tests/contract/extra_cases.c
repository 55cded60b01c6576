/* SPDX-License-Identifier: Apache-2.0 */

/* calloc, resize in place and usable size. */

#include <limits.h>

#include "support.h"

void case_calloc_gives_zeroes(void)
{
	pool_with_regions(FAST, 1);
	/* Make everything that a block can get dirty first. */
	const size_t capacity = region_info(0).capacity;
	void *dirty = shared_multi_heap_alloc(FAST, capacity);
	CHECK(dirty != NULL);
	memset(dirty, 0xDB, capacity);
	shared_multi_heap_free(dirty);

	for (size_t count = 1; count < 30; count += 4) {
		uint8_t *block = shared_multi_heap_calloc(FAST, count, 7);

		CHECK(block != NULL && aligned_to(block, SMH_ALIGN));
		CHECK(in_region(block, count * 7, 0));
		CHECK(all_bytes(block, count * 7, 0));
		memset(block, 0xDB, count * 7);
	}
	CHECK(pool_sound());
}

void case_calloc_whole_region(void)
{
	pool_with_regions(FAST, 1);
	const size_t capacity = region_info(0).capacity;

	for (int round = 0; round < 3; round++) {
		uint8_t *block = shared_multi_heap_calloc(FAST, 1, capacity);

		CHECK(block != NULL);
		CHECK(all_bytes(block, capacity, 0));
		memset(block, 0xDB, capacity);
		shared_multi_heap_free(block);
	}
	CHECK(pool_empty());
}

void case_calloc_overflow(void)
{
	pool_with_regions(FAST, 1);
	const size_t half = (size_t)1 << (sizeof(size_t) * 4);

	/* Products that are small once truncated. */
	CHECK(shared_multi_heap_calloc(FAST, half, half) == NULL);
	CHECK(shared_multi_heap_calloc(FAST, half + 1, half) == NULL);
	CHECK(shared_multi_heap_calloc(FAST, SIZE_MAX, 2) == NULL);
	CHECK(shared_multi_heap_calloc(FAST, 2, SIZE_MAX) == NULL);
	CHECK(shared_multi_heap_calloc(FAST, SIZE_MAX, SIZE_MAX) == NULL);
	CHECK(shared_multi_heap_calloc(FAST, SIZE_MAX / 2 + 1, 2) == NULL);
	CHECK(shared_multi_heap_calloc(FAST, SIZE_MAX / 8 + 2, 8) == NULL);
	CHECK(shared_multi_heap_calloc(FAST, 8, SIZE_MAX / 8 + 2) == NULL);
	CHECK(shared_multi_heap_calloc(FAST, 1, SIZE_MAX) == NULL);
	CHECK(pool_empty());
}

void case_calloc_refusals(void)
{
	pool_with_regions(FAST, 1);
	CHECK(shared_multi_heap_calloc(FAST, 0, 8) == NULL);
	CHECK(shared_multi_heap_calloc(FAST, 8, 0) == NULL);
	CHECK(shared_multi_heap_calloc(FAST, 0, 0) == NULL);
	CHECK(shared_multi_heap_calloc(FAST, 0, SIZE_MAX) == NULL);
	CHECK(shared_multi_heap_calloc(FAST, SIZE_MAX, 0) == NULL);
	CHECK(shared_multi_heap_calloc(SLOW, 1, 8) == NULL);
	CHECK(shared_multi_heap_calloc(MAX_SHARED_MULTI_HEAP_ATTR, 1, 8) == NULL);
	CHECK(shared_multi_heap_calloc(UINT_MAX, 1, 8) == NULL);
	CHECK(shared_multi_heap_calloc(FAST, 1, REGION_BYTES) == NULL);
	CHECK(pool_empty());
}

void case_resize_shrinks_and_grows(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = shared_multi_heap_alloc(FAST, 500);
	CHECK(block != NULL);
	fill(block, 500, 2);

	CHECK(shared_multi_heap_resize(block, 100) == 0);
	CHECK(filled(block, 100, 2));
	const size_t usable = shared_multi_heap_usable_size(block);
	CHECK(usable >= 100 && usable < 100 + 2 * SMH_ALIGN);
	CHECK(shared_multi_heap_resize(block, 3000) == 0);
	CHECK(filled(block, 100, 2));
	CHECK(shared_multi_heap_usable_size(block) >= 3000);
	CHECK(shared_multi_heap_resize(block, 1) == 0);
	CHECK(filled(block, 1, 2));
	CHECK(pool_sound());
	shared_multi_heap_free(block);
	CHECK(pool_empty());
}

void case_resize_gives_back_the_smallest_rest(void)
{
	const size_t smallest = BLOCK_OF(SMALLEST_BLOCK);

	pool_start();
	uint8_t *block = full_but_hole(FAST, 0, 6 + SMALLEST_BLOCK);
	CHECK(shared_multi_heap_alloc(FAST, smallest) == NULL);
	CHECK(shared_multi_heap_resize(block, BLOCK_OF(6)) == 0);
	CHECK(shared_multi_heap_usable_size(block) == BLOCK_OF(6));
	uint8_t *rest = shared_multi_heap_alloc(FAST, smallest);
	CHECK(rest == block + 6 * SMH_ALIGN);
	CHECK(shared_multi_heap_resize(block, BLOCK_OF(7)) == -ENOMEM);
	shared_multi_heap_free(rest);
	CHECK(shared_multi_heap_resize(block, BLOCK_OF(6 + SMALLEST_BLOCK)) == 0);
	CHECK(region_tally(0).free == 0);
	CHECK(pool_sound());
}

void case_resize_to_whole_region(void)
{
	pool_with_regions(FAST, 1);
	const size_t capacity = region_info(0).capacity;
	uint8_t *block = shared_multi_heap_alloc(FAST, 10);
	CHECK(block != NULL);
	CHECK(shared_multi_heap_resize(block, capacity) == 0);
	CHECK(shared_multi_heap_usable_size(block) == capacity);
	CHECK(shared_multi_heap_alloc(FAST, 1) == NULL);
	CHECK(shared_multi_heap_resize(block, capacity + 1) == -ENOMEM);
	CHECK(shared_multi_heap_resize(block, 10) == 0);
	CHECK(shared_multi_heap_alloc(FAST, 10) != NULL);
	CHECK(pool_sound());
}

void case_resize_cannot_grow(void)
{
	static const size_t more[] = {1000, SIZE_MAX / 2, SIZE_MAX - SMH_ALIGN, SIZE_MAX - 4,
				      SIZE_MAX};

	pool_with_regions(FAST, 1);
	uint8_t *block = shared_multi_heap_alloc(FAST, 100);
	CHECK(block != NULL);
	fill(block, 100, 2);
	uint8_t *wall = shared_multi_heap_alloc(FAST, 100);
	CHECK(wall > block);
	snapshot_take(place(0), REGION_BYTES);
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++) {
		CHECK(shared_multi_heap_resize(block, more[i]) == -ENOMEM);
		CHECK(snapshot_same());
	}
	const size_t usable = shared_multi_heap_usable_size(block);
	CHECK(shared_multi_heap_resize(block, usable + 1) == -ENOMEM);
	CHECK(shared_multi_heap_resize(block, usable) == 0);
	CHECK(shared_multi_heap_resize(block, 100) == 0);
	CHECK(snapshot_same());
	CHECK(pool_sound());
}

void case_resize_bad_arguments(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = shared_multi_heap_alloc(FAST, 100);
	CHECK(block != NULL);
	snapshot_take(place(0), REGION_BYTES);
	CHECK(shared_multi_heap_resize(NULL, 10) == -EINVAL);
	CHECK(shared_multi_heap_resize(NULL, 0) == -EINVAL);
	CHECK(shared_multi_heap_resize(block, 0) == -EINVAL);
	CHECK(faults.count == 0);
	CHECK(shared_multi_heap_resize(block + SMH_ALIGN / 2, 10) == -EINVAL);
	CHECK(fault_was(SMH_FAULT_MISALIGNED_POINTER, block + SMH_ALIGN / 2));
	CHECK(shared_multi_heap_resize(place(3), 10) == -EINVAL);
	CHECK(fault_was(SMH_FAULT_FOREIGN_POINTER, place(3)));
	CHECK(snapshot_same());
	shared_multi_heap_free(block);
	CHECK(shared_multi_heap_resize(block, 10) == -EINVAL);
	CHECK(fault_was(SMH_FAULT_DOUBLE_FREE, block));
	CHECK(pool_empty());
}

void case_resize_keeps_alignment_and_place(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = shared_multi_heap_aligned_alloc(FAST, 1024, 300);
	CHECK(block != NULL && aligned_to(block, 1024));
	fill(block, 300, 6);
	for (size_t bytes = 1; bytes < 1500; bytes += 99) {
		CHECK(shared_multi_heap_resize(block, bytes) == 0);
		fill(block, bytes, 6);
		CHECK(pool_sound());
	}
	shared_multi_heap_free(block);
	CHECK(pool_empty());
}

void case_usable_holds_every_byte(void)
{
	pool_with_regions(FAST, 1);
	for (size_t bytes = 1; bytes < 400; bytes += 3) {
		uint8_t *left = shared_multi_heap_alloc(FAST, 20);
		uint8_t *block = shared_multi_heap_alloc(FAST, bytes);
		uint8_t *right = shared_multi_heap_alloc(FAST, 20);

		CHECK(left != NULL && block != NULL && right != NULL);
		const size_t usable = shared_multi_heap_usable_size(block);
		CHECK(usable >= bytes);
		memset(left, 0xFF, shared_multi_heap_usable_size(left));
		memset(block, 0xFF, usable);
		memset(right, 0xFF, shared_multi_heap_usable_size(right));
		CHECK(pool_sound());
		CHECK(shared_multi_heap_usable_size(block) == usable);
		shared_multi_heap_free(left);
		shared_multi_heap_free(block);
		shared_multi_heap_free(right);
		CHECK(pool_empty());
	}
}

void case_usable_of_bad_pointers(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = shared_multi_heap_alloc(FAST, 100);
	CHECK(block != NULL);
	CHECK(shared_multi_heap_usable_size(NULL) == 0);
	CHECK(faults.count == 0);
	CHECK(shared_multi_heap_usable_size(block + 1) == 0);
	CHECK(fault_was(SMH_FAULT_MISALIGNED_POINTER, block + 1));
	CHECK(shared_multi_heap_usable_size(arena + ARENA_BYTES - SMH_ALIGN) == 0);
	CHECK(fault_was(SMH_FAULT_FOREIGN_POINTER, arena + ARENA_BYTES - SMH_ALIGN));
	shared_multi_heap_free(block);
	CHECK(shared_multi_heap_usable_size(block) == 0);
	CHECK(fault_was(SMH_FAULT_DOUBLE_FREE, block));
}
