/* SPDX-License-Identifier: Apache-2.0 */

/* The heap of one region, used alone. */

#include "support.h"

static struct sys_heap heap;

static void heap_start(void *mem, size_t bytes)
{
	(void)smh_fault_handler_set(fault_record);
	memset(&heap, 0xEE, sizeof(heap));
	sys_heap_init(&heap, mem, bytes);
}

static void heap_start_usual(void)
{
	heap_start(arena, REGION_BYTES);
	CHECK(heap.heap != NULL);
	CHECK(sys_heap_validate(&heap));
}

/* The largest size that an empty heap serves. */
static size_t largest_alloc(void)
{
	for (size_t bytes = REGION_BYTES; bytes > 0; bytes--) {
		void *block = sys_heap_alloc(&heap, bytes);

		if (block != NULL) {
			sys_heap_free(&heap, block);
			return bytes;
		}
	}
	return 0;
}

void case_heap_init_every_small_size(void)
{
	bool usable = false;

	memset(arena, 0x3C, 4096);
	for (size_t bytes = 0; bytes < 400; bytes++) {
		heap_start(arena + 1024, bytes);
		void *block = sys_heap_alloc(&heap, 1);

		/* Once large enough, always large enough. */
		CHECK(!usable || block != NULL);
		CHECK((block != NULL) == (heap.heap != NULL));
		CHECK(sys_heap_validate(&heap) == (heap.heap != NULL));
		usable = block != NULL;
		CHECK(bytes < SMALLEST_REGION || usable);
		CHECK(all_bytes(arena, 1024, 0x3C));
		CHECK(all_bytes(arena + 1024 + bytes, 256, 0x3C));
		if (usable) {
			CHECK((uint8_t *)block >= arena + 1024);
			CHECK((uint8_t *)block + sys_heap_usable_size(&heap, block) <=
			      arena + 1024 + bytes);
			memset(block, 0xFF, sys_heap_usable_size(&heap, block));
			sys_heap_free(&heap, block);
			CHECK(sys_heap_validate(&heap));
		}
		memset(arena + 1024, 0x3C, bytes);
	}
	CHECK(usable && faults.count == 0);
}

void case_heap_init_every_offset(void)
{
	memset(arena, 0x3C, 4096);
	for (size_t offset = 0; offset < 2 * SMH_ALIGN; offset++) {
		for (size_t bytes = SMALLEST_REGION; bytes < SMALLEST_REGION + 40; bytes++) {
			uint8_t *const start = arena + 512 + offset;

			heap_start(start, bytes);
			uint8_t *block = sys_heap_alloc(&heap, 1);
			CHECK(block != NULL && aligned_to(block, SMH_ALIGN));
			CHECK(block > start && block + 1 <= start + bytes);
			CHECK(all_bytes(arena, (size_t)(start - arena), 0x3C));
			CHECK(all_bytes(start + bytes, 64, 0x3C));
			memset(start, 0x3C, bytes);
		}
	}
	CHECK(faults.count == 0);
}

void case_heap_init_unusable(void)
{
	struct sys_memory_stats stats;

	heap_start(arena, 8);
	CHECK(heap.heap == NULL);
	CHECK(sys_heap_alloc(&heap, 1) == NULL);
	CHECK(sys_heap_aligned_alloc(&heap, 64, 1) == NULL);
	CHECK(sys_heap_noalign_alloc(&heap, 64, 1) == NULL);
	CHECK(sys_heap_realloc(&heap, NULL, 1) == NULL);
	CHECK(!sys_heap_validate(&heap));
	CHECK(sys_heap_runtime_stats_get(&heap, &stats) == -EINVAL);
	CHECK(sys_heap_runtime_stats_reset_max(&heap) == -EINVAL);
	sys_heap_free(&heap, NULL);
	CHECK(faults.count == 0);

	heap_start((void *)(UINTPTR_MAX - 1023), 4096);
	CHECK(heap.heap == NULL && sys_heap_alloc(&heap, 1) == NULL);
	heap_start(arena, SIZE_MAX);
	CHECK(heap.heap == NULL && sys_heap_alloc(&heap, 1) == NULL);
	heap_start(arena, 0);
	CHECK(heap.heap == NULL && sys_heap_alloc(&heap, 1) == NULL);
}

