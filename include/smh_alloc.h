/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief More ways to allocate from the pool than the documented interface has.
 */

#ifndef SMH_ALLOC_H_
#define SMH_ALLOC_H_

#include "shared_multi_heap.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @defgroup smh_alloc Further allocation functions
 * @ingroup shared_multi_heap
 * @{
 */

/**
 * @brief Allocate an array of zeroes.
 *
 * @param attr   Attribute that the memory must have.
 * @param count  Number of elements.
 * @param size   Size of an element in bytes.
 *
 * @return @p count * @p size bytes of zeroes, aligned to SMH_ALIGN; NULL as
 *         shared_multi_heap_alloc(), and when the product overflows.
 *
 * @par Context  Thread; ISR with any lock but pthread and futex.
 * @par Time  Bounded, plus the clearing, done without the lock.
 * @par Source  SPEC SMH-CALLOC.
 */
void *shared_multi_heap_calloc(unsigned int attr, size_t count, size_t size);

/**
 * @brief Change the size of a block and keep its alignment.
 *
 * As shared_multi_heap_realloc(), but the result is at a multiple of @p align, whether
 * or not it moved.
 *
 * @param attr   Attribute that the memory must have.
 * @param ptr    Block to change, or NULL to allocate.
 * @param align  Alignment in bytes: a power of two, or 0 for SMH_ALIGN.
 * @param bytes  New size in bytes; 0 frees @p ptr.
 *
 * @return As shared_multi_heap_realloc(); NULL when @p align is not a power of two.
 *
 * @par Context  Thread; ISR with any lock but pthread and futex.
 * @par Time  Bounded, plus the copy when it moves, made without the lock.
 * @par Source  SPEC SMH-REALLOC.
 */
void *shared_multi_heap_aligned_realloc(unsigned int attr, void *ptr, size_t align, size_t bytes);

/**
 * @brief Change the size of a block where it lies, or not at all.
 *
 * @param ptr    A block of the pool.
 * @param bytes  New size in bytes, not 0.
 *
 * @retval 0        The block now holds @p bytes at the same address.
 * @retval -ENOMEM  It cannot grow here; it is unchanged.
 * @retval -EINVAL  @p ptr is NULL, or no live block, or next to damage (the last two are
 *                  also reported as a fault), or @p bytes is 0.
 *
 * @par Context  Thread; ISR with any lock but pthread and futex.
 * @par Time  O(log regions), independent of the number of blocks.
 * @par Source  SPEC SMH-RESIZE.
 */
int shared_multi_heap_resize(void *ptr, size_t bytes);

/**
 * @brief How many bytes a block can hold without being resized.
 *
 * All of them may be used, with SMH_ASAN only from this call on.
 *
 * @param ptr  A block of the pool, or NULL.
 * @return At least the size asked for; 0 for NULL and for a pointer that is no live
 *         block (also reported as a fault).
 *
 * @par Context  Thread; ISR with any lock but pthread and futex.
 * @par Time  O(log regions). @par Source  SPEC SMH-USABLE.
 */
size_t shared_multi_heap_usable_size(const void *ptr);

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* SMH_ALLOC_H_ */
