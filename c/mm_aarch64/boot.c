/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* For start-up, with the MMU off. */

#include "smh_mm_aarch64.h"

#include "mm_aarch64/cpu.h"
#include "mm_aarch64/tables.h"
#include "smh_errno.h"
#include "smh_mm_arch.h"

#define FIXED_TABLES 3u /* two roots, and the account, which is no table */

int smh_mm_aarch64_join(const void *area)
{
	if (area == NULL || (uintptr_t)area % TABLE_BYTES != 0) {
		return -EINVAL;
	}
	cpu_write_mair_el1(SMH_MM_AARCH64_MAIR);
	cpu_write_tcr_el1(SMH_MM_AARCH64_TCR);
	cpu_write_ttbr0_el1((uintptr_t)area);
	cpu_write_ttbr1_el1((uintptr_t)area + TABLE_BYTES);
	cpu_isb();
	return 0;
}

int smh_mm_aarch64_boot(void *area, size_t bytes)
{
	size_t tables = bytes / TABLE_BYTES;

	if (area == NULL || (uintptr_t)area % TABLE_BYTES != 0 || tables <= FIXED_TABLES) {
		return -EINVAL;
	}
	tables -= FIXED_TABLES;
	smh_tables_start(area, (unsigned int)(tables < MAX_TABLES ? tables : MAX_TABLES));
	return smh_mm_aarch64_join(area);
}

static bool boot_is_legal(uintptr_t virt, uintptr_t phys, size_t size, uint32_t flags)
{
	const uint32_t perms = K_MEM_PERM_RW | K_MEM_PERM_EXEC | K_MEM_PERM_USER;

	return size != 0 && (virt | phys | size) % PAGE_BYTES == 0 && virt + (size - 1) >= virt &&
	       phys + (size - 1) >= phys && smh_mm_arch_covers(virt, size) &&
	       smh_mm_arch_reaches(phys, size) && (flags & ~(K_MEM_CACHE_MASK | perms)) == 0 &&
	       (flags & K_MEM_CACHE_MASK) <= K_MEM_ARM_NORMAL_NC;
}

static bool any_is_there(uintptr_t virt, size_t size)
{
	for (size_t done = 0; done < size; done += PAGE_BYTES) {
		if (smh_mm_arch_get(virt + done).flags != 0) {
			return true;
		}
	}
	return false;
}

int smh_mm_aarch64_boot_map(uintptr_t virt, uintptr_t phys, size_t size, uint32_t flags)
{
	if (!boot_is_legal(virt, phys, size, flags)) {
		return -EINVAL;
	}
	if (any_is_there(virt, size)) {
		return -EEXIST;
	}
	if (!smh_tables_reserve(virt, size)) {
		return -ENOMEM;
	}
	for (size_t done = 0; done < size; done += PAGE_BYTES) {
		smh_mm_arch_set(virt + done, (struct smh_mm_entry){
						     .where = phys + done,
						     .flags = flags | SMH_MM_PRESENT |
							      SMH_MM_ACCESSED | SMH_MM_DIRTY,
					     });
	}
	return 0;
}

unsigned int smh_mm_aarch64_free_tables(void)
{
	return smh_tables_free();
}
