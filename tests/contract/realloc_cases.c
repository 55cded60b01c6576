/* SPDX-License-Identifier: Apache-2.0 */

/* shared_multi_heap_realloc() and shared_multi_heap_aligned_realloc(). */

#include <limits.h>

#include "support.h"

static uint8_t *filled_block(unsigned int attr, size_t bytes)
{
	uint8_t *block = shared_multi_heap_alloc(attr, bytes);

	CHECK(block != NULL);
	fill(block, bytes, (uint32_t)bytes);
	return block;
}

void case_realloc_null_allocates(void)
{
	pool_with_regions(FAST, 1);
	void *block = shared_multi_heap_realloc(FAST, NULL, 100);
	CHECK(block != NULL && in_region(block, 100, 0));
	void *other = shared_multi_heap_aligned_realloc(FAST, NULL, 512, 100);
	CHECK(other != NULL && aligned_to(other, 512));
	CHECK(shared_multi_heap_realloc(SLOW, NULL, 100) == NULL);
	CHECK(shared_multi_heap_realloc(MAX_SHARED_MULTI_HEAP_ATTR, NULL, 100) == NULL);
	CHECK(shared_multi_heap_realloc(FAST, NULL, SIZE_MAX) == NULL);
	CHECK(region_tally(0).used == 2);
	CHECK(pool_sound());
}

void case_realloc_zero_frees(void)
{
	pool_with_regions(FAST, 1);
	CHECK(shared_multi_heap_realloc(FAST, filled_block(FAST, 100), 0) == NULL);
	CHECK(pool_empty());
	CHECK(shared_multi_heap_aligned_realloc(FAST, filled_block(FAST, 100), 64, 0) == NULL);
	CHECK(pool_empty());
	CHECK(shared_multi_heap_realloc(FAST, NULL, 0) == NULL);
	CHECK(pool_empty());
	/* What else was asked for does not matter then. */
	CHECK(shared_multi_heap_realloc(UINT_MAX, filled_block(FAST, 100), 0) == NULL);
	CHECK(pool_empty());
	CHECK(shared_multi_heap_aligned_realloc(SLOW, filled_block(FAST, 100), 3, 0) == NULL);
	CHECK(pool_empty());
}

void case_realloc_same_size(void)
{
	pool_with_regions(FAST, 1);
	for (size_t bytes = 1; bytes < 100; bytes += 9) {
		uint8_t *block = filled_block(FAST, bytes);

		CHECK(shared_multi_heap_realloc(FAST, block, bytes) == block);
		CHECK(shared_multi_heap_realloc(FAST, block,
						shared_multi_heap_usable_size(block)) == block);
		CHECK(filled(block, bytes, (uint32_t)bytes));
	}
	CHECK(pool_sound());
}

void case_realloc_shrinks_in_place(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = filled_block(FAST, 1000);
	uint8_t *after = filled_block(FAST, 100);
	size_t usable = shared_multi_heap_usable_size(block);

	for (size_t bytes = 999; bytes > 0; bytes -= bytes > 40 ? 37 : 1) {
		CHECK(shared_multi_heap_realloc(FAST, block, bytes) == block);
		CHECK(filled(block, bytes, 1000));
		CHECK(shared_multi_heap_usable_size(block) <= usable);
		usable = shared_multi_heap_usable_size(block);
		CHECK(usable >= bytes && usable < bytes + 4 * SMH_ALIGN);
		CHECK(pool_sound());
	}
	CHECK(filled(after, 100, 100));
	shared_multi_heap_free(after);
	shared_multi_heap_free(block);
	CHECK(pool_empty());
}

void case_realloc_shrunk_tail_is_reused(void)
{
	pool_with_regions(FAST, 1);
	const size_t whole = region_info(0).capacity;
	uint8_t *block = filled_block(FAST, whole);

	CHECK(shared_multi_heap_alloc(FAST, 1) == NULL);
	CHECK(shared_multi_heap_realloc(FAST, block, 100) == block);
	uint8_t *tail = filled_block(FAST, 2000);
	CHECK(tail > block);
	CHECK(filled(block, 100, (uint32_t)whole));
	CHECK(pool_sound());
}