void case_heap_min_size_for(void)
{
	static const uint32_t sizes[] = {1, 4, 8, 16, 17, 40, 64, 100, 256, 1000, 4000};

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		const size_t bytes = Z_HEAP_MIN_SIZE_FOR(sizes[i]);

		for (size_t offset = 0; offset < SMH_ALIGN; offset++) {
			heap_start(arena + offset, bytes);
			void *block = sys_heap_alloc(&heap, sizes[i]);

			CHECK(block != NULL);
			sys_heap_free(&heap, block);
		}
		CHECK(bytes >= sizes[i]);
	}
	CHECK(Z_HEAP_MIN_SIZE <= 64);
}

void case_heap_alloc_and_free(void)
{
	static void *blocks[64];

	heap_start_usual();
	const size_t largest = largest_alloc();
	for (unsigned int i = 0; i < 64; i++) {
		blocks[i] = sys_heap_alloc(&heap, 1 + i);
		CHECK(blocks[i] != NULL && aligned_to(blocks[i], SMH_ALIGN));
		CHECK((uint8_t *)blocks[i] >= arena);
		CHECK((uint8_t *)blocks[i] + 1 + i <= arena + REGION_BYTES);
		fill(blocks[i], 1 + i, i);
		CHECK(sys_heap_validate(&heap));
	}
	for (unsigned int i = 0; i < 64; i++) {
		const unsigned int at = i * 37 % 64;

		CHECK(filled(blocks[at], 1 + at, at));
		sys_heap_free(&heap, blocks[at]);
		CHECK(sys_heap_validate(&heap));
	}
	CHECK(largest_alloc() == largest);
	CHECK(sys_heap_alloc(&heap, 0) == NULL);
	CHECK(sys_heap_alloc(&heap, SIZE_MAX) == NULL);
	CHECK(faults.count == 0);
}

void case_heap_noalign_alloc(void)
{
	heap_start_usual();
	for (size_t align = 0; align < 100; align += 3) {
		void *block = sys_heap_noalign_alloc(&heap, align, 30);

		CHECK(block != NULL && aligned_to(block, SMH_ALIGN));
	}
	CHECK(sys_heap_noalign_alloc(&heap, 64, 0) == NULL);
	CHECK(sys_heap_validate(&heap));
}

void case_heap_aligned_alloc(void)
{
	heap_start_usual();
	const size_t largest = largest_alloc();
	for (size_t align = 1; align <= 4096; align *= 2) {
		uint8_t *block = sys_heap_aligned_alloc(&heap, align, 200);

		CHECK(block != NULL && aligned_to(block, align));
		CHECK(aligned_to(block, SMH_ALIGN));
		fill(block, 200, 1);
		CHECK(sys_heap_validate(&heap));
		sys_heap_free(&heap, block);
		CHECK(largest_alloc() == largest);
	}
	CHECK(sys_heap_aligned_alloc(&heap, 0, 200) != NULL);
	CHECK(sys_heap_aligned_alloc(&heap, 64, 0) == NULL);
	CHECK(sys_heap_aligned_alloc(&heap, 64, SIZE_MAX) == NULL);
	CHECK(sys_heap_aligned_alloc(&heap, SIZE_MAX / 2 + 1, 8) == NULL);
	CHECK(faults.count == 0);
}

/* Sizes and alignments at random until most of the heap is taken, and holes again. */
void case_heap_aligned_many_live(void)
{
	static struct {
		uint8_t *mem;
		size_t bytes;
	} live[32];
	uint32_t random = 20261122;

	heap_start_usual();
	for (uint32_t i = 0; i < 4000; i++) {
		const uint32_t slot = random_next(&random) % 32;
		const size_t align = (size_t)1 << random_next(&random) % 11;

		if (live[slot].mem != NULL) {
			CHECK(filled(live[slot].mem, live[slot].bytes, slot));
		}
		sys_heap_free(&heap, live[slot].mem);
		live[slot].bytes = 1 + random_next(&random) % ((size_t)1 << (4 + i % 7));
		live[slot].mem = sys_heap_aligned_alloc(&heap, align, live[slot].bytes);
		if (live[slot].mem != NULL) {
			CHECK(aligned_to(live[slot].mem, align));
			fill(live[slot].mem, live[slot].bytes, slot);
		}
		CHECK(i % 16 != 0 || sys_heap_validate(&heap));
	}
	for (uint32_t slot = 0; slot < 32; slot++) {
		CHECK(live[slot].mem == NULL || filled(live[slot].mem, live[slot].bytes, slot));
		sys_heap_free(&heap, live[slot].mem);
		live[slot].mem = NULL;
	}
	CHECK(sys_heap_validate(&heap));
	CHECK(faults.count == 0);
}

