/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Asking for pages that are mapped, and changing how. */

#include "mm/physical.h"

static bool all_are_mapped(uintptr_t virt, size_t size)
{
	for (size_t done = 0; done < size; done += PAGE) {
		if (!page_is_mapped(virt + done)) {
			return false;
		}
	}
	return true;
}

static bool mode_differs(uintptr_t virt, size_t size, uint32_t mode)
{
	for (size_t done = 0; done < size; done += PAGE) {
		if ((smh_mm_arch_get(virt + done).flags & K_MEM_CACHE_MASK) != mode) {
			return true;
		}
	}
	return false;
}

/* Pages of frames that stay in memory: whatever shows them elsewhere is write-back. */
static bool are_locked(uintptr_t virt, size_t size)
{
	for (size_t done = 0; done < size; done += PAGE) {
		struct smh_mm_entry entry = smh_mm_arch_get(virt + done);

		if ((entry.flags & SMH_MM_PRESENT) == 0 || (entry.flags & SMH_MM_EVICTABLE) != 0 ||
		    !k_mem_is_page_frame(entry.where)) {
			return false;
		}
	}
	return true;
}

/* Whether the cache mode of these pages may become another one. The record, if any, is told. */
static int may_change_mode(uintptr_t virt, size_t size, uint32_t mode,
			   struct smh_mm_mapping **record)
{
	*record = smh_mm_record_find(virt, size, RECORD_GUARDED | RECORD_BARE | RECORD_AT);
	if (*record != NULL) {
		return smh_mm_record_conflicts((*record)->phys, size, mode, *record) ? -EPERM : 0;
	}
	return are_locked(virt, size) ? 0 : -EINVAL;
}

static void update_pages(uintptr_t virt, size_t size, uint32_t flags)
{
	const uint32_t mode = flags & K_MEM_CACHE_MASK;

	for (size_t done = 0; done < size; done += PAGE) {
		struct smh_mm_entry entry = smh_mm_arch_get(virt + done);
		uint32_t before = entry.flags & K_MEM_CACHE_MASK;

		entry.flags = (entry.flags & ~PERMS) | (flags & PERMS);
		smh_mm_arch_set(virt + done,
				before == mode ? entry : smh_mm_entry_in_mode(entry, mode));
	}
}

static int update(uintptr_t virt, size_t size, uint32_t flags)
{
	const uint32_t mode = flags & K_MEM_CACHE_MASK;
	struct smh_mm_mapping *record = NULL;

	if (!are_pages(virt, size) || (flags & ~(K_MEM_CACHE_MASK | PERMS)) != 0 || mode >= MODES ||
	    !all_are_mapped(virt, size)) {
		return -EINVAL;
	}
	if (mode_differs(virt, size, mode)) {
		int error = may_change_mode(virt, size, mode, &record);

		if (error != 0) {
			return error;
		}
	}
	update_pages(virt, size, flags);
	if (record != NULL) {
		record->flags = (record->flags & ~K_MEM_CACHE_MASK) | mode;
	}
	return 0;
}

int k_mem_update_flags(void *addr, size_t size, uint32_t flags)
{
	smh_key_t key = port_inner_lock();
	int error = smh_mm.started ? update((uintptr_t)addr, size, flags) : -EINVAL;

	port_inner_unlock(key);
	return error;
}

int smh_mm_query(const void *virt, struct smh_mm_page *page)
{
	uintptr_t first = (uintptr_t)virt & ~(uintptr_t)(PAGE - 1);
	smh_key_t key = port_inner_lock();
	struct smh_mm_entry entry = {.flags = 0};

	if (smh_mm.started) {
		entry = smh_mm_arch_get(first);
	}
	port_inner_unlock(key);
	if (!is_mapped(entry)) {
		return -ENOENT;
	}
	if (page == NULL) {
		return 0;
	}
	*page = (struct smh_mm_page){
		.phys = (entry.flags & SMH_MM_PRESENT) != 0 ? entry.where : 0,
		.flags = entry.flags & (K_MEM_CACHE_MASK | PERMS),
		.present = (entry.flags & SMH_MM_PRESENT) != 0,
		.evictable = (entry.flags & SMH_MM_EVICTABLE) != 0,
		.dirty = (entry.flags & SMH_MM_EVICTABLE) != 0 && (entry.flags & SMH_MM_DIRTY) != 0,
	};
	return 0;
}

uintptr_t k_mem_phys_addr(const void *virt)
{
	struct smh_mm_page page;

	if (smh_mm_query(virt, &page) != 0 || !page.present) {
		report_not_mapped(virt);
		return UINTPTR_MAX;
	}
	return page.phys | ((uintptr_t)virt & (PAGE - 1));
}

/* Where a physical byte is seen; 0 if it is not. */
static uintptr_t virt_of(uintptr_t phys)
{
	const struct smh_mm_mapping *record = smh_mm_record_of(phys);

	if (record != NULL) {
		return record->virt + (phys - record->phys);
	}
	if (k_mem_is_page_frame(phys)) {
		const struct k_mem_page_frame *pf = k_mem_phys_to_page_frame(phys);

		return (pf->flags & K_MEM_PAGE_FRAME_MAPPED) != 0 ? pf->virt + phys % PAGE : 0;
	}
	return 0;
}

void *k_mem_virt_addr(uintptr_t phys)
{
	smh_key_t key = port_inner_lock();
	uintptr_t virt = smh_mm.started ? virt_of(phys) : 0;

	port_inner_unlock(key);
	if (virt == 0) {
		report_not_mapped((const void *)phys);
	}
	return (void *)virt;
}
