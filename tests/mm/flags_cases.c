/* SPDX-License-Identifier: Apache-2.0 */

/* KMEM-FLAGS and KMEM-QUERY: changing mapped pages, and asking for them. */

#include "support.h"

static void rights(void *at, bool write, bool execute)
{
	CHECK(mm_can_read(at));
	CHECK(mm_can_write(at) == write);
	CHECK(mm_can_execute(at) == execute);
}

static void follows(uint8_t *at, uint32_t mode)
{
	mm_code(at);
	for (unsigned int round = 0; round < 2; round++) {
		CHECK(k_mem_update_flags(at, PAGE, mode | K_MEM_PERM_RW) == 0);
		rights(at, true, false);
		CHECK(k_mem_update_flags(at, PAGE, mode) == 0);
		rights(at, false, false);
		CHECK(k_mem_update_flags(at, PAGE, mode | K_MEM_PERM_EXEC) == 0);
		rights(at, false, true);
		CHECK(page_of(at).flags == (mode | K_MEM_PERM_EXEC));
	}
}

void case_mm_flags_of_anonymous(void)
{
	START(.frames = 4);
	uint8_t *at = k_mem_map(PAGE, K_MEM_PERM_RW);

	follows(at, K_MEM_CACHE_WB);
	CHECK(free_frames() == 3);
	mm_stop();
}

void case_mm_flags_of_paged(void)
{
	START(.frames = 4, .paging = true, .store = 8);
	uint8_t *at = k_mem_map(PAGE, K_MEM_PERM_RW);

	follows(at, K_MEM_CACHE_WB);
	CHECK(k_mem_page_out(at, PAGE) == 0 && !page_of(at).present);
	rights(at, false, true);
	CHECK(k_mem_page_out(at, PAGE) == 0 && !page_of(at).present);
	CHECK(k_mem_update_flags(at, PAGE, K_MEM_PERM_RW) == 0 && !page_of(at).present);
	rights(at, true, false);
	mm_stop();
}

void case_mm_flags_of_physical(void)
{
	START(.frames = 4);
	uint8_t *guarded = k_mem_map_phys_guard(places.spare, PAGE, K_MEM_PERM_RW, false);

	follows(guarded, K_MEM_CACHE_WB);
	CHECK(smh_mm_map_at(mm_at(0), places.spare + PAGE, PAGE, K_MEM_PERM_RW) == 0);
	follows((uint8_t *)mm_at(0), K_MEM_CACHE_WB);
	mm_stop();
}

void case_mm_flags_of_a_part(void)
{
	START(.frames = 8);
	uint8_t *at = k_mem_map(5 * PAGE, K_MEM_PERM_RW);

	for (size_t p = 0; p < 5; p++) {
		page_fill(page_at(at, p), (uint32_t)p);
	}
	CHECK(k_mem_update_flags(at + PAGE, 2 * PAGE, 0) == 0);
	for (size_t p = 0; p < 5; p++) {
		CHECK(mm_can_write(page_at(at, p)) == (p != 1 && p != 2));
		CHECK(page_filled(page_at(at, p), (uint32_t)p));
	}
	k_mem_unmap(at, 5 * PAGE);
	CHECK(no_fault() && free_frames() == 8);
	mm_stop();
}

void case_mm_flags_user(void)
{
	START(.frames = 4);
	uint8_t *at = k_mem_map(PAGE, K_MEM_PERM_RW | K_MEM_PERM_USER);

	CHECK(page_of(at).flags == (K_MEM_PERM_RW | K_MEM_PERM_USER));
	CHECK(mm_can_write(at));
	CHECK(k_mem_update_flags(at, PAGE, K_MEM_PERM_USER) == 0);
	CHECK(page_of(at).flags == K_MEM_PERM_USER);
	CHECK(mm_can_read(at) && !mm_can_write(at));
	CHECK(k_mem_update_flags(at, PAGE, K_MEM_PERM_RW) == 0);
	CHECK(page_of(at).flags == K_MEM_PERM_RW && mm_can_write(at));
	mm_stop();
}