/* What is damaged is the head of the bin that the search for an aligned block starts at. */
void case_heap_aligned_past_damage(void)
{
	const size_t bytes = 16 * SMH_ALIGN - HEADER_BYTES;

	heap_start_usual();
	uint8_t *hole = sys_heap_alloc(&heap, bytes + 3 * SMH_ALIGN);
	uint8_t *wall = sys_heap_alloc(&heap, 40);
	CHECK(hole != NULL && wall != NULL);
	sys_heap_free(&heap, hole);
	memset(hole, 0xA5, bytes);

	uint8_t *block = sys_heap_aligned_alloc(&heap, 4 * SMH_ALIGN, bytes);
	CHECK(block > wall && aligned_to(block, 4 * SMH_ALIGN));
	CHECK(fault_was(SMH_FAULT_BAD_FREE_BLOCK, hole));
	CHECK(sys_heap_aligned_alloc(&heap, 4 * SMH_ALIGN, bytes) > (void *)block);
	CHECK(faults.count == 0);
	CHECK(!sys_heap_validate(&heap));
}

void case_heap_align_and_rewind(void)
{
	heap_start_usual();
	for (size_t align = 2; align <= 1024; align *= 2) {
		for (size_t rewind = 1; rewind < align; rewind *= 2) {
			uint8_t *block = sys_heap_aligned_alloc(&heap, align | rewind, 100);

			CHECK(block != NULL);
			CHECK(aligned_to(block + rewind, align));
			CHECK(block >= arena && block + 100 <= arena + REGION_BYTES);
			CHECK(sys_heap_usable_size(&heap, block) >= 100);
			fill(block, sys_heap_usable_size(&heap, block), 3);
			CHECK(sys_heap_validate(&heap));
			sys_heap_free(&heap, block);
			CHECK(sys_heap_validate(&heap));
			CHECK(faults.count == 0);
		}
	}
}

void case_heap_rewind_blocks_live_together(void)
{
	static uint8_t *blocks[24];
	struct sys_memory_stats stats;

	heap_start_usual();
	for (unsigned int i = 0; i < 24; i++) {
		const size_t align = (size_t)8 << i % 6;
		const size_t rewind = (size_t)4 << i % 2;

		blocks[i] = sys_heap_aligned_alloc(&heap, rewind < align ? align | rewind : align,
						   40 + i);
		CHECK(blocks[i] != NULL);
		fill(blocks[i], 40 + i, i);
	}
	for (unsigned int i = 0; i < 24; i++) {
		CHECK(filled(blocks[i], 40 + i, i));
		sys_heap_free(&heap, blocks[i]);
		CHECK(sys_heap_validate(&heap));
	}
	CHECK(faults.count == 0);
	CHECK(sys_heap_runtime_stats_get(&heap, &stats) == 0);
	CHECK(stats.allocated_bytes == 0);
}

void case_heap_rewind_refusals(void)
{
	heap_start_usual();
	CHECK(sys_heap_aligned_alloc(&heap, 7, 8) == NULL);
	CHECK(sys_heap_aligned_alloc(&heap, 64 | 16 | 8, 8) == NULL);
	CHECK(sys_heap_aligned_alloc(&heap, 0x111, 8) == NULL);
	CHECK(sys_heap_aligned_alloc(&heap, SIZE_MAX, 8) == NULL);
	CHECK(sys_heap_aligned_alloc(&heap, (SIZE_MAX / 2 + 1) | 8, 8) == NULL);
	CHECK(sys_heap_aligned_alloc(&heap, 64 | 8, SIZE_MAX - 4) == NULL);
	CHECK(sys_heap_aligned_alloc(&heap, 64 | 8, 0) == NULL);
	CHECK(sys_heap_validate(&heap));
	CHECK(faults.count == 0);
}