void case_realloc_grows_in_place(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = filled_block(FAST, 100);
	const size_t whole = region_info(0).capacity;

	/* The right neighbour is the free rest of the region. */
	for (size_t bytes = 101; bytes <= whole; bytes += 113) {
		CHECK(shared_multi_heap_realloc(FAST, block, bytes) == block);
		CHECK(filled(block, 100, 100));
		CHECK(shared_multi_heap_usable_size(block) >= bytes);
		CHECK(pool_sound());
	}
	CHECK(shared_multi_heap_realloc(FAST, block, whole) == block);
	CHECK(shared_multi_heap_realloc(FAST, block, whole + 1) == NULL);
	CHECK(filled(block, 100, 100));
	shared_multi_heap_free(block);
	CHECK(pool_empty());
}

void case_realloc_grows_into_exact_neighbour(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = filled_block(FAST, BLOCK_OF(5));
	uint8_t *right = filled_block(FAST, BLOCK_OF(4));
	uint8_t *wall = filled_block(FAST, BLOCK_OF(3));
	take_everything(FAST);
	CHECK(right > block && wall > right);

	shared_multi_heap_free(right);
	CHECK(shared_multi_heap_realloc(FAST, block, BLOCK_OF(9)) == block);
	CHECK(filled(block, BLOCK_OF(5), BLOCK_OF(5)));
	CHECK(shared_multi_heap_usable_size(block) == BLOCK_OF(9));
	/* Not one byte more. */
	CHECK(shared_multi_heap_realloc(FAST, block, BLOCK_OF(9) + 1) == NULL);
	CHECK(filled(block, BLOCK_OF(5), BLOCK_OF(5)));
	CHECK(filled(wall, BLOCK_OF(3), BLOCK_OF(3)));
	CHECK(pool_sound());
}

void case_realloc_grow_splits_neighbour(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = filled_block(FAST, BLOCK_OF(4));
	uint8_t *right = filled_block(FAST, BLOCK_OF(20));
	uint8_t *wall = filled_block(FAST, BLOCK_OF(4));
	CHECK(right > block && wall > right);
	shared_multi_heap_free(right);

	CHECK(shared_multi_heap_realloc(FAST, block, BLOCK_OF(10)) == block);
	CHECK(shared_multi_heap_usable_size(block) == BLOCK_OF(10));
	CHECK(region_tally(0).free >= 1);
	CHECK(filled(wall, BLOCK_OF(4), BLOCK_OF(4)));
	CHECK(pool_sound());
}

void case_realloc_moves_with_content(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = filled_block(FAST, 300);
	uint8_t *wall = filled_block(FAST, 100);

	uint8_t *moved = shared_multi_heap_realloc(FAST, block, 900);
	CHECK(moved != NULL && moved != block);
	CHECK(aligned_to(moved, SMH_ALIGN));
	CHECK(filled(moved, 300, 300));
	CHECK(filled(wall, 100, 100));
	CHECK(region_tally(0).used == 2);
	/* The old place is free again. */
	CHECK(shared_multi_heap_alloc(FAST, 300) == block);
	CHECK(pool_sound());
}

void case_realloc_moves_to_another_region(void)
{
	NEEDS_REGIONS(2);
	pool_with_regions(FAST, 2);
	uint8_t *block = filled_block(FAST, 300);
	CHECK(region_of(block) == 0);
	while (region_info(0).largest_free >= 800) {
		CHECK(region_of(filled_block(FAST, 700)) == 0);
	}
	uint8_t *moved = shared_multi_heap_realloc(FAST, block, 4000);
	CHECK(moved != NULL && region_of(moved) == 1);
	CHECK(filled(moved, 300, 300));
	CHECK(pool_sound());
}

void case_realloc_failure_leaves_block(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = filled_block(FAST, 300);
	uint8_t *wall = filled_block(FAST, 100);
	const size_t too_big[] = {region_info(0).capacity,  REGION_BYTES, SIZE_MAX / 2,
				  SIZE_MAX - 2 * SMH_ALIGN, SIZE_MAX - 4, SIZE_MAX};

	for (size_t i = 0; i < sizeof(too_big) / sizeof(too_big[0]); i++) {
		CHECK(shared_multi_heap_realloc(FAST, block, too_big[i]) == NULL);
		CHECK(shared_multi_heap_aligned_realloc(FAST, block, 64, too_big[i]) == NULL);
		CHECK(filled(block, 300, 300));
		CHECK(shared_multi_heap_usable_size(block) >= 300);
		CHECK(region_tally(0).used == 2);
	}
	CHECK(pool_sound());
	shared_multi_heap_free(block);
	CHECK(filled(wall, 100, 100));
	shared_multi_heap_free(wall);
	CHECK(pool_empty());
}

