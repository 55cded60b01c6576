/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* For MAP_ANONYMOUS. */
#define _GNU_SOURCE

/* The page table: entries, and what the system is told of them. */

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/types.h>

#include "mm_posix/mm_posix.h"
#include "smh_config.h"

#ifndef MAP_NORESERVE
#define MAP_NORESERVE 0
#endif

bool smh_mm_arch_covers(uintptr_t virt, size_t size)
{
	return mm_posix_within(virt, size, mm_posix.phys_bytes + mm_posix.virt_bytes);
}

bool smh_mm_arch_reaches(uintptr_t phys, size_t size)
{
	return mm_posix_within(phys, size, mm_posix.phys_bytes);
}

bool smh_mm_arch_reserve(uintptr_t virt, size_t size)
{
	const size_t pages = size / K_MEM_PAGE_SIZE;

	SMH_ASSERT(smh_mm_arch_covers(virt, size));
	(void)virt;
	if (pages > mm_posix.max_pages - mm_posix.reserved_pages) {
		return false;
	}
	mm_posix.reserved_pages += pages;
	return true;
}

void smh_mm_arch_release(uintptr_t virt, size_t size)
{
	SMH_ASSERT(smh_mm_arch_covers(virt, size));
	SMH_ASSERT(size / K_MEM_PAGE_SIZE <= mm_posix.reserved_pages);
	(void)virt;
	mm_posix.reserved_pages -= size / K_MEM_PAGE_SIZE;
}

static struct smh_mm_entry *entry_of(uintptr_t virt)
{
	return &mm_posix.entries[(virt - mm_posix.start) / K_MEM_PAGE_SIZE];
}

struct smh_mm_entry smh_mm_arch_get(uintptr_t virt)
{
	if (!smh_mm_arch_covers(virt, 1)) {
		return (struct smh_mm_entry){0};
	}
	return *entry_of(virt);
}

/* Whoever has neither touched nor written to a page yet is to fault when he does. */
static int protection_of(uint32_t flags)
{
	int protection = PROT_READ;

	if ((flags & SMH_MM_ACCESSED) == 0) {
		return PROT_NONE;
	}
	if ((flags & K_MEM_PERM_RW) != 0 && (flags & SMH_MM_DIRTY) != 0) {
		protection |= PROT_WRITE;
	}
	if ((flags & K_MEM_PERM_EXEC) != 0) {
		protection |= PROT_EXEC;
	}
	return protection;
}

/* mmap() takes the old page away and puts the new one there in one step, for all threads. */
static bool show_page(uintptr_t virt, struct smh_mm_entry entry)
{
	SMH_ASSERT(smh_mm_arch_reaches(entry.where, K_MEM_PAGE_SIZE));
	return mmap((void *)virt, K_MEM_PAGE_SIZE, protection_of(entry.flags),
		    MAP_SHARED | MAP_FIXED, mm_posix.file,
		    (off_t)(entry.where - mm_posix.start)) != MAP_FAILED;
}

static bool hide_page(uintptr_t virt)
{
	return mmap((void *)virt, K_MEM_PAGE_SIZE, PROT_NONE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0) != MAP_FAILED;
}

static bool is_present(struct smh_mm_entry entry)
{
	return (entry.flags & SMH_MM_PRESENT) != 0;
}

static bool apply(uintptr_t virt, struct smh_mm_entry before, struct smh_mm_entry entry)
{
	if (!is_present(entry)) {
		return !is_present(before) || hide_page(virt);
	}
	if (!is_present(before) || before.where != entry.where) {
		return show_page(virt, entry);
	}
	return protection_of(before.flags) == protection_of(entry.flags) ||
	       mprotect((void *)virt, K_MEM_PAGE_SIZE, protection_of(entry.flags)) == 0;
}

/*
 * Should the system refuse in spite of reserved_pages, going on would let a program use a page that
 * belongs to somebody else.
 */
void smh_mm_arch_set(uintptr_t virt, struct smh_mm_entry entry)
{
	struct smh_mm_entry *at = entry_of(virt);
	const struct smh_mm_entry before = *at;

	SMH_ASSERT(smh_mm_arch_covers(virt, K_MEM_PAGE_SIZE) && virt % K_MEM_PAGE_SIZE == 0);
	entry.flags &= ~SMH_MM_LEAVES_CACHE;
	*at = entry;
	if (!apply(virt, before, entry)) {
		abort();
	}
}
