/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief Mapping of memory: anonymous pages, physical ranges, permissions and cache modes.
 *
 * The interface that Zephyr documents as <zephyr/kernel/mm.h>. smh_mm.h tells how it is set up,
 * k_mem_paging.h how pages leave memory and come back.
 */

#ifndef K_MEM_H_
#define K_MEM_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @defgroup k_mem Mapping of memory
 *
 * Virtual addresses come from one window, page frames from one range of physical memory; both
 * are named by smh_mm_init(). A mapping of k_mem_map() lies between two pages that are never
 * mapped:
 *
 *     ... [ guard ][ page ][ page ] ... [ page ][ guard ] ...
 *                  ^ the address returned
 * @{
 */

/** Bytes of a page. */
#define K_MEM_PAGE_SIZE 4096u

/**
 * @name Cache modes, of which a mapping has one
 * @{
 */
/** Write-back. */
#define K_MEM_CACHE_WB 0u
/** Write-through. */
#define K_MEM_CACHE_WT 1u
/** No cache, for registers of devices; on AArch64 Device-nGnRnE, which RAM should not be. */
#define K_MEM_CACHE_NONE 2u
/** Device-nGnRnE of AArch64. */
#define K_MEM_ARM_DEVICE_nGnRnE K_MEM_CACHE_NONE
/** Device-nGnRE of AArch64: writes may be acknowledged early. */
#define K_MEM_ARM_DEVICE_nGnRE 3u
/** Device-GRE of AArch64: accesses may also be gathered and reordered. */
#define K_MEM_ARM_DEVICE_GRE 4u
/** Normal non-cacheable memory of AArch64: what RAM for DMA wants. */
#define K_MEM_ARM_NORMAL_NC 5u
/** The bits of the cache mode. */
#define K_MEM_CACHE_MASK 7u
/** @} */

/**
 * @name Permissions; without any, a mapping can be read by privileged code
 * @{
 */
/** It can be written. */
#define K_MEM_PERM_RW (1u << 3)
/** It can be executed. */
#define K_MEM_PERM_EXEC (1u << 4)
/** Unprivileged code may do the same. */
#define K_MEM_PERM_USER (1u << 5)
/** @} */

/** The virtual address is to be the physical one. Only for physical ranges. */
#define K_MEM_DIRECT_MAP (1u << 6)

/**
 * @name How anonymous memory is mapped
 * @{
 */
/** The content is left as it is in memory, instead of zeroed. Not with K_MEM_PERM_USER. */
#define K_MEM_MAP_UNINIT (1u << 16)
/** The pages stay in memory until they are unmapped. */
#define K_MEM_MAP_LOCK (1u << 17)
/** Each page gets memory when it is touched. Not with K_MEM_MAP_LOCK. */
#define K_MEM_MAP_UNPAGED (1u << 18)
/** @} */

/**
 * @name Places in the backing store that are none, for k_mem_map_phys_guard()
 * @{
 */
/** The page is all zero when it is touched. */
#define ARCH_UNPAGED_ANON_ZERO UINTPTR_MAX
/** The page has any content when it is touched. */
#define ARCH_UNPAGED_ANON_UNINIT (UINTPTR_MAX - 1)
/** @} */

/**
 * @brief Bytes of page frames that are free.
 *
 * More can be mapped than that if pages can leave memory. Outdated as soon as anyone else maps.
 *
 * @par Context  Thread or ISR. @par Time  Constant. @par Source  SPEC KMEM-FREE.
 */
size_t k_mem_free_get(void);

/**
 * @brief Map a physical range or anonymous memory between guard pages.
 *
 * @param phys     First physical address, a page multiple; with K_MEM_MAP_UNPAGED the place of
 *                 the first page in the backing store, those of the others following at page
 *                 distances. Not looked at if @p is_anon.
 * @param size     Bytes, a page multiple, not 0.
 * @param flags    K_MEM_PERM_*, K_MEM_MAP_*, and for a physical range K_MEM_CACHE_* or
 *                 K_MEM_ARM_*. K_MEM_DIRECT_MAP is refused: there is no room for guards.
 * @param is_anon  Take page frames from smh_mm_init()'s range, write-back. They need not follow
 *                 one another.
 *
 * @return The mapping, at a page boundary. NULL if a parameter is not as above, if there is no
 *         range of virtual addresses, page frame, table or record left, or if part of the physical
 *         range is mapped with another cache mode or belongs to the page frames. Nothing is mapped
 *         or lost then, but pages that can leave memory may have left.
 *
 * @par Context  Thread. @par Time  O(size + physical mappings), with the lock held for one page at
 * a time of anonymous memory; plus what eviction takes. @par Source  SPEC KMEM-MAP, KMEM-PHYS.
 */
void *k_mem_map_phys_guard(uintptr_t phys, size_t size, uint32_t flags, bool is_anon);

/**
 * @brief Remove a mapping of k_mem_map_phys_guard().
 *
 * @param addr     The mapping.
 * @param size     Its size in bytes.
 * @param is_anon  As it was mapped.
 *
 * What is no such mapping as a whole is reported as a fault (smh_fault.h), and nothing changes.
 *
 * @par Context  Thread. @par Time  O(size + physical mappings). @par Source  SPEC KMEM-UNMAP.
 */
void k_mem_unmap_phys_guard(void *addr, size_t size, bool is_anon);

/**
 * @brief Map a physical range without guard pages.
 *
 * @param[out] virt_ptr  Where the first byte of the range can be reached; NULL if it cannot be
 *                       mapped, for the reasons of k_mem_map_phys_guard(), or because with
 *                       K_MEM_DIRECT_MAP the address is taken, in page 0, or not one that can be
 *                       chosen.
 * @param      phys      First physical address, of any alignment: the pages that it touches are
 *                       mapped.
 * @param      size      Bytes, not 0.
 * @param      flags     K_MEM_CACHE_* or K_MEM_ARM_*, K_MEM_PERM_*, K_MEM_DIRECT_MAP.
 *
 * @par Context  Thread. @par Time  O(size + physical mappings). @par Source  SPEC KMEM-PHYS.
 */
void k_mem_map_phys_bare(uint8_t **virt_ptr, uintptr_t phys, size_t size, uint32_t flags);

/**
 * @brief Remove a mapping of k_mem_map_phys_bare().
 *
 * @param virt  What it gave.
 * @param size  Bytes, as mapped.
 *
 * What is no such mapping as a whole is reported as a fault, and nothing changes.
 *
 * @par Context  Thread. @par Time  O(size + physical mappings). @par Source  SPEC KMEM-UNMAP.
 */
void k_mem_unmap_phys_bare(uint8_t *virt, size_t size);

/**
 * @brief Map anonymous memory: zeroed, write-back, between guard pages.
 *
 * @param size   Bytes, a page multiple, not 0.
 * @param flags  K_MEM_PERM_*, K_MEM_MAP_*.
 *
 * @return See k_mem_map_phys_guard().
 *
 * @par Context  Thread. @par Time  As k_mem_map_phys_guard(). @par Source  SPEC KMEM-MAP.
 */
static inline void *k_mem_map(size_t size, uint32_t flags)
{
	return k_mem_map_phys_guard(0, size, flags, true);
}

/**
 * @brief Map what is in the backing store, to be read when it is touched.
 *
 * What is written to the pages is in the store only once they have left memory: k_mem_page_out()
 * before k_mem_unmap() keeps it.
 *
 * @param location  Place of the first page, a page multiple below 2^48; those of the others
 *                  follow at page distances. Or one of ARCH_UNPAGED_ANON_*, for all pages.
 * @param size      Bytes, a page multiple, not 0.
 * @param flags     K_MEM_PERM_*.
 *
 * @return See k_mem_map_phys_guard().
 *
 * @par Context  Thread. @par Time  O(size). @par Source  SPEC KMEM-DEMAND.
 */
static inline void *k_mem_map_unpaged(uintptr_t location, size_t size, uint32_t flags)
{
	return k_mem_map_phys_guard(location, size, flags | K_MEM_MAP_UNPAGED, false);
}

/**
 * @brief Remove a mapping of k_mem_map() or k_mem_map_unpaged(); its pages are free afterwards.
 *
 * @param addr  The mapping.
 * @param size  Its size in bytes.
 *
 * What is no such mapping as a whole is reported as a fault, and nothing changes.
 *
 * @par Context  Thread. @par Time  O(size). @par Source  SPEC KMEM-UNMAP.
 */
static inline void k_mem_unmap(void *addr, size_t size)
{
	k_mem_unmap_phys_guard(addr, size, true);
}

/**
 * @brief Change permissions or cache mode of mapped pages; their content stays.
 *
 * @param addr   First page, at a page boundary.
 * @param size   Bytes, a page multiple, not 0.
 * @param flags  K_MEM_PERM_*, K_MEM_CACHE_* or K_MEM_ARM_*.
 *
 * @retval 0        Done.
 * @retval -EINVAL  A parameter is not as above, a page is not mapped by this interface, or the
 *                  cache mode changes for less than a physical mapping, or for pages that can
 *                  leave memory.
 * @retval -EPERM   The physical range is also mapped elsewhere, with the cache mode that it has.
 *
 * On an error nothing has changed.
 *
 * @par Context  Thread. @par Time  O(size + physical mappings). @par Source  SPEC KMEM-FLAGS.
 */
int k_mem_update_flags(void *addr, size_t size, uint32_t flags);

/**
 * @brief The physical address behind a virtual one.
 *
 * @param virt  An address in a mapped page. Unless that is locked or pinned, its page may move as
 *              soon as anyone needs memory.
 *
 * @return The physical address; UINTPTR_MAX for one that is not mapped or not in memory now, which
 *         is also reported as a fault.
 *
 * @par Context  Thread. @par Time  Constant. @par Source  SPEC KMEM-QUERY.
 */
uintptr_t k_mem_phys_addr(const void *virt);

/**
 * @brief A virtual address at which a physical one is seen.
 *
 * @param phys  The physical address: of a page frame, or in a range that is mapped, by start-up
 * too. A page that is neither locked nor pinned may move as soon as anyone needs memory.
 *
 * @return The virtual address, that of the first mapping if there are several; NULL for one that is
 *         not mapped, which is also reported as a fault.
 *
 * @par Context  Thread. @par Time  O(physical mappings). @par Source  SPEC KMEM-QUERY.
 */
void *k_mem_virt_addr(uintptr_t phys);

/**
 * @brief The aligned range that covers a range.
 *
 * @param[out] aligned_addr  Start, rounded down.
 * @param[out] aligned_size  Bytes, rounded up; if that is beyond SIZE_MAX, the largest multiple
 *                           of @p align that is not.
 * @param      addr          Start of the range.
 * @param      size          Its bytes.
 * @param      align         What to align to; 0 counts as 1.
 *
 * @return Bytes from @p aligned_addr to @p addr.
 *
 * @par Context  Any. @par Time  Constant. @par Source  SPEC KMEM-ALIGN.
 */
size_t k_mem_region_align(uintptr_t *aligned_addr, size_t *aligned_size, uintptr_t addr,
			  size_t size, size_t align);

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* K_MEM_H_ */