void case_heap_realloc(void)
{
	heap_start_usual();
	const size_t largest = largest_alloc();
	uint8_t *block = sys_heap_realloc(&heap, NULL, 100);
	CHECK(block != NULL);
	fill(block, 100, 1);
	uint8_t *wall = sys_heap_alloc(&heap, 50);
	CHECK(wall > block);
	CHECK(sys_heap_realloc(&heap, block, 60) == block);
	uint8_t *moved = sys_heap_realloc(&heap, block, 900);
	CHECK(moved > wall && filled(moved, 60, 1));
	CHECK(sys_heap_realloc(&heap, moved, 1900) == moved);
	CHECK(sys_heap_realloc(&heap, moved, SIZE_MAX - 8) == NULL);
	CHECK(filled(moved, 60, 1));
	CHECK(sys_heap_validate(&heap));
	CHECK(sys_heap_realloc(&heap, moved, 0) == NULL);
	sys_heap_free(&heap, wall);
	CHECK(largest_alloc() == largest);
	CHECK(faults.count == 0);
}

void case_heap_aligned_realloc(void)
{
	heap_start_usual();
	uint8_t *block = sys_heap_aligned_realloc(&heap, NULL, 256, 100);
	CHECK(block != NULL && aligned_to(block, 256));
	fill(block, 100, 1);
	uint8_t *wall = sys_heap_alloc(&heap, 50);
	CHECK(wall != NULL);
	block = sys_heap_aligned_realloc(&heap, block, 256, 1000);
	CHECK(block != NULL && aligned_to(block, 256) && filled(block, 100, 1));
	block = sys_heap_aligned_realloc(&heap, block, 512, 100);
	CHECK(block != NULL && aligned_to(block, 512) && filled(block, 100, 1));
	CHECK(sys_heap_aligned_realloc(&heap, block, 512, SIZE_MAX / 2) == NULL);
	CHECK(filled(block, 100, 1));
	CHECK(sys_heap_aligned_realloc(&heap, block, 512, 0) == NULL);
	sys_heap_free(&heap, wall);
	CHECK(sys_heap_validate(&heap));
	CHECK(faults.count == 0);
}

void case_heap_free_faults(void)
{
	heap_start_usual();
	uint8_t *block = sys_heap_alloc(&heap, 100);
	CHECK(block != NULL);
	(void)sys_heap_alloc(&heap, 100);
	sys_heap_free(&heap, NULL);
	CHECK(faults.count == 0);
	sys_heap_free(&heap, arena + REGION_BYTES + SMH_ALIGN);
	CHECK(fault_was(SMH_FAULT_FOREIGN_POINTER, arena + REGION_BYTES + SMH_ALIGN));
	sys_heap_free(&heap, block + 1);
	CHECK(fault_about(block + 1));
	sys_heap_free(&heap, block);
	CHECK(faults.count == 0);
	sys_heap_free(&heap, block);
	CHECK(fault_was(SMH_FAULT_DOUBLE_FREE, block));
	CHECK(sys_heap_realloc(&heap, block, 200) == NULL);
	CHECK(fault_was(SMH_FAULT_DOUBLE_FREE, block));
	CHECK(sys_heap_validate(&heap));
}

void case_heap_usable_size(void)
{
	heap_start_usual();
	CHECK(sys_heap_usable_size(&heap, NULL) == 0);
	CHECK(faults.count == 0);
	for (size_t bytes = 4 * SMH_ALIGN; bytes < 200; bytes++) {
		void *block = sys_heap_alloc(&heap, bytes);

		CHECK(block != NULL);
		const size_t usable = sys_heap_usable_size(&heap, block);
		CHECK(usable >= bytes && usable < bytes + SMH_ALIGN);
		CHECK(sys_heap_realloc(&heap, block, usable) == block);
		sys_heap_free(&heap, block);
	}
	CHECK(sys_heap_usable_size(&heap, arena + REGION_BYTES) == 0);
	CHECK(fault_was(SMH_FAULT_FOREIGN_POINTER, arena + REGION_BYTES));
}

void case_heap_validate(void)
{
	heap_start_usual();
	uint8_t *block = sys_heap_alloc(&heap, BLOCK_OF(5));
	CHECK(block != NULL && sys_heap_alloc(&heap, 40) != NULL);
	snapshot_take(arena, REGION_BYTES);
	CHECK(sys_heap_validate(&heap));
	CHECK(snapshot_same());
	memset(block, 0xFF, BLOCK_OF(5) + 1);
	CHECK(!sys_heap_validate(&heap));
	CHECK(faults.count == 0);
}

