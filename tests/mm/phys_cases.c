/* SPDX-License-Identifier: Apache-2.0 */

/* KMEM-PHYS: physical ranges, between guards and bare. */

#include "support.h"

#define MODES 6u

static uint8_t *map_bare(uintptr_t phys, size_t size, uint32_t flags)
{
	uint8_t *at = (uint8_t *)&at;

	k_mem_map_phys_bare(&at, phys, size, flags);
	return at;
}

void case_mm_phys_guarded_modes(void)
{
	START(.frames = 4);
	const struct mm_left before = mm_left();

	for (uint32_t mode = 0; mode < MODES; mode++) {
		uint8_t *at = k_mem_map_phys_guard(places.spare + PAGE, 3 * PAGE,
						   mode | K_MEM_PERM_RW, false);

		CHECK(at != NULL && free_frames() == 4);
		for (size_t p = 0; p < 3; p++) {
			page_fill(page_at(at, p), mode * 3 + (uint32_t)p);
			CHECK(mm_mode(page_at(at, p)) == mode);
			CHECK(page_of(page_at(at, p)).flags == (mode | K_MEM_PERM_RW));
			CHECK(page_of(page_at(at, p)).phys == places.spare + (1 + p) * PAGE);
			CHECK(mm_shows(page_at(at, p), places.spare + (1 + p) * PAGE));
		}
		CHECK(!mm_can_read(at - PAGE) && !mm_can_read(at + 3 * PAGE));
		CHECK(!mm_can_execute(at));
		k_mem_unmap_phys_guard(at, 3 * PAGE, false);
		CHECK(mm_left_is(&before));
	}
	mm_stop();
}

/* What was written through one mapping is found through the next, whatever their modes. */
void case_mm_phys_content_stays(void)
{
	START(.frames = 4);
	for (uint32_t from = 0; from < MODES; from++) {
		for (uint32_t to = 0; to < MODES; to++) {
			uint8_t *at = map_bare(places.spare, PAGE, from | K_MEM_PERM_RW);

			page_fill(at, from * MODES + to);
			k_mem_unmap_phys_bare(at, PAGE);
			at = map_bare(places.spare, PAGE, to);
			CHECK(page_filled(at, from * MODES + to));
			CHECK(!mm_can_write(at));
			k_mem_unmap_phys_bare(at, PAGE);
		}
	}
	mm_stop();
}

/* Just the pages that are touched are mapped. */
static void try_bare(size_t offset, size_t size)
{
	const uintptr_t phys = places.spare + 4 * PAGE + offset;
	const size_t pages = (offset + size + PAGE - 1) / PAGE;
	uint8_t *at = map_bare(phys, size, K_MEM_PERM_RW);
	uint8_t *first = at - offset;

	CHECK(at != NULL && (uintptr_t)at % PAGE == offset && free_frames() == 4);
	CHECK(k_mem_phys_addr(at) == phys && k_mem_phys_addr(at + size - 1) == phys + size - 1);
	CHECK(mm_can_write(at) && mm_can_write(at + size - 1));
	for (size_t p = 0; p < pages; p++) {
		CHECK(page_of(page_at(first, p)).phys == places.spare + (4 + p) * PAGE);
		CHECK(mm_shows(page_at(first, p), places.spare + (4 + p) * PAGE));
	}
	CHECK(is_unmapped(first - 1) && is_unmapped(first + pages * PAGE));
	k_mem_unmap_phys_bare(at, size);
	CHECK(is_unmapped(at) && is_unmapped(at + size - 1));
}

void case_mm_phys_bare_offsets(void)
{
	static const size_t offsets[] = {0, 1, 7, 8, 2048, 4088, 4095};
	static const size_t sizes[] = {1, 2, 8, 9, 4095, 4096, 4097, 8191, 8192, 8193, 20000};

	START(.frames = 4);
	const struct mm_left before = mm_left();

	for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
		for (size_t j = 0; j < sizeof(sizes) / sizeof(sizes[0]); j++) {
			try_bare(offsets[i], sizes[j]);
		}
	}
	CHECK(mm_left_is(&before));
	mm_stop();
}

/* Any bytes of the pages may be named to remove them; other pages not. */
void case_mm_phys_bare_unmapped_by_pages(void)
{
	START(.frames = 4);
	uint8_t *at = map_bare(places.spare + 100, 5000, 0);

	k_mem_unmap_phys_bare(at, 3000);
	CHECK(fault_was(at) && mm_can_read(at) && mm_can_read(at + 4999));
	k_mem_unmap_phys_bare(at + PAGE, 904);
	CHECK(fault_was(at + PAGE) && mm_can_read(at));
	k_mem_unmap_phys_bare(at, 0);
	CHECK(fault_was(at) && mm_can_read(at));
	k_mem_unmap_phys_bare(at, SIZE_MAX);
	CHECK(fault_was(at) && mm_can_read(at));
	k_mem_unmap_phys_bare(at, 5000);
	CHECK(no_fault() && is_unmapped(at));
	mm_stop();
}

