/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief Questions to the pool: who owns an address, how full is a region, is it sound.
 */

#ifndef SMH_INFO_H_
#define SMH_INFO_H_

#include "shared_multi_heap.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @defgroup smh_info Information
 * @ingroup shared_multi_heap
 * @{
 */

/** What the pool knows of a region. All sizes are in bytes. */
struct shared_multi_heap_region_info {
	/** Attribute given when it was added. */
	unsigned int attr;
	/** Pointer given when it was added. */
	void *user_data;
	/** First byte in use after trimming. */
	uintptr_t addr;
	/** Length in use after trimming; addr + size - 1 is the last byte. */
	size_t size;
	/** Bytes that a single block could have were the region empty. */
	size_t capacity;
	/** Bytes held by live blocks, without their headers (0 without SMH_STATS). */
	size_t allocated;
	/** Highest value of allocated so far (0 without SMH_STATS). */
	size_t max_allocated;
	/** capacity - allocated; each further block takes a header of 4 bytes from it. */
	size_t free;
	/** A request of this size is certain to be served now. Read without a walk. */
	size_t largest_free;
};

/**
 * @brief Number of regions in the pool. Regions are numbered from 0 in the order added.
 *
 * @par Context  Any. @par Time  Constant. @par Source  SPEC SMH-INFO.
 */
unsigned int shared_multi_heap_region_count(void);

/**
 * @brief Number of the region that holds an address.
 *
 * Compares addresses only: nothing is read through @p ptr, which need not be a block.
 *
 * @param      ptr        Any address.
 * @param[out] user_data  The region's user data, unless NULL.
 * @param[out] attr       The region's attribute, unless NULL.
 *
 * @return The region's number, or -ENOENT when no region holds @p ptr.
 *
 * @par Context  Thread; ISR with any lock but pthread and futex.
 * @par Time  O(log regions). @par Source  SPEC SMH-OWNER.
 */
int shared_multi_heap_owner(const void *ptr, void **user_data, unsigned int *attr);

/**
 * @brief Describe a region.
 *
 * @param      region  Number of the region.
 * @param[out] info    The description.
 *
 * @retval 0        @p info is filled.
 * @retval -ENOENT  There is no such region.
 * @retval -EINVAL  @p info is NULL.
 *
 * @par Context  Thread; ISR with any lock but pthread and futex.
 * @par Time  Constant. @par Source  SPEC SMH-INFO.
 */
int shared_multi_heap_region_info(unsigned int region, struct shared_multi_heap_region_info *info);

/**
 * @brief Check every invariant of a region.
 *
 * Finds damage that no other call meets, such as a list of free blocks that is hidden because its
 * bit in the map of bins was cleared.
 *
 * @param region  Number of the region.
 *
 * @retval 0        Sound.
 * @retval -ENOENT  There is no such region.
 * @retval -EINVAL  The metadata is damaged.
 *
 * @par Context  Thread. @par Time  O(blocks of the region), with the lock held.
 * @par Source  SPEC SMH-INFO.
 */
int shared_multi_heap_region_validate(unsigned int region);

/**
 * @brief Visitor of blocks.
 *
 * @param arg    As given to the walk.
 * @param mem    First byte of the block.
 * @param bytes  Bytes it holds.
 * @param used   Whether it is handed out.
 * @return true to go on.
 */
typedef bool (*smh_block_visitor_t)(void *arg, void *mem, size_t bytes, bool used);

/**
 * @brief Visit every block of a region in the order of addresses.
 *
 * The visitor runs with the lock held and must not call the pool.
 *
 * @param region  Number of the region.
 * @param visit   The visitor.
 * @param arg     Passed to it.
 *
 * @retval 0        Every block was visited, or the visitor stopped the walk.
 * @retval -ENOENT  There is no such region.
 * @retval -EINVAL  @p visit is NULL, or damaged metadata ended the walk.
 *
 * @par Context  Thread. @par Time  O(blocks of the region), with the lock held.
 * @par Source  SPEC SMH-INFO.
 */
int shared_multi_heap_region_walk(unsigned int region, smh_block_visitor_t visit, void *arg);

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* SMH_INFO_H_ */
