/* SPDX-License-Identifier: Apache-2.0 */

#include "mmu.h"

#include "cache.h"
#include "mmu_record.h"
#include "mmu_table.h"
#include "smh_errno.h"

#define PHYS_LIMIT (1ULL << 40)

static bool is_page_multiple(uint64_t value)
{
	return value % MMU_PAGE_BYTES == 0;
}

static bool range_is_legal(uintptr_t virt, uint64_t phys, size_t size)
{
	uintptr_t last = virt + (size - 1);

	return size != 0 && is_page_multiple(virt) && is_page_multiple(phys) &&
	       is_page_multiple(size) && last > virt && mmu_table_covers(virt) &&
	       mmu_table_covers(last) && virt >> 63 == last >> 63 && phys < PHYS_LIMIT &&
	       size <= PHYS_LIMIT - phys;
}

static bool reserve_tables(uintptr_t virt, size_t size)
{
	for (size_t done = 0; done < size; done += MMU_PAGE_BYTES) {
		if (!mmu_table_reserve(virt + done)) {
			return false;
		}
	}
	return true;
}

/*
 * Rid the caches of a page that is about to become non-cacheable.
 *
 * A line that is dirty from an earlier, cacheable life of the page could be written back at
 * any time and destroy what is written past the cache. The page is therefore mapped once more
 * as it was in that life, write-back, but readable only, so that no new line can become dirty;
 * its lines are cleaned and invalidated; and the alias is taken away with its TLB entry before
 * the page gets its new type (break before make: at no time are both types mapped).
 */
static void evict_page(uintptr_t virt, uint64_t phys)
{
	mmu_table_set(virt, phys, MMU_NORMAL_WRITE_BACK, MMU_READ);
	cache_clean_invalidate(virt, MMU_PAGE_BYTES);
	mmu_table_clear(virt);
}

static void map_page(uintptr_t virt, uint64_t phys, enum mmu_type type, enum mmu_access access)
{
	bool leaves_cache = type == MMU_NORMAL_NON_CACHEABLE && !mmu_record_has_phys(phys);

	if (leaves_cache) {
		evict_page(virt, phys);
	}
	mmu_table_set(virt, phys, type, access);
	if (leaves_cache) {
		/*
		 * While the alias stood, the processor may have fetched lines of it by
		 * speculation after their eviction. They are clean, so nothing can be written
		 * back over the memory, but a later cacheable mapping would find them stale.
		 * Now that no cacheable translation is left they can be dropped for good.
		 */
		cache_clean_invalidate(virt, MMU_PAGE_BYTES);
	}
}

int mmu_map(uintptr_t virt, uint64_t phys, size_t size, enum mmu_type type, enum mmu_access access)
{
	if (!range_is_legal(virt, phys, size)) {
		return -EINVAL;
	}
	if (mmu_record_overlaps_virt(virt, size)) {
		return -EEXIST;
	}
	if (mmu_record_has_other_type(phys, size, type)) {
		return -EPERM;
	}
	if (mmu_record_is_full() || !reserve_tables(virt, size)) {
		return -ENOMEM;
	}
	for (size_t done = 0; done < size; done += MMU_PAGE_BYTES) {
		map_page(virt + done, phys + done, type, access);
	}
	mmu_record_add(virt, phys, size, type);
	return 0;
}

static void clear_pages(uintptr_t virt, size_t size)
{
	for (size_t done = 0; done < size; done += MMU_PAGE_BYTES) {
		mmu_table_clear(virt + done);
	}
}

int mmu_unmap(uintptr_t virt, size_t size)
{
	if (!mmu_record_remove(virt, size)) {
		return -ENOENT;
	}
	clear_pages(virt, size);
	return 0;
}

void mmu_unmap_all(void)
{
	uintptr_t virt;
	size_t size;

	while (mmu_record_take_last(&virt, &size)) {
		clear_pages(virt, size);
	}
}
