/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Pages in and out by request. */

#include "mm/frames.h"
#include "mm/page.h"

static bool all_are_paged(uintptr_t virt, size_t size)
{
	if (!smh_mm.started || !are_pages(virt, size)) {
		return false;
	}
	for (size_t done = 0; done < size; done += PAGE) {
		if (!is_paged(smh_mm_arch_get(virt + done))) {
			return false;
		}
	}
	return true;
}

/* The frame of a page that is in memory, or NULL. */
static struct k_mem_page_frame *frame_at(uintptr_t virt)
{
	struct smh_mm_entry entry = smh_mm_arch_get(virt);

	return (entry.flags & SMH_MM_PRESENT) != 0 ? k_mem_phys_to_page_frame(entry.where) : NULL;
}

static bool page_out(uintptr_t virt)
{
	struct k_mem_page_frame *pf = frame_at(virt);

	if (pf == NULL || !k_mem_page_frame_is_evictable(pf)) {
		return true;
	}
	if (!smh_mm_page_evict(pf, smh_mm_page_dirty(pf), false)) {
		return false;
	}
	smh_mm_frame_give(pf);
	return true;
}

static bool page_in(uintptr_t virt)
{
	struct smh_mm_entry entry = smh_mm_arch_get(virt);

	return (entry.flags & SMH_MM_PRESENT) != 0 || smh_mm_page_bring(virt, entry, 0);
}

static bool pin(uintptr_t virt)
{
	if (!page_in(virt)) {
		return false;
	}
	smh_mm_page_pin(frame_at(virt));
	return true;
}

static bool unpin(uintptr_t virt)
{
	struct k_mem_page_frame *pf = frame_at(virt);

	if (pf != NULL) {
		smh_mm_page_unpin(pf);
	}
	return true;
}

/*
 * Do it to each page of a range, under the lock for one page at a time. Where it ends: the first
 * page for which it failed, or the end.
 */
static uintptr_t for_each(uintptr_t virt, size_t size, bool (*function)(uintptr_t virt))
{
	for (size_t done = 0; done < size; done += PAGE) {
		smh_key_t key = port_inner_lock();
		/* Another thread may have unmapped it. */
		bool did = is_paged(smh_mm_arch_get(virt + done)) && function(virt + done);

		port_inner_unlock(key);
		if (!did) {
			return virt + done;
		}
	}
	return virt + size;
}

static bool check_all(uintptr_t virt, size_t size)
{
	smh_key_t key = port_inner_lock();
	bool all = all_are_paged(virt, size);

	port_inner_unlock(key);
	return all;
}

int k_mem_page_out(void *addr, size_t size)
{
	uintptr_t virt = (uintptr_t)addr;

	if (!check_all(virt, size)) {
		return -EINVAL;
	}
	return for_each(virt, size, page_out) == virt + size ? 0 : -ENOMEM;
}

/* The same for functions without a result: what is no range of pages is reported. */
static bool for_each_or_report(void *addr, size_t size, bool (*function)(uintptr_t virt),
			       uintptr_t *end)
{
	if (!check_all((uintptr_t)addr, size)) {
		report_not_mapped(addr);
		return false;
	}
	*end = for_each((uintptr_t)addr, size, function);
	return true;
}

void k_mem_page_in(void *addr, size_t size)
{
	uintptr_t end;

	(void)for_each_or_report(addr, size, page_in, &end);
}

void k_mem_pin(void *addr, size_t size)
{
	uintptr_t end;

	if (for_each_or_report(addr, size, pin, &end) && end != (uintptr_t)addr + size) {
		report_not_mapped((const void *)end);
	}
}

void k_mem_unpin(void *addr, size_t size)
{
	uintptr_t end;

	(void)for_each_or_report(addr, size, unpin, &end);
}
