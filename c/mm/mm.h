/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * The mapping layer. What is mapped stands in the page tables of the architecture and nowhere else;
 * beside them there are
 *
 *   ranges   which virtual addresses of the window are taken   (a heap, see ranges.c)
 *   frames   which page of physical memory is where            (one struct each)
 *   records  which physical ranges are mapped, and how         (a small table)
 *
 *   window   [ S ] ... [ g ][ page ][ page ][ g ] ... [ page ] ... [ g ][ page ][ g ]
 *                            |       |                 |                 |
 *   frames        [ 0 ][ 1 ][ 2 ][ 3 ][ 4 ] ...        |           unpaged: a place in
 *                                                      |           the backing store
 *   physical ranges                              [ UART ][ DMA RAM ]
 *
 * S is the scratch page, g a guard page: taken, but never mapped.
 *
 * Everything declared in this folder's headers is called with the lock held, unless it says not.
 */

#ifndef SMH_MM_MM_H_
#define SMH_MM_MM_H_

#include "smh_mm.h"
#include "smh_mm_arch.h"
#include "heap/heap.h"
#include "port/inner_lock.h"

#define PAGE     ((size_t)K_MEM_PAGE_SIZE)
#define PERMS    (K_MEM_PERM_RW | K_MEM_PERM_EXEC | K_MEM_PERM_USER)
#define MODES    (K_MEM_ARM_NORMAL_NC + 1u) /* cache modes are numbered from 0 */
#define NO_FRAME UINT32_MAX

/* State of the layer. */
struct mm {
	struct smh_mm_config config;
	struct sys_heap ranges;
	struct k_mem_paging_stats_t stats;
	uintptr_t scratch;   /* virtual address of the scratch page */
	uint32_t first_free; /* head of the list of free frames, or NO_FRAME */
	uint32_t num_free;
	bool started;
};

extern struct mm smh_mm;

SMH_INLINE bool is_page_multiple(uintptr_t value)
{
	return value % PAGE == 0;
}

/* Whole pages, at least one, that do not wrap around; the last may be the topmost. */
SMH_INLINE bool are_pages(uintptr_t start, size_t size)
{
	return size != 0 && is_page_multiple(start) && is_page_multiple(size) &&
	       start + (size - 1) >= start;
}

SMH_INLINE bool ranges_meet(uintptr_t a, size_t a_size, uintptr_t b, size_t b_size)
{
	return a_size != 0 && b_size != 0 && a <= b + (b_size - 1) && b <= a + (a_size - 1);
}

SMH_INLINE bool in_window(uintptr_t virt)
{
	return virt - smh_mm.config.virt < smh_mm.config.virt_bytes;
}

SMH_INLINE bool is_mapped(struct smh_mm_entry entry)
{
	return (entry.flags & (SMH_MM_PRESENT | SMH_MM_UNPAGED)) != 0;
}

SMH_INLINE bool page_is_mapped(uintptr_t virt)
{
	return is_mapped(smh_mm_arch_get(virt));
}

SMH_INLINE void report_not_mapped(const void *addr)
{
	smh_fault_report(SMH_FAULT_NOT_MAPPED, addr);
}

#endif /* SMH_MM_MM_H_ */
