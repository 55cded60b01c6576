/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * The life of a page:
 *
 *                      bring                        drop
 *   unpaged: location ------->  present: frame  ------------>  empty, frame free,
 *          ^   |                  |                            location free
 *          |   | drop             | evict
 *          |   v                  |
 *          | empty, location free |
 *          +----------------------+
 *
 * A frame whose page came from the backing store keeps the location, if the store keeps it
 * (K_MEM_PAGE_FRAME_BACKED); one whose page came from nothing (ARCH_UNPAGED_ANON_*) remembers that.
 * Either can leave without being copied, as long as nobody wrote to it.
 */

#include "mm/page.h"
#include "mm/frames.h"

/* Whether the page of a frame can only leave if it is copied. */
static bool must_copy(const struct k_mem_page_frame *pf, bool dirty)
{
	return dirty || (!k_mem_page_frame_is_backed(pf) && !is_anonymous(pf->location));
}

/*
 * Let one page leave. If there is no place for the first one that must be copied, there is none for
 * others either: only those that need no new place are tried then. An algorithm that passes over
 * touched pages gets round twice to come to each of them.
 */
static struct k_mem_page_frame *evict_any(bool swaps)
{
	bool full = false;

	for (uint32_t tries = 0; tries < 2 * smh_mm_frames(); tries++) {
		bool dirty = false;
		struct k_mem_page_frame *pf = k_mem_paging_eviction_select(&dirty);

		if (pf == NULL) {
			break;
		}
		if (full && must_copy(pf, dirty) && !k_mem_page_frame_is_backed(pf)) {
			continue;
		}
		if (smh_mm_page_evict(pf, dirty, swaps)) {
			return pf;
		}
		full = true;
	}
	return NULL;
}

/*
 * A free frame, or the frame of a page that leaves for it. If the page that needs it swaps places
 * with that one, the place it comes from can be used again.
 */
static struct k_mem_page_frame *frame_get(bool swaps)
{
	struct k_mem_page_frame *pf = smh_mm_frame_take();

	return pf != NULL || !smh_mm.config.paging ? pf : evict_any(swaps);
}

static void fill(struct k_mem_page_frame *pf, uintptr_t location)
{
	void *scratch;

	if (location == ARCH_UNPAGED_ANON_UNINIT) {
		return;
	}
	scratch = smh_mm_scratch_show(pf);
	if (location == ARCH_UNPAGED_ANON_ZERO) {
		memset(scratch, 0, PAGE);
	} else {
		k_mem_paging_backing_store_page_in(location);
	}
	smh_mm_scratch_hide();
}

bool smh_mm_page_bring(uintptr_t virt, struct smh_mm_entry entry, uint32_t states)
{
	struct k_mem_page_frame *pf = frame_get(!is_anonymous(entry.where));

	SMH_ASSERT((entry.flags & SMH_MM_PRESENT) == 0);
	if (pf == NULL) {
		return false;
	}
	fill(pf, entry.where);
	pf->virt = virt;
	pf->location = entry.where;
	pf->flags = K_MEM_PAGE_FRAME_MAPPED;
	if (!is_anonymous(entry.where)) {
		k_mem_paging_backing_store_page_finalize(pf, entry.where);
	}
	entry.where = k_mem_page_frame_to_phys(pf);
	entry.flags = (entry.flags & ~SMH_MM_UNPAGED) | SMH_MM_PRESENT | states;
	if ((entry.flags & SMH_MM_EVICTABLE) != 0) {
		k_mem_paging_eviction_add(pf);
	} else {
		/* Nobody asks whether it is touched. */
		entry.flags |= SMH_MM_ACCESSED | SMH_MM_DIRTY;
		pf->flags |= K_MEM_PAGE_FRAME_LOCKED;
	}
	smh_mm_arch_set(virt, entry);
	return true;
}

/* Where the content of a page that leaves is to be found. False if there is no place for it. */
static bool place_for(struct k_mem_page_frame *pf, bool copy, bool swaps, uintptr_t *location)
{
	*location = pf->location;
	if (!copy || k_mem_page_frame_is_backed(pf)) {
		return true;
	}
	return k_mem_paging_backing_store_location_get(pf, location, swaps) == 0;
}

