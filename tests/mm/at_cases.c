/* SPDX-License-Identifier: Apache-2.0 */

/* KMEM-AT: physical ranges at addresses of the caller's own. */

#include "support.h"

void case_mm_at_maps(void)
{
	START(.frames = 4);
	const struct mm_left before = mm_left();

	for (uint32_t mode = 0; mode <= K_MEM_ARM_NORMAL_NC; mode++) {
		uint8_t *at = (uint8_t *)mm_at(5);

		CHECK(smh_mm_map_at(mm_at(5), places.spare + 2 * PAGE, 3 * PAGE,
				    mode | K_MEM_PERM_RW) == 0);
		for (size_t p = 0; p < 3; p++) {
			page_fill(page_at(at, p), mode + (uint32_t)p);
			CHECK(mm_mode(page_at(at, p)) == mode);
			CHECK(k_mem_phys_addr(page_at(at, p) + 9) ==
			      places.spare + (2 + p) * PAGE + 9);
			CHECK(mm_shows(page_at(at, p), places.spare + (2 + p) * PAGE));
		}
		CHECK(is_unmapped(at - 1) && is_unmapped(at + 3 * PAGE));
		CHECK(smh_mm_unmap_at(mm_at(5), 3 * PAGE) == 0);
		CHECK(!mm_can_read(at) && !mm_can_read(at + 2 * PAGE) && mm_left_is(&before));
	}
	mm_stop();
}

void case_mm_at_permissions(void)
{
	START(.frames = 4);
	void *at = (void *)mm_at(0);

	CHECK(smh_mm_map_at(mm_at(0), places.spare, PAGE, K_MEM_PERM_RW) == 0);
	mm_code(at);
	CHECK(mm_can_read(at) && mm_can_write(at) && !mm_can_execute(at));
	CHECK(smh_mm_unmap_at(mm_at(0), PAGE) == 0);
	CHECK(smh_mm_map_at(mm_at(0), places.spare, PAGE, 0) == 0);
	CHECK(mm_can_read(at) && !mm_can_write(at) && !mm_can_execute(at));
	CHECK(smh_mm_unmap_at(mm_at(0), PAGE) == 0);
	CHECK(smh_mm_map_at(mm_at(0), places.spare, PAGE, K_MEM_PERM_EXEC) == 0);
	CHECK(mm_can_read(at) && !mm_can_write(at) && mm_can_execute(at));
	CHECK(smh_mm_unmap_at(mm_at(0), PAGE) == 0);
	mm_stop();
}

static int map(uintptr_t virt, uintptr_t phys, size_t size)
{
	return smh_mm_map_at(virt, phys, size, K_MEM_CACHE_WB);
}

void case_mm_at_bad_ranges(void)
{
	START(.frames = 4);
	const struct mm_left before = mm_left();
	const uintptr_t virt = mm_at(0);
	const uintptr_t end = mm_not_reached();

	CHECK(map(virt + 1, places.spare, PAGE) == -EINVAL);
	CHECK(map(virt, places.spare + 1, PAGE) == -EINVAL);
	CHECK(map(virt, places.spare, 0) == -EINVAL);
	CHECK(map(virt, places.spare, PAGE - 1) == -EINVAL);
	CHECK(map(virt, places.spare, SIZE_MAX - PAGE + 1) == -EINVAL);
	CHECK(map(UINTPTR_MAX - PAGE + 1, places.spare, 2 * PAGE) == -EINVAL);
	CHECK(map(virt, end, PAGE) == -EINVAL);
	CHECK(map(virt, end - PAGE, 2 * PAGE) == -EINVAL);
	CHECK(map(virt, UINTPTR_MAX - PAGE + 1, PAGE) == -EINVAL);
	CHECK(map(virt, UINTPTR_MAX - PAGE + 1, 2 * PAGE) == -EINVAL);
	CHECK(map(mm_not_covered(), places.spare, PAGE) == -EINVAL);
	CHECK(map(mm_not_covered() - PAGE, places.spare, 2 * PAGE) == -EINVAL);
	CHECK(map(places.window, places.spare, PAGE) == -EINVAL);
	CHECK(map(places.window + 63 * PAGE, places.spare, PAGE) == -EINVAL);
	CHECK(map(places.window - PAGE, places.spare, 2 * PAGE) == -EINVAL);
	CHECK(map(virt, places.spare, end - places.spare + PAGE) == -EINVAL);
	CHECK(mm_left_is(&before) && no_fault());
	mm_stop();
}