void case_realloc_failure_in_full_region(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = filled_block(FAST, 300);
	take_everything(FAST);
	snapshot_take(place(0), REGION_BYTES);
	CHECK(shared_multi_heap_realloc(FAST, block, 400) == NULL);
	CHECK(shared_multi_heap_realloc(FAST, block, 301 + 2 * SMH_ALIGN) == NULL);
	CHECK(snapshot_same());
	CHECK(filled(block, 300, 300));
	CHECK(pool_sound());
}

void case_realloc_moves_to_the_attr(void)
{
	NEEDS_REGIONS(2);
	pool_start();
	CHECK(pool_add(FAST, place(0), REGION_BYTES) == 0);
	CHECK(pool_add(SLOW, place(1), REGION_BYTES) == 1);
	uint8_t *block = filled_block(FAST, 500);

	/* Growing, at the same size and shrinking. */
	block = shared_multi_heap_realloc(SLOW, block, 600);
	CHECK(block != NULL && region_of(block) == 1);
	CHECK(filled(block, 500, 500));
	block = shared_multi_heap_realloc(FAST, block, 600);
	CHECK(block != NULL && region_of(block) == 0);
	CHECK(filled(block, 500, 500));
	block = shared_multi_heap_realloc(SLOW, block, 50);
	CHECK(block != NULL && region_of(block) == 1);
	CHECK(filled(block, 50, 500));
	CHECK(region_tally(0).used == 0 && region_tally(1).used == 1);
	shared_multi_heap_free(block);
	CHECK(pool_empty());
}

void case_realloc_attr_cannot_serve(void)
{
	NEEDS_REGIONS(2);
	pool_start();
	CHECK(pool_add(FAST, place(0), REGION_BYTES) == 0);
	CHECK(pool_add(SLOW, place(1), 512) == 1);
	uint8_t *block = filled_block(FAST, 1000);

	snapshot_take(place(0), REGION_BYTES);
	CHECK(shared_multi_heap_realloc(SLOW, block, 1000) == NULL);
	CHECK(shared_multi_heap_realloc(SLOW, block, 600) == NULL);
	CHECK(shared_multi_heap_realloc(OUTER, block, 10) == NULL);
	CHECK(shared_multi_heap_realloc(MAX_SHARED_MULTI_HEAP_ATTR, block, 10) == NULL);
	CHECK(shared_multi_heap_realloc(UINT_MAX, block, 10) == NULL);
	CHECK(snapshot_same());
	CHECK(filled(block, 1000, 1000));
	CHECK(region_tally(1).used == 0);
	CHECK(pool_sound());
}

void case_realloc_aligned_keeps_alignment(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = shared_multi_heap_aligned_alloc(FAST, 512, 100);
	CHECK(block != NULL);
	fill(block, 100, 8);
	uint8_t *wall = filled_block(FAST, 64);
	CHECK(wall != NULL);

	for (size_t bytes = 150; bytes < 1500; bytes += 150) {
		block = shared_multi_heap_aligned_realloc(FAST, block, 512, bytes);
		CHECK(block != NULL && aligned_to(block, 512));
		CHECK(filled(block, 100, 8));
		CHECK(shared_multi_heap_usable_size(block) >= bytes);
	}
	CHECK(shared_multi_heap_aligned_realloc(FAST, block, 512, 70) == block);
	CHECK(filled(block, 70, 8));
	CHECK(filled(wall, 64, 64));
	CHECK(pool_sound());
}

void case_realloc_aligned_moves_to_align(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = filled_block(FAST, 64);
	while (aligned_to(block, 1024)) {
		block = filled_block(FAST, 64);
	}
	/* Shrinking, but the place does not satisfy the alignment. */
	uint8_t *moved = shared_multi_heap_aligned_realloc(FAST, block, 1024, 40);
	CHECK(moved != NULL && moved != block && aligned_to(moved, 1024));
	CHECK(filled(moved, 40, 64));
	CHECK(pool_sound());
}