void case_heap_stats(void)
{
	struct sys_memory_stats stats;

	heap_start_usual();
	CHECK(sys_heap_runtime_stats_get(NULL, &stats) == -EINVAL);
	CHECK(sys_heap_runtime_stats_get(&heap, NULL) == -EINVAL);
	CHECK(sys_heap_runtime_stats_reset_max(NULL) == -EINVAL);
	CHECK(sys_heap_runtime_stats_get(&heap, &stats) == 0);
	CHECK(stats.allocated_bytes == 0 && stats.max_allocated_bytes == 0);
	const size_t empty = stats.free_bytes;
	CHECK(empty > REGION_BYTES * 7 / 8 && empty < REGION_BYTES);

	void *first = sys_heap_alloc(&heap, 1000);
	void *second = sys_heap_alloc(&heap, 2000);
	CHECK(first != NULL && second != NULL);
	const size_t held =
		sys_heap_usable_size(&heap, first) + sys_heap_usable_size(&heap, second);
	CHECK(sys_heap_runtime_stats_get(&heap, &stats) == 0);
	CHECK(stats.allocated_bytes == (SMH_STATS ? held : 0));
	CHECK(stats.max_allocated_bytes == (SMH_STATS ? held : 0));
	CHECK(!SMH_STATS || (stats.free_bytes <= empty - held && stats.free_bytes > 0));
	sys_heap_free(&heap, second);
	CHECK(sys_heap_runtime_stats_get(&heap, &stats) == 0);
	CHECK(stats.max_allocated_bytes == (SMH_STATS ? held : 0));

	CHECK(sys_heap_runtime_stats_reset_max(&heap) == 0);
	CHECK(sys_heap_runtime_stats_get(&heap, &stats) == 0);
	CHECK(stats.max_allocated_bytes == stats.allocated_bytes);
	sys_heap_free(&heap, first);
	CHECK(sys_heap_runtime_stats_get(&heap, &stats) == 0);
	CHECK(stats.allocated_bytes == 0 && stats.free_bytes == empty);
}

void case_heap_tiny_regions(void)
{
	if (SMH_ALIGN != 8 || !SMH_NARROW || SMH_CHECK_EXACT) {
		return;
	}
	heap_start(arena, 128);
	void *cut = sys_heap_alloc(&heap, 64);
	CHECK(cut != NULL && sys_heap_realloc(&heap, cut, 32) == cut);
	CHECK(sys_heap_alloc(&heap, 32) != NULL);
	CHECK(sys_heap_validate(&heap));
	heap_start(arena, 256);
	CHECK(sys_heap_alloc(&heap, 188) != NULL);
	heap_start(arena, 512);
	CHECK(sys_heap_alloc(&heap, 420) != NULL);
}

void case_heap_is_position_independent(void)
{
	static struct sys_heap moved;
	static uint8_t *blocks[20];

	/* The region's bytes elsewhere are the same heap there: nothing in it points. */
	heap_start_usual();
	for (unsigned int i = 0; i < 20; i++) {
		blocks[i] = sys_heap_alloc(&heap, 30 + 10 * i);
		CHECK(blocks[i] != NULL);
		fill(blocks[i], 30 + 10 * i, i);
	}
	for (unsigned int i = 0; i < 20; i += 3) {
		sys_heap_free(&heap, blocks[i]);
	}
	uint8_t *const other = arena + 4 * REGION_BYTES;
	const uintptr_t shift = (uintptr_t)other - (uintptr_t)arena;
	memcpy(other, arena, REGION_BYTES);
	memset(arena, 0xFF, REGION_BYTES);
	moved = heap;
	moved.heap = (struct smh_heap_ctl *)((uintptr_t)heap.heap + shift);
	if (heap.seal >> 16 != 0) {
		moved.u.map = (struct smh_heap_map *)((uintptr_t)heap.u.map + shift);
	}
	CHECK(sys_heap_validate(&moved));
	for (unsigned int i = 0; i < 20; i++) {
		if (i % 3 != 0) {
			CHECK(filled(blocks[i] + shift, 30 + 10 * i, i));
			sys_heap_free(&moved, blocks[i] + shift);
		}
	}
	void *block = sys_heap_alloc(&moved, REGION_BYTES / 2);
	CHECK((uint8_t *)block >= other && (uint8_t *)block < other + REGION_BYTES);
	CHECK(sys_heap_validate(&moved));
	CHECK(faults.count == 0);
	CHECK(all_bytes(arena, REGION_BYTES, 0xFF));
}
