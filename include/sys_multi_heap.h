/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief A set of heaps with the user's choice among them, usable alone.
 *
 * None of these functions locks: the caller does. They report faults as those of sys_heap.h do.
 */

#ifndef SYS_MULTI_HEAP_H_
#define SYS_MULTI_HEAP_H_

#include "sys_heap.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @defgroup sys_multi_heap Set of heaps
 * @{
 */

/** Number of heaps that a set can hold: build option SMH_MAX_REGIONS. */
#define MAX_MULTI_HEAPS SMH_MAX_REGIONS

struct sys_multi_heap;

/**
 * @brief Choose a heap and allocate from it.
 *
 * @param mheap  The set.
 * @param cfg    As given to sys_multi_heap_alloc().
 * @param align  Alignment as for sys_heap_aligned_alloc(); 0 for the default.
 * @param size   Size in bytes.
 * @return The block, or NULL.
 */
typedef void *(*sys_multi_heap_fn_t)(struct sys_multi_heap *mheap, void *cfg, size_t align,
				     size_t size);

/** A heap of the set. */
struct sys_multi_heap_rec {
	struct sys_heap *heap;
	void *user_data;
};

/** The set: heaps in the order of their addresses. */
struct sys_multi_heap {
	unsigned int nheaps;
	sys_multi_heap_fn_t choice;
	/** Complement of the address of each heap's memory, apart and with no heap as 0. */
	uintptr_t keys[MAX_MULTI_HEAPS];
	struct sys_multi_heap_rec heaps[MAX_MULTI_HEAPS];
};

/**
 * @brief Make an empty set.
 *
 * @param heap       The set.
 * @param choice_fn  Chooses the heap of each allocation.
 *
 * @par Context  Any, one at a time. @par Time  Constant. @par Source  SPEC MULTI-INIT.
 */
void sys_multi_heap_init(struct sys_multi_heap *heap, sys_multi_heap_fn_t choice_fn);

/**
 * @brief Add a heap.
 *
 * @param mheap      The set.
 * @param heap       A heap that sys_heap_init() made usable. One that is unusable, or
 *                   finds no room, is not added; the latter is reported as a fault.
 * @param user_data  Kept with it.
 *
 * @par Context  Any, one at a time. @par Time  O(heaps). @par Source  SPEC MULTI-ADD.
 */
void sys_multi_heap_add_heap(struct sys_multi_heap *mheap, struct sys_heap *heap, void *user_data);

/**
 * @brief Allocate by the choice function.
 *
 * @param mheap  The set.
 * @param cfg    Passed to the choice function.
 * @param bytes  Size in bytes.
 * @return What the choice function returns: a block aligned to SMH_ALIGN, or NULL.
 *
 * @par Context  Any, one at a time. @par Time  That of the choice function.
 * @par Source  SPEC MULTI-ALLOC.
 */
void *sys_multi_heap_alloc(struct sys_multi_heap *mheap, void *cfg, size_t bytes);

/**
 * @brief Allocate by the choice function at an alignment.
 *
 * @param mheap  The set.
 * @param cfg    Passed to the choice function.
 * @param align  Alignment as for sys_heap_aligned_alloc(), in bytes.
 * @param bytes  Size in bytes.
 * @return What the choice function returns.
 *
 * @par Context  Any, one at a time. @par Time  That of the choice function.
 * @par Source  SPEC MULTI-ALLOC.
 */
void *sys_multi_heap_aligned_alloc(struct sys_multi_heap *mheap, void *cfg, size_t align,
				   size_t bytes);

/**
 * @brief The heap that holds an address. Compares addresses only.
 *
 * @param mheap  The set.
 * @param addr   Any address.
 * @return Its record, or NULL when no heap of the set holds @p addr.
 *
 * @par Context  Any, one at a time. @par Time  O(log heaps). @par Source  SPEC MULTI-OWNER.
 */
const struct sys_multi_heap_rec *sys_multi_heap_get_heap(const struct sys_multi_heap *mheap,
							 void *addr);

/**
 * @brief Free a block of any heap of the set.
 *
 * @param mheap  The set.
 * @param block  The block, or NULL. A pointer that is no live block is reported as a fault.
 *
 * @par Context  Any, one at a time. @par Time  O(log heaps). @par Source  SPEC MULTI-FREE.
 */
void sys_multi_heap_free(struct sys_multi_heap *mheap, void *block);

/**
 * @brief Change the size of a block: in place, else in its own heap, else by the choice
 * function.
 *
 * @param mheap  The set.
 * @param cfg    Passed to the choice function.
 * @param ptr    Block of a heap of the set, or NULL to allocate.
 * @param align  Alignment as for sys_heap_aligned_alloc(), in bytes.
 * @param bytes  New size in bytes; 0 frees.
 * @return As sys_heap_aligned_realloc().
 *
 * @par Context  Any, one at a time. @par Time  O(log heaps), plus the copy if it moves.
 * @par Source  SPEC MULTI-REALLOC.
 */
void *sys_multi_heap_aligned_realloc(struct sys_multi_heap *mheap, void *cfg, void *ptr,
				     size_t align, size_t bytes);

/** @brief As sys_multi_heap_aligned_realloc() with the default alignment. */
#define sys_multi_heap_realloc(mheap, cfg, ptr, bytes)                                             \
	sys_multi_heap_aligned_realloc(mheap, cfg, ptr, 0, bytes)

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* SYS_MULTI_HEAP_H_ */