void case_mm_phys_topmost(void)
{
	START(.frames = 4);
	const struct mm_left before = mm_left();
	const uintptr_t end = mm_not_reached();
	uint8_t *at = map_bare(end - 1, 1, 0);

	CHECK(at != NULL && (uintptr_t)at % PAGE == PAGE - 1);
	CHECK(k_mem_phys_addr(at) == end - 1);
	k_mem_unmap_phys_bare(at, 1);
	CHECK(map_bare(end - 1, 2, 0) == NULL);
	CHECK(map_bare(end, 1, 0) == NULL);
	CHECK(map_bare(UINTPTR_MAX, 1, 0) == NULL);
	CHECK(map_bare(UINTPTR_MAX, 2, 0) == NULL);
	CHECK(map_bare(UINTPTR_MAX - PAGE + 1, PAGE, 0) == NULL);
	CHECK(map_bare(UINTPTR_MAX - PAGE + 1, PAGE + 1, 0) == NULL);
	CHECK(map_bare(places.spare, SIZE_MAX, 0) == NULL);
	CHECK(map_bare(places.spare, SIZE_MAX - places.spare + 1, 0) == NULL);
	CHECK(map_bare(places.spare, SIZE_MAX - places.spare + 2, 0) == NULL);
	CHECK(k_mem_map_phys_guard(end - PAGE, 2 * PAGE, 0, false) == NULL);
	CHECK(k_mem_map_phys_guard(end, PAGE, 0, false) == NULL);
	CHECK(k_mem_map_phys_guard(UINTPTR_MAX - PAGE + 1, PAGE, 0, false) == NULL);
	CHECK(k_mem_map_phys_guard(UINTPTR_MAX - PAGE + 1, 2 * PAGE, 0, false) == NULL);
	CHECK(k_mem_map_phys_guard(places.spare + 8, PAGE, 0, false) == NULL);
	CHECK(map_bare(end - 1, 2, K_MEM_DIRECT_MAP) == NULL);
	CHECK(map_bare(UINTPTR_MAX, 1, K_MEM_DIRECT_MAP) == NULL);
	CHECK(map_bare(UINTPTR_MAX, 2, K_MEM_DIRECT_MAP) == NULL);
	CHECK(map_bare(places.spare, SIZE_MAX, K_MEM_DIRECT_MAP) == NULL);
	CHECK(map_bare(places.spare, SIZE_MAX - places.spare + 1, K_MEM_DIRECT_MAP) == NULL);
	CHECK(mm_left_is(&before));
	mm_stop();
}

void case_mm_phys_every_flag(void)
{
	START(.frames = 4);
	const struct mm_left before = mm_left();

	for (unsigned int bit = 0; bit < 32; bit++) {
		for (uint32_t mode = 0; mode < 8; mode++) {
			const uint32_t flags = mode | 1u << bit;
			const bool sane = (flags & K_MEM_CACHE_MASK) < MODES && bit < 7;
			uint8_t *at = map_bare(places.spare, PAGE, flags);
			uint8_t *guarded = NULL;

			CHECK((at != NULL) == sane);
			if (at != NULL) {
				k_mem_unmap_phys_bare(at, PAGE);
			}
			if (bit >= 16 && bit <= 18) {
				continue;
			}
			guarded = k_mem_map_phys_guard(places.spare, PAGE, flags, false);
			CHECK((guarded != NULL) == (sane && bit != 6));
			if (guarded != NULL) {
				k_mem_unmap_phys_guard(guarded, PAGE, false);
			}
		}
	}
	CHECK(mm_left_is(&before));
	mm_stop();
}

/* Whether any function maps a range in a mode. */
static bool is_refused(uintptr_t phys, size_t pages, uint32_t mode)
{
	return k_mem_map_phys_guard(phys, pages * PAGE, mode, false) == NULL &&
	       map_bare(phys + 5, pages * PAGE - 9, mode) == NULL &&
	       map_bare(phys, pages * PAGE, mode | K_MEM_DIRECT_MAP) == NULL &&
	       smh_mm_map_at(mm_at(0), phys, pages * PAGE, mode) == -EPERM;
}

