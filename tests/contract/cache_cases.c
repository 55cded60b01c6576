/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Cache maintenance, as far as a program can tell that has no device: what it wrote stays what it
 * reads. QEMU has no caches; on hardware an invalidation in place of a clean fails here.
 */

#include "smh_cache.h"
#include "support.h"

#define LINE  ((size_t)SMH_CACHE_LINE)
#define BYTES (8 * LINE)

/* ARENA_ALIGN is more than a line. */
static void fill_arena(uint32_t seed)
{
	fill(arena, BYTES, seed);
}

void case_cache_clean_keeps_content(void)
{
	for (size_t offset = 0; offset < 2 * LINE; offset += LINE / 4) {
		for (size_t bytes = 1; bytes < 4 * LINE; bytes += LINE / 2 + 1) {
			fill_arena((uint32_t)(offset + bytes));
			smh_cache_clean(arena + offset, bytes);
			CHECK(filled(arena, BYTES, (uint32_t)(offset + bytes)));
		}
	}
}

void case_cache_invalidate_gives_memory(void)
{
	for (size_t lines = 1; lines < 8; lines++) {
		fill_arena((uint32_t)lines);
		smh_cache_clean(arena, BYTES);
		smh_cache_invalidate(arena + LINE, (lines - 1) * LINE + 1);
		CHECK(filled(arena, BYTES, (uint32_t)lines));
	}
}

void case_cache_of_nothing(void)
{
	const uintptr_t top = UINTPTR_MAX - 3;

	fill_arena(1);
	smh_cache_clean(NULL, LINE);
	smh_cache_invalidate(NULL, LINE);
	smh_cache_clean(arena, 0);
	smh_cache_invalidate(arena, 0);
	smh_cache_clean((const void *)top, SIZE_MAX);
	smh_cache_invalidate((void *)top, SIZE_MAX);
	CHECK(filled(arena, BYTES, 1));
}

void case_cache_of_pool_blocks(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = shared_multi_heap_aligned_alloc(FAST, LINE, 2 * LINE);
	CHECK(block != NULL);
	fill(block, 2 * LINE, 5);
	smh_cache_clean(block, 2 * LINE);
	smh_cache_invalidate(block, 2 * LINE);
	CHECK(filled(block, 2 * LINE, 5));
	CHECK(pool_sound());
	shared_multi_heap_free(block);
	CHECK(pool_empty());
}

void case_cache_barrier_changes_nothing(void)
{
	fill_arena(2);
	smh_cache_barrier();
	CHECK(filled(arena, BYTES, 2));
}

void case_cache_line_is_large_enough(void)
{
	CHECK(smh_cache_line_check() == 0);
	CHECK(LINE >= 4 && LINE <= 1024 && (LINE & (LINE - 1)) == 0);
}
