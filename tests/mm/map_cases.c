/* SPDX-License-Identifier: Apache-2.0 */

/* KMEM-MAP: anonymous memory that can be had. */

#include "support.h"

void case_mm_map_counts_frames(void)
{
	START(.frames = 20);
	const struct mm_left before = mm_left();

	for (unsigned int round = 0; round < 3; round++) {
		for (size_t pages = 1; pages <= 20; pages++) {
			void *mapping = k_mem_map(pages * PAGE, K_MEM_PERM_RW);

			CHECK(mapping != NULL && k_mem_free_get() == (20 - pages) * PAGE);
			k_mem_unmap(mapping, pages * PAGE);
			CHECK(k_mem_free_get() == 20 * PAGE);
		}
	}
	CHECK(mm_left_is(&before));
	mm_stop();
}

void case_mm_map_several(void)
{
	uint8_t *mappings[5];

	START(.frames = 15);
	const struct mm_left before = mm_left();

	for (size_t i = 0; i < 5; i++) {
		mappings[i] = k_mem_map((i + 1) * PAGE, K_MEM_PERM_RW);
		CHECK(mappings[i] != NULL);
		for (size_t p = 0; p <= i; p++) {
			page_fill(page_at(mappings[i], p), (uint32_t)(10 * i + p));
		}
	}
	CHECK(free_frames() == 0);
	for (size_t i = 0; i < 5; i++) {
		for (size_t p = 0; p <= i; p++) {
			CHECK(page_filled(page_at(mappings[i], p), (uint32_t)(10 * i + p)));
		}
	}
	/* Not in the order in which they came. */
	for (size_t i = 0; i < 5; i++) {
		k_mem_unmap(mappings[i * 2 % 5], (i * 2 % 5 + 1) * PAGE);
	}
	CHECK(mm_left_is(&before));
	mm_stop();
}

void case_mm_map_place(void)
{
	START(.frames = 8);
	for (size_t pages = 1; pages <= 8; pages++) {
		const uintptr_t at = (uintptr_t)k_mem_map(pages * PAGE, 0);

		CHECK(at % PAGE == 0 && at >= places.window + PAGE);
		CHECK(at + pages * PAGE + PAGE <= places.window + 64 * PAGE);
		k_mem_unmap((void *)at, pages * PAGE);
	}
	mm_stop();
}

void case_mm_map_is_zeroed(void)
{
	START(.frames = 12);
	dirty_frames();

	uint8_t *mapping = k_mem_map(12 * PAGE, K_MEM_PERM_RW);

	CHECK(pages_are_zero(mapping, 12));
	page_fill(mapping + 3 * PAGE, 1);
	k_mem_unmap(mapping, 12 * PAGE);
	dirty_frames();
	mapping = k_mem_map(12 * PAGE, 0);
	CHECK(pages_are_zero(mapping, 12));
	k_mem_unmap(mapping, 12 * PAGE);
	dirty_frames();
	mapping = k_mem_map(12 * PAGE, K_MEM_PERM_RW | K_MEM_PERM_USER | K_MEM_MAP_LOCK);
	CHECK(pages_are_zero(mapping, 12));
	mm_stop();
}

/* Each page has what some frame was left with, and no two the same. */
void case_mm_map_uninit_keeps_content(void)
{
	bool seen[12] = {false};

	START(.frames = 12);
	dirty_frames();

	uint8_t *mapping = k_mem_map(12 * PAGE, K_MEM_MAP_UNINIT);

	for (size_t p = 0; p < 12; p++) {
		for (uint32_t i = 0; i < 12; i++) {
			if (page_filled(page_at(mapping, p), 0xD1u + i)) {
				CHECK(!seen[i]);
				seen[i] = true;
			}
		}
	}
	for (size_t i = 0; i < 12; i++) {
		CHECK(seen[i]);
	}
	mm_stop();
}

static void is_guard(uint8_t *page)
{
	CHECK(is_unmapped(page));
	CHECK(!mm_can_read(page) && !mm_can_read(page + PAGE - 1));
	CHECK(!mm_can_write(page) && !mm_can_write(page + PAGE - 1));
	CHECK(!mm_can_execute(page));
}

static void is_guarded(uint8_t *mapping, size_t pages)
{
	is_guard(mapping - PAGE);
	is_guard(mapping + pages * PAGE);
	CHECK(mm_can_write(mapping) && mm_can_write(mapping + pages * PAGE - 1));
}

void case_mm_map_guards(void)
{
	START(.frames = 12);
	uint8_t *one = k_mem_map(PAGE, K_MEM_PERM_RW);
	uint8_t *four = k_mem_map(4 * PAGE, K_MEM_PERM_RW);
	uint8_t *other = k_mem_map(PAGE, K_MEM_PERM_RW);
	uint8_t *unpaged = k_mem_map(2 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);

	is_guarded(one, 1);
	is_guarded(four, 4);
	is_guarded(other, 1);
	is_guarded(unpaged, 2);
	k_mem_unmap(four, 4 * PAGE);
	is_guarded(one, 1);
	is_guarded(other, 1);
	for (size_t p = 0; p < 4; p++) {
		is_guard(page_at(four, p));
	}
	mm_stop();
}

void case_mm_map_read_only(void)
{
	START(.frames = 4);
	uint8_t *mapping = k_mem_map(2 * PAGE, 0);

	for (size_t p = 0; p < 2; p++) {
		CHECK(mm_can_read(page_at(mapping, p)) && !mm_can_write(page_at(mapping, p)));
		CHECK(!mm_can_execute(page_at(mapping, p)));
	}
	CHECK(pages_are_zero(mapping, 2));
	mm_stop();
}