static void copy_out(const struct k_mem_page_frame *pf, uintptr_t location)
{
	(void)smh_mm_scratch_show(pf);
	k_mem_paging_backing_store_page_out(location);
	smh_mm_scratch_hide();
}

bool smh_mm_page_evict(struct k_mem_page_frame *pf, bool dirty, bool swaps)
{
	const uint32_t gone = SMH_MM_PRESENT | SMH_MM_ACCESSED | SMH_MM_DIRTY;
	const bool copy = must_copy(pf, dirty);
	struct smh_mm_entry entry = smh_mm_arch_get(pf->virt);

	SMH_ASSERT(k_mem_page_frame_is_evictable(pf) && (entry.flags & SMH_MM_EVICTABLE) != 0);
	if (!place_for(pf, copy, swaps, &entry.where)) {
		return false;
	}
	/* First it goes out of reach, then it is copied: nobody can write to it in between. */
	entry.flags = (entry.flags & ~gone) | SMH_MM_UNPAGED;
	smh_mm_arch_set(pf->virt, entry);
	k_mem_paging_eviction_remove(pf);
	if (copy) {
		copy_out(pf, entry.where);
		smh_mm.stats.eviction.dirty++;
	} else {
		smh_mm.stats.eviction.clean++;
	}
	pf->flags = 0;
	return true;
}

static void drop_present(uintptr_t phys)
{
	struct k_mem_page_frame *pf = k_mem_phys_to_page_frame(phys);

	if (k_mem_page_frame_is_evictable(pf)) {
		k_mem_paging_eviction_remove(pf);
	}
	if (k_mem_page_frame_is_backed(pf)) {
		k_mem_paging_backing_store_location_free(pf->location);
	}
	smh_mm_frame_give(pf);
}

void smh_mm_page_drop(uintptr_t virt)
{
	struct smh_mm_entry entry = smh_mm_arch_get(virt);

	SMH_ASSERT(is_mapped(entry));
	smh_mm_arch_set(virt, (struct smh_mm_entry){.flags = 0});
	if ((entry.flags & SMH_MM_PRESENT) != 0) {
		drop_present(entry.where);
	} else if (!is_anonymous(entry.where)) {
		k_mem_paging_backing_store_location_free(entry.where);
	}
}

/* It takes no faults any more, not even for being touched: fault handlers may depend on it. */
void smh_mm_page_pin(struct k_mem_page_frame *pf)
{
	struct smh_mm_entry entry = smh_mm_arch_get(pf->virt);

	if (!k_mem_page_frame_is_evictable(pf)) {
		return;
	}
	k_mem_paging_eviction_remove(pf);
	k_mem_page_frame_set(pf, K_MEM_PAGE_FRAME_PINNED);
	entry.flags |= SMH_MM_ACCESSED;
	/* What cannot be written to is not copied to its place in the store for having been pinned.
	 */
	if ((entry.flags & K_MEM_PERM_RW) != 0) {
		entry.flags |= SMH_MM_DIRTY;
	}
	smh_mm_arch_set(pf->virt, entry);
}

void smh_mm_page_unpin(struct k_mem_page_frame *pf)
{
	if ((pf->flags & K_MEM_PAGE_FRAME_PINNED) != 0) {
		k_mem_page_frame_clear(pf, K_MEM_PAGE_FRAME_PINNED);
		k_mem_paging_eviction_add(pf);
	}
}

bool smh_mm_page_dirty(const struct k_mem_page_frame *pf)
{
	return (smh_mm_arch_get(pf->virt).flags & SMH_MM_DIRTY) != 0;
}

bool smh_mm_page_accessed(const struct k_mem_page_frame *pf, bool *dirty)
{
	struct smh_mm_entry entry = smh_mm_arch_get(pf->virt);

	*dirty = (entry.flags & SMH_MM_DIRTY) != 0;
	if ((entry.flags & SMH_MM_ACCESSED) == 0) {
		return false;
	}
	entry.flags &= ~SMH_MM_ACCESSED;
	smh_mm_arch_set(pf->virt, entry);
	return true;
}
