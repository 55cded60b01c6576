/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* One page of anonymous memory: into memory, out of it, and away. */

#ifndef SMH_MM_PAGE_H_
#define SMH_MM_PAGE_H_

#include "mm/mm.h"

/* Whether a place in the backing store is none: the content can be made again. */
SMH_INLINE bool is_anonymous(uintptr_t location)
{
	return location == ARCH_UNPAGED_ANON_ZERO || location == ARCH_UNPAGED_ANON_UNINIT;
}

/* Whether an entry is of anonymous memory or of the backing store. */
SMH_INLINE bool is_paged(struct smh_mm_entry entry)
{
	return (entry.flags & SMH_MM_UNPAGED) != 0 ||
	       ((entry.flags & SMH_MM_PRESENT) != 0 && k_mem_is_page_frame(entry.where));
}

/*
 * Bring a page that is not in memory: its entry is `entry`, where its content is. The states are
 * SMH_MM_ACCESSED and SMH_MM_DIRTY as far as they hold from the start. False if there is no memory.
 */
bool smh_mm_page_bring(uintptr_t virt, struct smh_mm_entry entry, uint32_t states);

/*
 * Let the page of a frame leave memory. The frame is nobody's then. False if the store is full; if
 * the page swaps places with one that comes in, its last place counts too.
 */
bool smh_mm_page_evict(struct k_mem_page_frame *pf, bool dirty, bool swaps);

/* Unmap a page, wherever it is, and forget its content. */
void smh_mm_page_drop(uintptr_t virt);

/* The page of a frame must stay, or may leave again. */
void smh_mm_page_pin(struct k_mem_page_frame *pf);
void smh_mm_page_unpin(struct k_mem_page_frame *pf);

#endif /* SMH_MM_PAGE_H_ */