void case_mm_map_not_executable(void)
{
	START(.frames = 4);
	uint8_t *mapping = k_mem_map(2 * PAGE, K_MEM_PERM_RW);

	mm_code(mapping);
	mm_code(mapping + PAGE);
	CHECK(!mm_can_execute(mapping) && !mm_can_execute(mapping + PAGE));
	CHECK(mm_can_write(mapping) && mm_can_write(mapping + PAGE));
	mm_stop();
}

void case_mm_map_writable_and_executable(void)
{
	START(.frames = 4);
	uint8_t *mapping = k_mem_map(PAGE, K_MEM_PERM_RW | K_MEM_PERM_EXEC);

	mm_code(mapping);
	CHECK(mm_can_execute(mapping) && mm_can_write(mapping) && mm_can_execute(mapping));
	k_mem_unmap(mapping, PAGE);
	mm_stop();
}

void case_mm_map_frames_differ(void)
{
	START(.frames = 10);
	uint8_t *mapping = k_mem_map(10 * PAGE, K_MEM_PERM_RW);

	for (size_t p = 0; p < 10; p++) {
		const struct smh_mm_page page = page_of(page_at(mapping, p));

		CHECK(page.present && page.flags == (K_MEM_CACHE_WB | K_MEM_PERM_RW));
		CHECK(!page.evictable && !page.dirty);
		CHECK(page.phys - places.frames < 10 * PAGE && page.phys % PAGE == 0);
		CHECK(mm_mode(page_at(mapping, p)) == K_MEM_CACHE_WB);
		page_fill(page_at(mapping, p), (uint32_t)p);
		CHECK(mm_shows(page_at(mapping, p), page.phys));
		for (size_t q = 0; q < p; q++) {
			CHECK(page_of(page_at(mapping, q)).phys != page.phys);
		}
	}
	mm_stop();
}

void case_mm_map_whole_window(void)
{
	START(.window = 40, .frames = 60);
	CHECK(k_mem_map(38 * PAGE, K_MEM_PERM_RW) == NULL && free_frames() == 60);

	uint8_t *mapping = k_mem_map(37 * PAGE, K_MEM_PERM_RW);

	CHECK(mapping != NULL && free_frames() == 23);
	for (size_t p = 0; p < 37; p++) {
		page_fill(page_at(mapping, p), (uint32_t)p);
	}
	CHECK(k_mem_map(PAGE, 0) == NULL);
	for (size_t p = 0; p < 37; p++) {
		CHECK(page_filled(page_at(mapping, p), (uint32_t)p));
	}
	mm_stop();
}

/* Every combination of the flags that there are, and each bit that is none. */
static bool is_legal(uint32_t flags)
{
	const uint32_t none = K_MEM_CACHE_MASK | K_MEM_DIRECT_MAP;

	return (flags & none) == 0 && !((flags & K_MEM_PERM_USER) && (flags & K_MEM_MAP_UNINIT)) &&
	       !((flags & K_MEM_MAP_LOCK) && (flags & K_MEM_MAP_UNPAGED));
}

void case_mm_map_every_flag(void)
{
	START(.frames = 4);
	const struct mm_left before = mm_left();

	for (uint32_t bits = 0; bits < 1u << 10; bits++) {
		const uint32_t flags = (bits & 0x7Fu) | (bits >> 7) << 16;
		void *mapping = k_mem_map(PAGE, flags);

		CHECK((mapping != NULL) == is_legal(flags));
		if (mapping != NULL) {
			CHECK(page_of(mapping).present == !(flags & K_MEM_MAP_UNPAGED));
			CHECK(page_of(mapping).flags == (flags & 0x38u));
			k_mem_unmap(mapping, PAGE);
		}
		CHECK(free_frames() == 4);
	}
	for (unsigned int bit = 7; bit < 32; bit++) {
		if (bit < 16 || bit > 18) {
			CHECK(k_mem_map(PAGE, K_MEM_PERM_RW | 1u << bit) == NULL);
		}
	}
	CHECK(mm_left_is(&before));
	mm_stop();
}

/* Sizes that no mapping can have, whatever it is of. */
void case_mm_map_every_bad_size(void)
{
	static const size_t sizes[] = {
		0,
		1,
		K_MEM_PAGE_SIZE - 1,
		K_MEM_PAGE_SIZE + 1,
		2 * K_MEM_PAGE_SIZE - 8,
		64 * K_MEM_PAGE_SIZE,
		65 * K_MEM_PAGE_SIZE,
		SIZE_MAX,
		SIZE_MAX - K_MEM_PAGE_SIZE + 1,
		SIZE_MAX - 2 * K_MEM_PAGE_SIZE + 1,
		SIZE_MAX / 2 + 1,
	};

	START(.frames = 100);
	const struct mm_left before = mm_left();

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		uint8_t *bare = (uint8_t *)&bare;

		CHECK(k_mem_map(sizes[i], K_MEM_PERM_RW) == NULL);
		CHECK(k_mem_map(sizes[i], K_MEM_PERM_RW | K_MEM_MAP_UNPAGED) == NULL);
		CHECK(k_mem_map(sizes[i], K_MEM_PERM_RW | K_MEM_MAP_LOCK) == NULL);
		CHECK(k_mem_map_unpaged(ARCH_UNPAGED_ANON_ZERO, sizes[i], 0) == NULL);
		CHECK(k_mem_map_phys_guard(places.spare, sizes[i], 0, false) == NULL);
		if (sizes[i] == 0 || sizes[i] > 32 * PAGE) {
			k_mem_map_phys_bare(&bare, places.spare, sizes[i], 0);
			CHECK(bare == NULL);
		}
	}
	CHECK(mm_left_is(&before));
	mm_stop();
}