void case_mm_phys_two_modes(void)
{
	START(.frames = 4);
	for (uint32_t mode = 0; mode < MODES; mode++) {
		uint8_t *at = map_bare(places.spare + 4 * PAGE, 3 * PAGE, mode | K_MEM_PERM_RW);
		const struct mm_left before = mm_left();

		for (uint32_t other = 0; other < MODES; other++) {
			if (other != mode) {
				CHECK(is_refused(places.spare + 4 * PAGE, 3, other));
				CHECK(is_refused(places.spare + 4 * PAGE, 1, other));
				CHECK(is_refused(places.spare + 6 * PAGE, 4, other));
				CHECK(is_refused(places.spare, 5, other));
				CHECK(is_refused(places.spare, 16, other));
				uint8_t *below = map_bare(places.spare + 3 * PAGE, PAGE, other);
				uint8_t *above = map_bare(places.spare + 7 * PAGE, 1, other);

				CHECK(below != NULL && above != NULL);
				k_mem_unmap_phys_bare(below, PAGE);
				k_mem_unmap_phys_bare(above, 1);
			}
		}
		CHECK(mm_left_is(&before));
		k_mem_unmap_phys_bare(at, 3 * PAGE);
	}
	mm_stop();
}

/* In one mode there may be several mappings, of the same memory. */
void case_mm_phys_aliases(void)
{
	START(.frames = 4);
	for (uint32_t mode = 0; mode < MODES; mode++) {
		uint8_t *a = map_bare(places.spare, 2 * PAGE, mode | K_MEM_PERM_RW);
		uint8_t *b = k_mem_map_phys_guard(places.spare + PAGE, PAGE, mode, false);

		CHECK(a != NULL && b != NULL);
		CHECK(smh_mm_map_at(mm_at(1), places.spare, 2 * PAGE, mode) == 0);
		page_fill(a + PAGE, 77 + mode);
		CHECK(page_filled(b, 77 + mode));
		CHECK(page_filled((void *)mm_at(2), 77 + mode));
		k_mem_unmap_phys_bare(a, 2 * PAGE);
		CHECK(map_bare(places.spare + PAGE, 1, (mode + 1) % MODES) == NULL);
		CHECK(smh_mm_unmap_at(mm_at(1), 2 * PAGE) == 0);
		CHECK(page_filled(b, 77 + mode));
		k_mem_unmap_phys_guard(b, PAGE, false);
		a = map_bare(places.spare + PAGE, 1, (mode + 1) % MODES);
		CHECK(a != NULL);
		k_mem_unmap_phys_bare(a, 1);
	}
	mm_stop();
}

void case_mm_phys_not_of_frames(void)
{
	START(.frames = 6);
	const struct mm_left before = mm_left();
	const uintptr_t end = places.frames + 6 * PAGE;

	CHECK(is_refused(places.frames, 1, K_MEM_CACHE_WB));
	CHECK(is_refused(places.frames, 6, K_MEM_CACHE_WB));
	CHECK(is_refused(end - PAGE, 1, K_MEM_CACHE_WB));
	CHECK(is_refused(end - PAGE, 2, K_MEM_ARM_NORMAL_NC));
	CHECK(mm_left_is(&before));

	uint8_t *at = map_bare(end, PAGE, 0);

	CHECK(at != NULL);
	k_mem_unmap_phys_bare(at, PAGE);
	mm_stop();
}

void case_mm_phys_direct(void)
{
	START(.frames = 4);
	const struct mm_left before = mm_left();

	for (uint32_t mode = 0; mode < MODES; mode++) {
		const uintptr_t phys = places.spare + 5 * PAGE + 40;
		const uint32_t flags = mode | K_MEM_PERM_RW | K_MEM_DIRECT_MAP;
		uint8_t *at = map_bare(phys, 5000, flags);

		CHECK((uintptr_t)at == phys && mm_mode(at) == mode);
		CHECK(mm_can_write(at) && mm_can_write(at + 4999));
		CHECK(is_unmapped(at - 41) && is_unmapped(at + 2 * PAGE));
		CHECK(mm_shows((void *)(phys - 40), phys - 40));
		CHECK(map_bare(phys, 5000, flags) == NULL);
		CHECK(map_bare(phys - PAGE, PAGE, flags) == NULL);
		CHECK(map_bare(phys + PAGE, 1, flags) == NULL);
		CHECK(smh_mm_map_at(phys - 40, places.spare + 40 * PAGE, PAGE, mode) == -EEXIST);
		CHECK(smh_mm_unmap_at(phys - 40, 2 * PAGE) == -ENOENT);
		k_mem_unmap_phys_bare(at, 5000);
		CHECK(!mm_can_read(at) && mm_left_is(&before));
		/* Address 0 could not be told from a refusal. */
		CHECK(map_bare(0, PAGE, flags) == NULL && map_bare(40, 10, flags) == NULL);
		CHECK(smh_mm_query(NULL, NULL) == -ENOENT && mm_left_is(&before));
	}
	mm_stop();
}

void case_mm_phys_null_pointer(void)
{
	START(.frames = 4);
	const struct mm_left before = mm_left();

	k_mem_map_phys_bare(NULL, places.spare, PAGE, 0);
	CHECK(fault_was(NULL) && mm_left_is(&before));
	mm_stop();
}