void case_mm_flags_errors(void)
{
	START(.frames = 8);
	uint8_t *at = k_mem_map(3 * PAGE, K_MEM_PERM_RW);
	const struct mm_left before = mm_left();

	CHECK(k_mem_update_flags(at + 1, PAGE, 0) == -EINVAL);
	CHECK(k_mem_update_flags(at, 0, 0) == -EINVAL);
	CHECK(k_mem_update_flags(at, PAGE + 1, 0) == -EINVAL);
	CHECK(k_mem_update_flags(at, 4 * PAGE, 0) == -EINVAL);
	CHECK(k_mem_update_flags(at, SIZE_MAX - PAGE + 1, 0) == -EINVAL);
	CHECK(k_mem_update_flags(at - PAGE, 2 * PAGE, 0) == -EINVAL);
	CHECK(k_mem_update_flags(at - PAGE, PAGE, 0) == -EINVAL);
	CHECK(k_mem_update_flags(NULL, PAGE, 0) == -EINVAL);
	CHECK(k_mem_update_flags((void *)mm_not_covered(), PAGE, 0) == -EINVAL);
	CHECK(k_mem_update_flags((void *)mm_at(0), PAGE, 0) == -EINVAL);
	for (unsigned int bit = 6; bit < 32; bit++) {
		CHECK(k_mem_update_flags(at, PAGE, 1u << bit) == -EINVAL);
	}
	CHECK(k_mem_update_flags(at, PAGE, 6) == -EINVAL);
	CHECK(k_mem_update_flags(at, PAGE, 7) == -EINVAL);
	for (size_t p = 0; p < 3; p++) {
		CHECK(page_of(page_at(at, p)).flags == K_MEM_PERM_RW);
		CHECK(mm_can_write(page_at(at, p)));
	}
	CHECK(mm_left_is(&before) && no_fault());
	mm_stop();
}

void case_mm_flags_mode(void)
{
	START(.frames = 4);
	uint8_t *at = k_mem_map_phys_guard(places.spare, 2 * PAGE, K_MEM_PERM_RW, false);
	uint8_t *other = NULL;

	page_fill(at, 1);
	page_fill(at + PAGE, 2);
	for (uint32_t mode = 1; mode <= K_MEM_ARM_NORMAL_NC; mode++) {
		CHECK(k_mem_update_flags(at, PAGE, mode) == -EINVAL);
		CHECK(k_mem_update_flags(at + PAGE, PAGE, mode) == -EINVAL);
		CHECK(mm_mode(at) == mode - 1 && mm_mode(at + PAGE) == mode - 1);
		CHECK(k_mem_update_flags(at, 2 * PAGE, mode | K_MEM_PERM_RW) == 0);
		CHECK(mm_mode(at) == mode && mm_mode(at + PAGE) == mode);
		CHECK(page_filled(at, 1) && page_filled(at + PAGE, 2));
		/* From now on the range has this mode, for everybody. */
		k_mem_map_phys_bare(&other, places.spare + PAGE, 1, mode - 1);
		CHECK(other == NULL);
		k_mem_map_phys_bare(&other, places.spare + PAGE, 1, mode);
		CHECK(other != NULL);
		k_mem_unmap_phys_bare(other, 1);
	}
	mm_stop();
}

void case_mm_flags_mode_of_alias(void)
{
	START(.frames = 4);
	uint8_t *at = k_mem_map_phys_guard(places.spare, 2 * PAGE, K_MEM_PERM_RW, false);
	uint8_t *alias = NULL;

	k_mem_map_phys_bare(&alias, places.spare + PAGE, PAGE, 0);
	CHECK(k_mem_update_flags(at, 2 * PAGE, K_MEM_ARM_NORMAL_NC) == -EPERM);
	CHECK(k_mem_update_flags(alias, PAGE, K_MEM_CACHE_WT) == -EPERM);
	CHECK(mm_mode(at) == K_MEM_CACHE_WB && mm_mode(alias) == K_MEM_CACHE_WB);
	CHECK(mm_can_write(at));
	CHECK(k_mem_update_flags(at, 2 * PAGE, 0) == 0 && !mm_can_write(at));
	k_mem_unmap_phys_bare(alias, PAGE);
	CHECK(k_mem_update_flags(at, 2 * PAGE, K_MEM_ARM_NORMAL_NC) == 0);
	mm_stop();
}

/* Pages that cannot leave memory may have another mode; frames forget it. */
void case_mm_flags_mode_of_anonymous(void)
{
	START(.frames = 4, .paging = true, .store = 8);
	uint8_t *paged = k_mem_map(PAGE, K_MEM_PERM_RW);
	uint8_t *locked = k_mem_map(2 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_LOCK);

	CHECK(k_mem_update_flags(paged, PAGE, K_MEM_ARM_NORMAL_NC) == -EINVAL);
	CHECK(mm_can_write(paged) && mm_mode(paged) == K_MEM_CACHE_WB);
	page_fill(locked, 3);
	CHECK(k_mem_update_flags(locked, PAGE, K_MEM_ARM_NORMAL_NC | K_MEM_PERM_RW) == 0);
	CHECK(mm_mode(locked) == K_MEM_ARM_NORMAL_NC && mm_mode(locked + PAGE) == K_MEM_CACHE_WB);
	CHECK(page_filled(locked, 3));
	page_fill(locked, 4);
	k_mem_unmap(locked, 2 * PAGE);
	locked = k_mem_map(3 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_LOCK);
	for (size_t p = 0; p < 3; p++) {
		CHECK(mm_mode(page_at(locked, p)) == K_MEM_CACHE_WB);
	}
	CHECK(pages_are_zero(locked, 3));
	mm_stop();
}

