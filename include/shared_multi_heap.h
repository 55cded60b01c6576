/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief Shared multi-heap: one pool, memory chosen by attribute.
 *
 * This header is the documented interface. What the library adds stands in
 * headers beside it: smh_alloc.h, smh_info.h, smh_policy.h, smh_fault.h,
 * smh_devicetree.h and smh_lock.h.
 */

#ifndef SHARED_MULTI_HEAP_H_
#define SHARED_MULTI_HEAP_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "smh_config.h"
#include "smh_errno.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @defgroup shared_multi_heap Shared multi-heap
 *
 * A region is a span of RAM with one attribute, an opaque integer. Platform
 * code initialises the pool once and adds regions; anyone then allocates by
 * attribute:
 *
 * @code{.c}
 * static uint8_t sram[4096];
 *
 * struct shared_multi_heap_region fast = {
 *         .attr = SMH_REG_ATTR_CACHEABLE,
 *         .addr = (uintptr_t)sram,
 *         .size = sizeof(sram),
 * };
 *
 * shared_multi_heap_pool_init();
 * shared_multi_heap_add(&fast, NULL);
 *
 * void *block = shared_multi_heap_alloc(SMH_REG_ATTR_CACHEABLE, 100);
 *
 * shared_multi_heap_free(block);
 * @endcode
 *
 * Every block is aligned to at least SMH_ALIGN bytes and is never at address 0.
 * Sizes are in bytes throughout.
 * @{
 */

/** Attribute values at or above this bound are refused. Build option SMH_MAX_ATTR. */
#define MAX_SHARED_MULTI_HEAP_ATTR SMH_MAX_ATTR

/** Common attributes. A platform may use any value below MAX_SHARED_MULTI_HEAP_ATTR. */
enum smh_reg_attr {
	/** Memory mapped as cacheable. */
	SMH_REG_ATTR_CACHEABLE,
	/** Memory that no cache holds, for devices that do not snoop. */
	SMH_REG_ATTR_NON_CACHEABLE,
	/** Memory outside the chip. */
	SMH_REG_ATTR_EXTERNAL,
	/** The first value that this list leaves free. */
	SMH_REG_ATTR_NUM,
};

/** A region of memory to be added to the pool. */
struct shared_multi_heap_region {
	/** Attribute, below MAX_SHARED_MULTI_HEAP_ATTR. */
	unsigned int attr;
	/** First byte, as the processor addresses it (virtual where there is an MMU). */
	uintptr_t addr;
	/** Length in bytes. */
	size_t size;
};

/**
 * @brief Make a region ready before it joins the pool.
 *
 * Called once for each region by smh_region_table_add(), by smh_devicetree_add() and by what
 * smh-dtgen generates; never with the pool's lock held. It maps or protects the region and says
 * where the processor sees it.
 *
 * @param[in]  reg     The region; reg->addr is its physical address.
 * @param[out] v_addr  Address of the region after mapping.
 * @param[out] size    Usable bytes from @p v_addr after mapping.
 *
 * @return true if the region may be used, false if it must be skipped.
 */
typedef bool (*smh_init_reg_fn_t)(struct shared_multi_heap_region *reg, uint8_t **v_addr,
				  size_t *size);

/**
 * @brief Initialise the pool.
 *
 * Must come before any other call of the pool. Two callers may race: exactly one
 * gets 0, the other gets -EALREADY. Both may call the pool at once, but regions are there
 * only once somebody has added them: until then every allocation gives NULL. So whoever gets
 * 0 adds the regions and then tells the others, who wait for it. (Where everything that
 * allocates starts after the regions were added, nobody has to wait.)
 *
 * @code{.c}
 * static atomic_bool regions_ready;
 *
 * if (shared_multi_heap_pool_init() == 0) {
 *         shared_multi_heap_add(&fast, NULL);
 *         atomic_store(&regions_ready, true);
 * } else {
 *         while (!atomic_load(&regions_ready)) {
 *                 yield(); // or wait for an event of your OS
 *         }
 * }
 * @endcode
 *
 * With the pthread or futex lock, fork() waits until no thread is in the pool, and the child has a
 * sound copy of it. Do not fork with the lock held: in a visitor or a listener. Memory that
 * parent and child share (MAP_SHARED, the POSIX mapping layer's) is no copy: at most one of them
 * may go on using regions there.
 *
 * @retval 0          The pool is ready and has no regions.
 * @retval -EALREADY  It was initialised before, and may have no regions yet. Nothing was changed.
 *
 * @par Context  Thread. @par Time  Constant. @par Source  SPEC SMH-INIT.
 */
int shared_multi_heap_pool_init(void);

/**
 * @brief Add a region to the pool.
 *
 * Start and end are trimmed inwards to SMH_ALIGN; shared_multi_heap_region_info()
 * tells the bounds in use. The region belongs to the pool from then on. The
 * structure itself is copied.
 *
 * @param region     The region. 64 bytes are enough for one allocation.
 * @param user_data  Kept with the region; shared_multi_heap_owner() gives it back.
 *
 * @retval 0        The region serves allocations.
 * @retval -EPERM   The pool is not initialised.
 * @retval -EINVAL  NULL region, attribute out of bounds, size 0, a range that wraps
 *                  around, larger than 2^SMH_MAX_REGION_SHIFT bytes, or too small.
 * @retval -EEXIST  It overlaps a region that is there already.
 * @retval -ENOMEM  SMH_MAX_REGIONS regions are there already.
 *
 * On an error neither the pool nor the memory is touched.
 *
 * @par Context  Thread. @par Time  O(regions) once. @par Source  SPEC SMH-ADD.
 */
int shared_multi_heap_add(struct shared_multi_heap_region *region, void *user_data);

/**
 * @brief Allocate from the memory that has an attribute.
 *
 * @param attr   Attribute that the memory must have.
 * @param bytes  Size in bytes.
 *
 * @return A block aligned to SMH_ALIGN with undefined content, or NULL: @p bytes is
 *         0, @p attr is out of bounds, or no region of @p attr can hold the block.
 *
 * @par Context  Thread; ISR with any lock but pthread and futex.
 * @par Time  Bounded, independent of the number of blocks and regions.
 * @par Source  SPEC SMH-ALLOC.
 */
void *shared_multi_heap_alloc(unsigned int attr, size_t bytes);

/**
 * @brief Allocate aligned memory from the memory that has an attribute.
 *
 * @param attr   Attribute that the memory must have.
 * @param align  Alignment in bytes: a power of two, or 0 for SMH_ALIGN.
 * @param bytes  Size in bytes.
 *
 * @return A block at a multiple of @p align, or NULL as shared_multi_heap_alloc()
 *         and when @p align is not a power of two.
 *
 * @par Context  Thread; ISR with any lock but pthread and futex.
 * @par Time  Bounded, independent of the number of blocks and regions.
 * @par Source  SPEC SMH-ALIGN.
 */
void *shared_multi_heap_aligned_alloc(unsigned int attr, size_t align, size_t bytes);

/**
 * @brief Change the size of a block.
 *
 * Shrinks in place, grows in place when the right neighbour allows it, else moves
 * to another place with the same attribute. A block that lies in memory of another
 * attribute moves to memory of @p attr. A block that moves keeps SMH_ALIGN only.
 *
 * @param attr   Attribute that the memory must have.
 * @param ptr    Block to change, or NULL to allocate.
 * @param bytes  New size in bytes; 0 frees @p ptr.
 *
 * @return The block, with its content up to the smaller size; NULL when @p bytes was
 *         0, and on failure, in which case @p ptr is untouched and still valid. A
 *         pointer that is no live block is reported as a fault and gives NULL.
 *
 * @par Context  Thread; ISR with any lock but pthread and futex.
 * @par Time  Bounded, plus the copy when it moves, made without the lock.
 * @par Source  SPEC SMH-REALLOC.
 */
void *shared_multi_heap_realloc(unsigned int attr, void *ptr, size_t bytes);

/**
 * @brief Give a block back.
 *
 * A pointer that is no live block is refused, reported as a fault (smh_fault.h),
 * and changes nothing. So is a live block whose header, or whose neighbour, is damaged: it
 * stays live. Only after SMH_FAULT_BAD_LIST the block is free.
 *
 * @param block  A block of this pool, or NULL, which does nothing.
 *
 * @par Context  Thread; ISR with any lock but pthread and futex.
 * @par Time  O(log regions), independent of the number of blocks.
 * @par Source  SPEC SMH-FREE.
 */
void shared_multi_heap_free(void *block);

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* SHARED_MULTI_HEAP_H_ */
