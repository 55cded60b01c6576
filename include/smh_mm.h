/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief Setting up the mapping layer behind k_mem.h, and asking what is mapped.
 */

#ifndef SMH_MM_H_
#define SMH_MM_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "k_mem.h"
#include "k_mem_paging.h"
#include "smh_errno.h"
#include "sys_heap.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @defgroup smh_mm Setting up the mapping layer
 * @{
 */

/** A range of virtual pages that shows a physical range. */
struct smh_mm_mapping {
	/** First virtual address. */
	uintptr_t virt;
	/** First physical address. */
	uintptr_t phys;
	/** Bytes; 0 for a record that is not in use. */
	size_t size;
	/** Cache mode and permissions, and more that is the layer's own. */
	uint32_t flags;
};

/** Bytes of storage that a window of @p bytes virtual addresses needs. */
#define SMH_MM_RANGES_BYTES(bytes)                                                                 \
	(((bytes) / K_MEM_PAGE_SIZE + 2u) * SMH_ALIGN + 2u * Z_HEAP_OVERHEAD_FOR(bytes))

/** What the mapping layer works with. */
struct smh_mm_config {
	/** Window from which virtual addresses are taken: start, a page multiple. Nothing is mapped
	 * in it. */
	uintptr_t virt;
	/** Its bytes, a page multiple. */
	size_t virt_bytes;
	/** Physical memory for anonymous pages: start, a page multiple. */
	uintptr_t phys;
	/** Its bytes, a page multiple; may be 0. */
	size_t phys_bytes;
	/** Storage, one for each page of it. */
	struct k_mem_page_frame *frames;
	/** Storage to keep account of the window. */
	void *ranges;
	/** Its bytes: SMH_MM_RANGES_BYTES(virt_bytes). */
	size_t ranges_bytes;
	/** Storage for as many physical mappings as there can be at a time. */
	struct smh_mm_mapping *mappings;
	/** Their number. */
	unsigned int num_mappings;
	/** How many of the first are there already, outside of the window: they stay. */
	unsigned int num_fixed;
	/** Whether pages of k_mem_map() may leave memory under pressure. */
	bool paging;
};

/**
 * @brief Start the mapping layer.
 *
 * The architecture must be ready: see smh_mm_aarch64.h, smh_mm_posix.h.
 *
 * @param config  Copied; the storage that it names belongs to the layer until smh_mm_deinit().
 *
 * @retval 0          Ready.
 * @retval -EINVAL    A parameter is NULL, misaligned, empty, wraps around or cannot be translated;
 *                    something is mapped in the window; or a fixed mapping is in it, or shows part
 *                    of the page frames.
 * @retval -ENOMEM    The storage for ranges is too small, or no table is left.
 * @retval -EALREADY  It was started before.
 *
 * @par Context  Thread, one at a time. @par Time  O(pages of the window and of the frames).
 * @par Source  SPEC KMEM-INIT.
 */
int smh_mm_init(const struct smh_mm_config *config);

/**
 * @brief Remove every mapping but the fixed ones, and stop.
 *
 * Nothing happens if it was not started.
 *
 * @par Context  Thread, one at a time. @par Time  O(pages of the window). @par Source  SPEC
 * KMEM-INIT.
 */
void smh_mm_deinit(void);

/**
 * @brief Map a physical range at a virtual address of one's own, outside of the window.
 *
 * @param virt   A page multiple.
 * @param phys   A page multiple.
 * @param size   Bytes, a page multiple, not 0; the last page may be the topmost.
 * @param flags  K_MEM_CACHE_* or K_MEM_ARM_*, K_MEM_PERM_*.
 *
 * @retval 0        Mapped.
 * @retval -EINVAL  Misaligned, empty, part of the window, or outside of what can be translated.
 * @retval -EEXIST  A virtual page is mapped already.
 * @retval -EPERM   Part of the physical range is mapped with another cache mode, or belongs to the
 *                  page frames.
 * @retval -ENOMEM  No table or no record is left.
 *
 * On an error nothing has changed.
 *
 * @par Context  Thread. @par Time  O(size + physical mappings). @par Source  SPEC KMEM-AT.
 */
int smh_mm_map_at(uintptr_t virt, uintptr_t phys, size_t size, uint32_t flags);

/**
 * @brief Remove a mapping of smh_mm_map_at().
 *
 * @retval 0        Nothing is mapped there any more.
 * @retval -ENOENT  No such mapping has just that start and size.
 *
 * @par Context  Thread. @par Time  O(size + physical mappings). @par Source  SPEC KMEM-AT.
 */
int smh_mm_unmap_at(uintptr_t virt, size_t size);

/** What is known of a virtual page. */
struct smh_mm_page {
	/** Physical address of its first byte, if it is in memory. */
	uintptr_t phys;
	/** K_MEM_CACHE_* or K_MEM_ARM_*, and K_MEM_PERM_*. */
	uint32_t flags;
	/** It is in memory. */
	bool present;
	/** It may leave memory. */
	bool evictable;
	/** It was written to since it came into memory; only for those that may leave. */
	bool dirty;
};

/**
 * @brief Ask for the page at a virtual address.
 *
 * @param      virt  The address.
 * @param[out] page  Filled if the page is mapped; may be NULL.
 *
 * @retval 0        It is mapped.
 * @retval -ENOENT  It is not.
 *
 * @par Context  Thread. @par Time  Constant. @par Source  SPEC KMEM-QUERY.
 */
int smh_mm_query(const void *virt, struct smh_mm_page *page);

/**
 * @brief Give the backing store in RAM its memory.
 *
 * To be called before smh_mm_init(). Without it the store has room for nothing, and only pages that
 * were never written to leave memory. One page of it is kept free, so that a page in it can always
 * come in; with one page more than are mapped, a page that is written once is copied out once.
 *
 * @param mem    Memory that never leaves; NULL for none.
 * @param bytes  Bytes; parts of a page are not used.
 *
 * @par Context  Thread, one at a time. @par Time  Constant. @par Source  SPEC KMEM-STORE.
 */
void smh_mm_store_set(void *mem, size_t bytes);

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* SMH_MM_H_ */
