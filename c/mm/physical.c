/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include "mm/physical.h"
#include "mm/map.h"

/*
 * Only RAM is asked for as normal memory, and only that may have been cached before. Registers of
 * devices never were: no cache maintenance for them, which needs a cacheable mapping.
 */
struct smh_mm_entry smh_mm_entry_in_mode(struct smh_mm_entry entry, uint32_t mode)
{
	entry.flags = (entry.flags & ~K_MEM_CACHE_MASK) | mode;
	if (mode == K_MEM_ARM_NORMAL_NC || mode == K_MEM_CACHE_WT) {
		entry.flags |= SMH_MM_LEAVES_CACHE;
	}
	return entry;
}

static void enter_physical_page(uintptr_t virt, uintptr_t phys, uint32_t flags)
{
	struct smh_mm_entry entry = {
		.where = phys,
		.flags = flags | SMH_MM_PRESENT | SMH_MM_ACCESSED | SMH_MM_DIRTY,
	};

	/* One that is mapped already has this mode: it left the caches then. */
	if (smh_mm_record_of(phys) == NULL) {
		entry = smh_mm_entry_in_mode(entry, flags & K_MEM_CACHE_MASK);
	}
	smh_mm_arch_set(virt, entry);
}

static bool can_be_named(uintptr_t phys, size_t size, uint32_t flags)
{
	return are_pages(phys, size) && smh_mm_arch_reaches(phys, size) &&
	       (flags & K_MEM_CACHE_MASK) < MODES;
}

int smh_mm_physical_enter(uintptr_t virt, uintptr_t phys, size_t size, uint32_t flags,
			  uint32_t kind)
{
	struct smh_mm_mapping *record = smh_mm_record_unused();

	if (!can_be_named(phys, size, flags)) {
		return -EINVAL;
	}
	if (smh_mm_record_conflicts(phys, size, flags & K_MEM_CACHE_MASK, NULL) ||
	    ranges_meet(phys, size, smh_mm.config.phys, smh_mm.config.phys_bytes)) {
		return -EPERM;
	}
	if (record == NULL) {
		return -ENOMEM;
	}
	for (size_t done = 0; done < size; done += PAGE) {
		enter_physical_page(virt + done, phys + done, flags);
	}
	*record = (struct smh_mm_mapping){
		.virt = virt, .phys = phys, .size = size, .flags = flags | kind};
	return 0;
}

static void clear_physical_pages(uintptr_t virt, size_t size)
{
	for (size_t done = 0; done < size; done += PAGE) {
		smh_mm_arch_set(virt + done, (struct smh_mm_entry){.flags = 0});
	}
}

bool smh_mm_physical_remove(uintptr_t virt, size_t size, uint32_t kind)
{
	struct smh_mm_mapping *record = smh_mm_record_find(virt, size, kind);

	if (record == NULL) {
		return false;
	}
	clear_physical_pages(virt, size);
	*record = (struct smh_mm_mapping){.size = 0};
	return true;
}

void smh_mm_physical_clear(void)
{
	for (unsigned int i = smh_mm.config.num_fixed; i < smh_mm.config.num_mappings; i++) {
		const struct smh_mm_mapping record = smh_mm.config.mappings[i];

		if (record.size != 0 && !in_window(record.virt)) {
			clear_physical_pages(record.virt, record.size);
			smh_mm_arch_release(record.virt, record.size);
		}
	}
	smh_mm_records_start();
}

static bool any_is_mapped(uintptr_t virt, size_t size)
{
	for (size_t done = 0; done < size; done += PAGE) {
		if (page_is_mapped(virt + done)) {
			return true;
		}
	}
	return false;
}

/* At an address of the caller's own. A size beyond all memory is found out before pages are looked
 * at one by one. */
static int map_outside(uintptr_t virt, uintptr_t phys, size_t size, uint32_t flags, uint32_t kind)
{
	int error;

	if (!can_be_named(phys, size, flags) || !are_pages(virt, size) ||
	    !smh_mm_arch_covers(virt, size) ||
	    ranges_meet(virt, size, smh_mm.config.virt, smh_mm.config.virt_bytes)) {
		return -EINVAL;
	}
	if (any_is_mapped(virt, size)) {
		return -EEXIST;
	}
	if (!smh_mm_arch_reserve(virt, size)) {
		return -ENOMEM;
	}
	error = smh_mm_physical_enter(virt, phys, size, flags, kind);
	if (error != 0) {
		smh_mm_arch_release(virt, size);
	}
	return error;
}

int smh_mm_map_at(uintptr_t virt, uintptr_t phys, size_t size, uint32_t flags)
{
	smh_key_t key;
	int error;

	if ((flags & ~(K_MEM_CACHE_MASK | PERMS)) != 0) {
		return -EINVAL;
	}
	key = port_inner_lock();
	error = smh_mm.started ? map_outside(virt, phys, size, flags, RECORD_AT) : -EINVAL;
	port_inner_unlock(key);
	return error;
}

int smh_mm_unmap_at(uintptr_t virt, size_t size)
{
	smh_key_t key = port_inner_lock();
	bool removed = smh_mm.started && smh_mm_physical_remove(virt, size, RECORD_AT);

	if (removed) {
		smh_mm_arch_release(virt, size);
	}
	port_inner_unlock(key);
	return removed ? 0 : -ENOENT;
}

static bool map_direct(uintptr_t phys, size_t size, uint32_t flags)
{
	smh_key_t key = port_inner_lock();
	int error = map_outside(phys, phys, size, flags, RECORD_BARE);

	port_inner_unlock(key);
	return error == 0;
}

void k_mem_map_phys_bare(uint8_t **virt_ptr, uintptr_t phys, size_t size, uint32_t flags)
{
	const uint32_t known = K_MEM_CACHE_MASK | PERMS | K_MEM_DIRECT_MAP;
	uintptr_t aligned;
	uintptr_t virt;
	size_t bytes;
	size_t offset = k_mem_region_align(&aligned, &bytes, phys, size, PAGE);

	if (virt_ptr == NULL) {
		report_not_mapped(NULL);
		return;
	}
	*virt_ptr = NULL;
	if (!smh_mm.started || size == 0 || (flags & ~known) != 0 || phys + (size - 1) < phys) {
		return;
	}
	if ((flags & K_MEM_DIRECT_MAP) != 0) {
		/* What is at address 0 could not be told from nothing, nor be unmapped. */
		bool mapped = aligned != 0 && map_direct(aligned, bytes, flags & ~K_MEM_DIRECT_MAP);

		virt = mapped ? aligned : 0;
	} else {
		virt = smh_mm_map_in_window(aligned, bytes, flags, false);
	}
	if (virt != 0) {
		*virt_ptr = (uint8_t *)virt + offset;
	}
}

void k_mem_unmap_phys_bare(uint8_t *virt, size_t size)
{
	smh_key_t key;
	uintptr_t aligned;
	size_t bytes;
	bool unmapped;

	(void)k_mem_region_align(&aligned, &bytes, (uintptr_t)virt, size, PAGE);
	key = port_inner_lock();
	unmapped = smh_mm.started && size != 0 && smh_mm_unmap_bare(aligned, bytes);
	port_inner_unlock(key);
	if (!unmapped) {
		report_not_mapped(virt);
	}
}