void case_mm_query_physical_address(void)
{
	START(.frames = 4);
	uint8_t *at = k_mem_map(2 * PAGE, K_MEM_PERM_RW);
	uint8_t *unpaged = k_mem_map(PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);

	for (size_t p = 0; p < 2; p++) {
		const uintptr_t phys = page_of(page_at(at, p)).phys;

		CHECK(k_mem_phys_addr(page_at(at, p)) == phys);
		CHECK(k_mem_phys_addr(page_at(at, p) + 1) == phys + 1);
		CHECK(k_mem_phys_addr(page_at(at, p) + 4095) == phys + 4095);
	}
	CHECK(no_fault());
	CHECK(k_mem_phys_addr(at - 1) == UINTPTR_MAX && fault_was(at - 1));
	CHECK(k_mem_phys_addr(at + 2 * PAGE) == UINTPTR_MAX && fault_was(at + 2 * PAGE));
	CHECK(k_mem_phys_addr(NULL) == UINTPTR_MAX && fault_was(NULL));
	CHECK(k_mem_phys_addr(unpaged + 3) == UINTPTR_MAX && fault_was(unpaged + 3));
	CHECK(mm_can_read(unpaged) && k_mem_phys_addr(unpaged) != UINTPTR_MAX);
	CHECK(k_mem_phys_addr((void *)mm_not_covered()) == UINTPTR_MAX);
	CHECK(fault_was((void *)mm_not_covered()));
	mm_stop();
}

void case_mm_query_virtual_address(void)
{
	START(.frames = 4);
	uint8_t *at = k_mem_map(2 * PAGE, K_MEM_PERM_RW);
	const uintptr_t phys = k_mem_phys_addr(at + PAGE + 5);
	uint8_t *bare;

	CHECK(k_mem_virt_addr(phys) == at + PAGE + 5);
	CHECK(k_mem_virt_addr(phys - 5) == at + PAGE);
	k_mem_map_phys_bare(&bare, places.spare + 3, 10, K_MEM_PERM_RW);
	CHECK(k_mem_virt_addr(places.spare + 3) == bare);
	CHECK(k_mem_virt_addr(places.spare + PAGE - 1) == bare - 3 + PAGE - 1);
	CHECK(no_fault());
	CHECK(k_mem_virt_addr(places.spare + PAGE) == NULL);
	CHECK(fault_was((void *)(places.spare + PAGE)));
	k_mem_unmap_phys_bare(bare, 10);
	CHECK(k_mem_virt_addr(places.spare + 3) == NULL);
	CHECK(fault_was((void *)(places.spare + 3)));
	k_mem_unmap(at, 2 * PAGE);
	CHECK(k_mem_virt_addr(phys) == NULL && fault_was((void *)phys));
	CHECK(k_mem_virt_addr(UINTPTR_MAX) == NULL && fault_was((void *)UINTPTR_MAX));
	mm_stop();
	CHECK(k_mem_virt_addr(phys) == NULL && fault_was((void *)phys));
}

void case_mm_query_states(void)
{
	START(.frames = 6, .paging = true, .store = 8);
	uint8_t *at = k_mem_map(PAGE, K_MEM_PERM_RW);
	uint8_t *locked = k_mem_map(PAGE, K_MEM_PERM_RW | K_MEM_MAP_LOCK);
	struct smh_mm_page page = page_of(at);

	CHECK(page.present && page.evictable && !page.dirty);
	CHECK(mm_can_read(at) && !page_of(at).dirty);
	CHECK(mm_can_write(at) && page_of(at + 77).dirty);
	CHECK(k_mem_page_out(at, PAGE) == 0);
	page = page_of(at);
	CHECK(!page.present && page.evictable && !page.dirty && page.flags == K_MEM_PERM_RW);
	CHECK(mm_can_read(at) && page_of(at).present && !page_of(at).dirty);
	page = page_of(locked);
	CHECK(page.present && !page.evictable && !page.dirty);
	CHECK(is_unmapped(locked - 1) && is_unmapped(locked + PAGE));
	CHECK(is_unmapped((void *)mm_not_covered()) && is_unmapped(NULL));
	CHECK(smh_mm_query(at, NULL) == 0 && smh_mm_query(NULL, NULL) == -ENOENT);
	mm_stop();
}