void case_realloc_aligned_bad_align(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = filled_block(FAST, 64);

	snapshot_take(place(0), REGION_BYTES);
	CHECK(shared_multi_heap_aligned_realloc(FAST, block, 3, 40) == NULL);
	CHECK(shared_multi_heap_aligned_realloc(FAST, block, 48, 100) == NULL);
	CHECK(shared_multi_heap_aligned_realloc(FAST, block, SIZE_MAX, 40) == NULL);
	CHECK(shared_multi_heap_aligned_realloc(FAST, block, SIZE_MAX / 2 + 1, 40) == NULL ||
	      aligned_to(block, SIZE_MAX / 2 + 1));
	CHECK(shared_multi_heap_aligned_realloc(FAST, NULL, 48, 100) == NULL);
	CHECK(snapshot_same());
	/* 0 stands for the default, so this stays. */
	CHECK(shared_multi_heap_aligned_realloc(FAST, block, 0, 40) == block);
	CHECK(pool_sound());
}

void case_realloc_refuses_foreign_pointer(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = filled_block(FAST, 100);

	snapshot_take(place(0), REGION_BYTES);
	CHECK(shared_multi_heap_realloc(FAST, place(2), 10) == NULL);
	CHECK(fault_was(SMH_FAULT_FOREIGN_POINTER, place(2)));
	CHECK(shared_multi_heap_aligned_realloc(FAST, place(2), 64, 10) == NULL);
	CHECK(fault_was(SMH_FAULT_FOREIGN_POINTER, place(2)));
	CHECK(shared_multi_heap_realloc(FAST, block + 1, 10) == NULL);
	CHECK(fault_was(SMH_FAULT_MISALIGNED_POINTER, block + 1));
	CHECK(shared_multi_heap_realloc(FAST, block + 3, 0) == NULL);
	CHECK(fault_was(SMH_FAULT_MISALIGNED_POINTER, block + 3));
	CHECK(snapshot_same());
	CHECK(pool_sound());
}

void case_realloc_bad_pointer_and_bad_request(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = filled_block(FAST, 100);
	uint8_t *const bad[] = {place(2), block + 1};

	snapshot_take(place(0), REGION_BYTES);
	for (size_t i = 0; i < 2; i++) {
		CHECK(shared_multi_heap_realloc(FAST, bad[i], SIZE_MAX) == NULL);
		CHECK(fault_about(bad[i]));
		CHECK(shared_multi_heap_realloc(UINT_MAX, bad[i], 10) == NULL);
		CHECK(fault_about(bad[i]));
		CHECK(shared_multi_heap_aligned_realloc(FAST, bad[i], 3, 10) == NULL);
		CHECK(fault_about(bad[i]));
		CHECK(shared_multi_heap_resize(bad[i], SIZE_MAX) == -EINVAL);
		CHECK(fault_about(bad[i]));
	}
	/* A live block is no fault, whatever is asked of it. */
	CHECK(shared_multi_heap_realloc(FAST, block, SIZE_MAX) == NULL);
	CHECK(shared_multi_heap_realloc(UINT_MAX, block, 10) == NULL);
	CHECK(snapshot_same());
	CHECK(pool_sound());
}

void case_realloc_refuses_freed_block(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = filled_block(FAST, 100);
	uint8_t *wall = filled_block(FAST, 100);

	shared_multi_heap_free(block);
	snapshot_take(place(0), REGION_BYTES);
	CHECK(shared_multi_heap_realloc(FAST, block, 50) == NULL);
	CHECK(fault_was(SMH_FAULT_DOUBLE_FREE, block));
	CHECK(shared_multi_heap_realloc(FAST, block, 500) == NULL);
	CHECK(fault_was(SMH_FAULT_DOUBLE_FREE, block));
	CHECK(shared_multi_heap_realloc(FAST, block, 0) == NULL);
	CHECK(fault_was(SMH_FAULT_DOUBLE_FREE, block));
	CHECK(snapshot_same());
	CHECK(filled(wall, 100, 100));
	CHECK(pool_sound());
}

void case_realloc_random_walk(void)
{
	uint32_t random = 99;
	size_t size = 1;

	pool_with_regions(FAST, 1);
	uint8_t *block = filled_block(FAST, size);
	uint8_t *wall = filled_block(FAST, 10);
	for (uint32_t i = 0; i < 300; i++) {
		const size_t bytes = 1 + random_next(&random) % 3000;
		uint8_t *moved = shared_multi_heap_realloc(FAST, block, bytes);

		CHECK(moved != NULL);
		CHECK(filled(moved, size < bytes ? size : bytes, i == 0 ? 1 : i));
		fill(moved, bytes, i + 1);
		block = moved;
		size = bytes;
		CHECK(filled(wall, 10, 10));
	}
	shared_multi_heap_free(wall);
	shared_multi_heap_free(block);
	CHECK(pool_empty());
}