void case_mm_at_bad_flags(void)
{
	START(.frames = 4);
	const struct mm_left before = mm_left();

	for (unsigned int bit = 6; bit < 32; bit++) {
		CHECK(smh_mm_map_at(mm_at(0), places.spare, PAGE, 1u << bit) == -EINVAL);
	}
	CHECK(smh_mm_map_at(mm_at(0), places.spare, PAGE, 6) == -EINVAL);
	CHECK(smh_mm_map_at(mm_at(0), places.spare, PAGE, 7) == -EINVAL);
	CHECK(mm_left_is(&before));
	mm_stop();
}

void case_mm_at_taken(void)
{
	START(.frames = 4);
	CHECK(map(mm_at(4), places.spare, 3 * PAGE) == 0);
	const struct mm_left before = mm_left();

	CHECK(map(mm_at(4), places.spare, 3 * PAGE) == -EEXIST);
	CHECK(map(mm_at(6), places.spare + 9 * PAGE, PAGE) == -EEXIST);
	CHECK(map(mm_at(3), places.spare + 9 * PAGE, 2 * PAGE) == -EEXIST);
	CHECK(map(mm_at(0), places.spare + 9 * PAGE, 16 * PAGE) == -EEXIST);
	CHECK(smh_mm_map_at(mm_at(0), places.spare, PAGE, K_MEM_CACHE_NONE) == -EPERM);
	CHECK(smh_mm_map_at(mm_at(0), places.frames, PAGE, K_MEM_CACHE_WB) == -EPERM);
	CHECK(mm_left_is(&before));
	CHECK(map(mm_at(3), places.spare + 9 * PAGE, PAGE) == 0);
	CHECK(map(mm_at(7), places.spare + 9 * PAGE, PAGE) == 0);
	CHECK(smh_mm_unmap_at(mm_at(4), 3 * PAGE) == 0);
	CHECK(mm_can_read((void *)mm_at(3)) && mm_can_read((void *)mm_at(7)));
	mm_stop();
}

void case_mm_at_unmap_errors(void)
{
	START(.frames = 4);
	void *anon = k_mem_map(2 * PAGE, 0);

	CHECK(map(mm_at(4), places.spare, 3 * PAGE) == 0);
	CHECK(smh_mm_unmap_at(mm_at(4), 2 * PAGE) == -ENOENT);
	CHECK(smh_mm_unmap_at(mm_at(4), 4 * PAGE) == -ENOENT);
	CHECK(smh_mm_unmap_at(mm_at(4), 0) == -ENOENT);
	CHECK(smh_mm_unmap_at(mm_at(5), 2 * PAGE) == -ENOENT);
	CHECK(smh_mm_unmap_at(mm_at(4) + 1, 3 * PAGE) == -ENOENT);
	CHECK(smh_mm_unmap_at(mm_at(8), PAGE) == -ENOENT);
	CHECK(smh_mm_unmap_at(0, 0) == -ENOENT);
	CHECK(smh_mm_unmap_at((uintptr_t)anon, 2 * PAGE) == -ENOENT);
	CHECK(mm_can_read(anon) && mm_can_read((void *)mm_at(4)) && mm_can_read((void *)mm_at(6)));
	CHECK(smh_mm_unmap_at(mm_at(4), 3 * PAGE) == 0);
	CHECK(smh_mm_unmap_at(mm_at(4), 3 * PAGE) == -ENOENT);
	CHECK(no_fault());
	mm_stop();
}
