/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief Demand paging: pages that leave memory under pressure and come back when touched.
 *
 * The interface that Zephyr documents as <zephyr/kernel/mm/demand_paging.h>. The functions
 * k_mem_paging_eviction_* and k_mem_paging_backing_store_* are called, not defined, by the mapping
 * layer. The library has one of each: a clock, and a store in RAM (smh_mm_store_set()). A program
 * that defines all functions of one of the two groups itself gets its own by linking.
 */

#ifndef K_MEM_PAGING_H_
#define K_MEM_PAGING_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @defgroup k_mem_paging Demand paging
 * @{
 */

/**
 * @name What a page frame is
 * @{
 */
/** In the list of free frames. */
#define K_MEM_PAGE_FRAME_FREE (1u << 0)
/** k_mem_pin(): its page stays until k_mem_unpin(). */
#define K_MEM_PAGE_FRAME_PINNED (1u << 1)
/** Its page is mapped at one virtual address. */
#define K_MEM_PAGE_FRAME_MAPPED (1u << 2)
/** The backing store has the content of its page, unless that was written to since. */
#define K_MEM_PAGE_FRAME_BACKED (1u << 3)
/** K_MEM_MAP_LOCK: its page stays until it is unmapped. */
#define K_MEM_PAGE_FRAME_LOCKED (1u << 4)
/** @} */

/** One page of physical memory. */
struct k_mem_page_frame {
	/** Where its page is mapped. */
	uintptr_t virt;
	/** Place of its page in the backing store, if it is backed. */
	uintptr_t location;
	/** K_MEM_PAGE_FRAME_*. */
	uint32_t flags;
	/** Links, as numbers of frames: of the free list, else of the eviction algorithm. */
	uint32_t next;
	/** See next. */
	uint32_t prev;
};

/** Counts since smh_mm_init(). */
struct k_mem_paging_stats_t {
	/** Page faults. */
	struct {
		/** Touches of pages that were not in memory. */
		unsigned long cnt;
	} pagefaults;
	/** Pages that left memory. */
	struct {
		/** Without being written to the backing store, which had them. */
		unsigned long clean;
		/** After being written there. */
		unsigned long dirty;
	} eviction;
};

/**
 * @brief Make pages leave memory.
 *
 * Pages that are locked or pinned stay.
 *
 * @param addr  First page.
 * @param size  Bytes, a page multiple.
 *
 * @retval 0        None of the others is in memory.
 * @retval -ENOMEM  The backing store is full: some still are.
 * @retval -EINVAL  Misaligned, or not wholly mapped by k_mem_map() or k_mem_map_unpaged(); nothing
 *                  has changed.
 *
 * @par Context  Thread. @par Time  O(size), plus the backing store's. @par Source  SPEC KMEM-PAGE.
 */
int k_mem_page_out(void *addr, size_t size);

/**
 * @brief Bring pages into memory.
 *
 * They may leave again at any time. A range that is not wholly mapped by k_mem_map() or
 * k_mem_map_unpaged() is reported as a fault; a page for which there is no memory stays out.
 *
 * @param addr  First page.
 * @param size  Bytes, a page multiple.
 *
 * @par Context  Thread. @par Time  O(size), plus the backing store's. @par Source  SPEC KMEM-PAGE.
 */
void k_mem_page_in(void *addr, size_t size);

/**
 * @brief Bring pages into memory, to stay there until k_mem_unpin().
 *
 * Pins do not count: one k_mem_unpin() ends them. A range that is not wholly mapped by k_mem_map()
 * or k_mem_map_unpaged(), and a page for which there is no memory, is reported as a fault.
 *
 * @param addr  First page.
 * @param size  Bytes, a page multiple.
 *
 * @par Context  Thread. @par Time  O(size), plus the backing store's. @par Source  SPEC KMEM-PIN.
 */
void k_mem_pin(void *addr, size_t size);

/**
 * @brief Let pages leave memory again. Those of K_MEM_MAP_LOCK stay.
 *
 * A range that is not wholly mapped by k_mem_map() or k_mem_map_unpaged() is reported as a fault.
 *
 * @param addr  First page.
 * @param size  Bytes, a page multiple.
 *
 * @par Context  Thread. @par Time  O(size). @par Source  SPEC KMEM-PIN.
 */
void k_mem_unpin(void *addr, size_t size);

/**
 * @brief Counts of page faults and evictions.
 *
 * @param[out] stats  Filled; nothing happens if it is NULL.
 *
 * @par Context  Thread or ISR. @par Time  Constant. @par Source  SPEC KMEM-STATS.
 */
void k_mem_paging_stats_get(struct k_mem_paging_stats_t *stats);

/**
 * @name For eviction algorithms and backing stores
 * @{
 */

/** @brief Whether a physical address belongs to a page frame. */
bool k_mem_is_page_frame(uintptr_t phys);

/** @brief The page frame of a physical address, for which k_mem_is_page_frame() holds. */
struct k_mem_page_frame *k_mem_phys_to_page_frame(uintptr_t phys);

/** @brief Physical address of a page frame. */
uintptr_t k_mem_page_frame_to_phys(const struct k_mem_page_frame *pf);

/** @brief Virtual address at which the page of a frame is mapped. */
void *k_mem_page_frame_to_virt(const struct k_mem_page_frame *pf);

/** @brief The frame of a number, below smh_mm_frames(): phys order. */
struct k_mem_page_frame *smh_mm_frame(uint32_t number);

/** @brief The number of a frame. */
uint32_t smh_mm_frame_number(const struct k_mem_page_frame *pf);

/** @brief How many page frames there are. */
uint32_t smh_mm_frames(void);

/** @brief Set flags of a frame. */
static inline void k_mem_page_frame_set(struct k_mem_page_frame *pf, uint32_t flags)
{
	pf->flags |= flags;
}

/** @brief Clear flags of a frame. */
static inline void k_mem_page_frame_clear(struct k_mem_page_frame *pf, uint32_t flags)
{
	pf->flags &= ~flags;
}

/** @brief Whether the backing store has the page of a frame. */
static inline bool k_mem_page_frame_is_backed(const struct k_mem_page_frame *pf)
{
	return (pf->flags & K_MEM_PAGE_FRAME_BACKED) != 0;
}

/** @brief Whether the page of a frame may leave memory. */
static inline bool k_mem_page_frame_is_evictable(const struct k_mem_page_frame *pf)
{
	const uint32_t stays = K_MEM_PAGE_FRAME_PINNED | K_MEM_PAGE_FRAME_LOCKED;

	return (pf->flags & K_MEM_PAGE_FRAME_MAPPED) != 0 && (pf->flags & stays) == 0;
}

/**
 * @brief Whether a page was touched since this was asked last, and forget it.
 *
 * @param      pf     A mapped frame.
 * @param[out] dirty  Whether it was ever written to since it came into memory.
 */
bool smh_mm_page_accessed(const struct k_mem_page_frame *pf, bool *dirty);

/** @brief Whether a page was written to since it came into memory. */
bool smh_mm_page_dirty(const struct k_mem_page_frame *pf);

/** @brief Where the mapping layer shows a frame to the backing store: one page, writable. */
void *smh_mm_scratch_page(void);
/** The same under Zephyr's name. */
#define K_MEM_SCRATCH_PAGE smh_mm_scratch_page()

/** @} */

/**
 * @name An eviction algorithm
 *
 * Called with the lock of the mapping layer held; may not touch pages that can leave memory, and
 * may not call anything but what stands under "For eviction algorithms and backing stores".
 * @{
 */

/** @brief Start; called by smh_mm_init(). */
void k_mem_paging_eviction_init(void);

/** @brief The page of this frame may leave memory from now on. */
void k_mem_paging_eviction_add(struct k_mem_page_frame *pf);

/** @brief It may not any more. */
void k_mem_paging_eviction_remove(struct k_mem_page_frame *pf);

/** @brief A page was touched for the first time since smh_mm_page_accessed() or coming in. */
void k_mem_paging_eviction_accessed(uintptr_t phys);

/**
 * @brief Choose the page that leaves.
 *
 * @param[out] dirty  Whether it was written to.
 * @return One of those added, or NULL if there is none.
 */
struct k_mem_page_frame *k_mem_paging_eviction_select(bool *dirty);

/** @} */

/**
 * @name A backing store
 *
 * Called with the lock of the mapping layer held. A location is a page multiple below 2^48.
 * @{
 */

/** @brief Start; called by smh_mm_init(). */
void k_mem_paging_backing_store_init(void);

/**
 * @brief Whether a program may map these places by k_mem_map_unpaged().
 *
 * The library's own store says no: what is in it belongs to pages.
 *
 * @param location  The first, any number.
 * @param size      Bytes, a page multiple.
 * @param flags     K_MEM_PERM_*, for a store of which parts cannot be written. It is not asked
 * again when k_mem_update_flags() changes them.
 */
bool smh_mm_backing_store_accepts(uintptr_t location, size_t size, uint32_t flags);

/**
 * @brief Find a place for a page that leaves memory.
 *
 * Not called for one that has a place (K_MEM_PAGE_FRAME_BACKED).
 *
 * @param      pf          Its frame.
 * @param[out] location    The place.
 * @param      page_fault  Whether a page comes in from the store instead, whose place is not needed
 *                         then; else a store should keep its last place, so that there is always
 *                         one for that.
 *
 * @retval 0        It has one.
 * @retval -ENOMEM  The store is full.
 */
int k_mem_paging_backing_store_location_get(struct k_mem_page_frame *pf, uintptr_t *location,
					    bool page_fault);

/** @brief A place is not needed any more. */
void k_mem_paging_backing_store_location_free(uintptr_t location);

/** @brief Copy the page at K_MEM_SCRATCH_PAGE to a place. */
void k_mem_paging_backing_store_page_out(uintptr_t location);

/** @brief Copy a place to the page at K_MEM_SCRATCH_PAGE. */
void k_mem_paging_backing_store_page_in(uintptr_t location);

/**
 * @brief A page came in from a place.
 *
 * The store either frees the place, or keeps it for the page and sets K_MEM_PAGE_FRAME_BACKED: as
 * long as the page is not written to, it can then leave without being copied.
 */
void k_mem_paging_backing_store_page_finalize(struct k_mem_page_frame *pf, uintptr_t location);

/** @} */

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* K_MEM_PAGING_H_ */
