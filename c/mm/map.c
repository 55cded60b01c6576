/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Mappings in the window: anonymous memory and physical ranges between guards, or bare. */

#include "mm/map.h"
#include "mm/frames.h"
#include "mm/page.h"
#include "mm/physical.h"
#include "mm/ranges.h"

static void drop_pages(uintptr_t virt, size_t size)
{
	for (size_t done = 0; done < size; done += PAGE) {
		smh_mm_page_drop(virt + done);
	}
}

/* The state of a page of a paged mapping before it is touched. */
static struct smh_mm_entry unpaged_entry(uintptr_t location, uint32_t flags)
{
	bool stays = (flags & K_MEM_MAP_LOCK) != 0 || !smh_mm.config.paging;

	return (struct smh_mm_entry){
		.where = location,
		.flags = (flags & PERMS) | K_MEM_CACHE_WB | SMH_MM_UNPAGED |
			 (stays ? 0 : SMH_MM_EVICTABLE),
	};
}

/* Takes the lock for each page alone: nobody knows the address yet. */
static bool enter_page(uintptr_t virt, struct smh_mm_entry entry, bool unpaged)
{
	smh_key_t key = port_inner_lock();
	bool entered = true;

	if (unpaged) {
		smh_mm_arch_set(virt, entry);
	} else {
		entered = smh_mm_page_bring(virt, entry, 0);
	}
	port_inner_unlock(key);
	return entered;
}

/* How many bytes could be entered. Without the lock. */
static size_t enter_pages(uintptr_t virt, size_t size, uint32_t flags, uintptr_t location)
{
	for (size_t done = 0; done < size; done += PAGE) {
		struct smh_mm_entry entry =
			unpaged_entry(is_anonymous(location) ? location : location + done, flags);

		if (!enter_page(virt + done, entry, (flags & K_MEM_MAP_UNPAGED) != 0)) {
			return done;
		}
	}
	return size;
}

static void *map_paged(size_t size, uint32_t flags, uintptr_t location)
{
	smh_key_t key = port_inner_lock();
	struct range range = {.virt = smh_mm_range_take(size, true), .size = size, .guarded = true};
	size_t entered;

	port_inner_unlock(key);
	if (range.virt == 0) {
		return NULL;
	}
	entered = enter_pages(range.virt, size, flags, location);
	if (entered < size) {
		key = port_inner_lock();
		drop_pages(range.virt, entered);
		smh_mm_range_give(&range);
		port_inner_unlock(key);
		return NULL;
	}
	return (void *)range.virt;
}

uintptr_t smh_mm_map_in_window(uintptr_t phys, size_t size, uint32_t flags, bool guarded)
{
	smh_key_t key = port_inner_lock();
	struct range range = {
		.virt = smh_mm_range_take(size, guarded), .size = size, .guarded = guarded};

	if (range.virt != 0 && smh_mm_physical_enter(range.virt, phys, size, flags,
						     guarded ? RECORD_GUARDED : RECORD_BARE) != 0) {
		smh_mm_range_give(&range);
		range.virt = 0;
	}
	port_inner_unlock(key);
	return range.virt;
}

/* The places of all pages in the backing store: multiples of a page below 2^48. */
static bool location_is_legal(uintptr_t location, size_t size, uint32_t flags)
{
	return is_anonymous(location) ||
	       (smh_mm_backing_store_accepts(location, size, flags & PERMS) &&
		are_pages(location, size) &&
		(uint64_t)location + size <= UINT64_C(1) << SMH_MM_LOCATION_BITS);
}

/* Whether a mapping between guards can be as asked for. */
static bool mapping_is_legal(uintptr_t phys, size_t size, uint32_t flags, bool is_anon)
{
	const uint32_t map = K_MEM_MAP_UNINIT | K_MEM_MAP_LOCK | K_MEM_MAP_UNPAGED;
	const uint32_t known = PERMS | map | (is_anon ? 0 : K_MEM_CACHE_MASK);
	const uint32_t open = K_MEM_PERM_USER | K_MEM_MAP_UNINIT;
	const uint32_t both = K_MEM_MAP_LOCK | K_MEM_MAP_UNPAGED;

	return smh_mm.started && are_pages(0, size) && size <= smh_mm.config.virt_bytes &&
	       (flags & ~known) == 0 && (flags & open) != open && (flags & both) != both &&
	       ((flags & K_MEM_MAP_UNPAGED) == 0 || is_anon ||
		((flags & K_MEM_CACHE_MASK) == K_MEM_CACHE_WB &&
		 location_is_legal(phys, size, flags)));
}

void *k_mem_map_phys_guard(uintptr_t phys, size_t size, uint32_t flags, bool is_anon)
{
	if (!mapping_is_legal(phys, size, flags, is_anon)) {
		return NULL;
	}
	if (is_anon) {
		return map_paged(size, flags,
				 (flags & K_MEM_MAP_UNINIT) != 0 ? ARCH_UNPAGED_ANON_UNINIT
								 : ARCH_UNPAGED_ANON_ZERO);
	}
	if ((flags & K_MEM_MAP_UNPAGED) != 0) {
		return map_paged(size, flags, phys);
	}
	return (void *)smh_mm_map_in_window(phys, size, flags & (K_MEM_CACHE_MASK | PERMS), true);
}

static bool unmap_guarded(uintptr_t virt, size_t size, bool is_anon)
{
	const struct range range = {.virt = virt, .size = size, .guarded = true};

	if (!are_pages(virt, size) || !smh_mm_range_is(&range) ||
	    is_paged(smh_mm_arch_get(virt)) != is_anon) {
		return false;
	}
	if (is_anon) {
		drop_pages(virt, size);
	} else if (!smh_mm_physical_remove(virt, size, RECORD_GUARDED)) {
		return false;
	}
	smh_mm_range_give(&range);
	return true;
}

void k_mem_unmap_phys_guard(void *addr, size_t size, bool is_anon)
{
	smh_key_t key = port_inner_lock();
	bool unmapped = smh_mm.started && unmap_guarded((uintptr_t)addr, size, is_anon);

	port_inner_unlock(key);
	if (!unmapped) {
		report_not_mapped(addr);
	}
}

bool smh_mm_unmap_bare(uintptr_t virt, size_t size)
{
	const struct range range = {.virt = virt, .size = size, .guarded = false};

	if (!are_pages(virt, size) || !smh_mm_physical_remove(virt, size, RECORD_BARE)) {
		return false;
	}
	if (in_window(virt)) {
		smh_mm_range_give(&range);
	} else {
		smh_mm_arch_release(virt, size);
	}
	return true;
}

/* A restart may find a range that is not wholly mapped yet. */
static void clear_pages(const struct range *range)
{
	for (size_t done = 0; done < range->size; done += PAGE) {
		struct smh_mm_entry entry = smh_mm_arch_get(range->virt + done);

		if (is_paged(entry)) {
			smh_mm_page_drop(range->virt + done);
		} else if (is_mapped(entry)) {
			smh_mm_arch_set(range->virt + done, (struct smh_mm_entry){.flags = 0});
		}
	}
}

void smh_mm_window_clear(void)
{
	struct range range = {.virt = smh_mm.config.virt};

	while (smh_mm_range_next(range.virt, &range)) {
		clear_pages(&range);
		smh_mm_range_give(&range);
	}
}
