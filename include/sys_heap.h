/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief The heap of one region, usable alone.
 *
 * None of these functions locks: the caller does. (With SMH_HEAP_LISTENER, alloc, free and
 * realloc take the library's lock to call the listeners, see heap_listener.h.)
 *
 * They write the heap and its memory, and no variable of the library unless they report a fault.
 * That takes no lock either: by default (smh_fault.h) it adds one to a count and reads which
 * handler is set. A thread that may not write the library's variables, such as a user thread
 * behind an MPU, would fault there a second time. For such threads replace the report with
 * SMH_SYS_HEAP_FAULT (smh_config.h).
 */

#ifndef SYS_HEAP_H_
#define SYS_HEAP_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "smh_config.h"
#include "smh_errno.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @defgroup sys_heap Heap of one region
 * @{
 */

struct smh_heap_ctl;
struct smh_heap_map;

/** A heap. Treat the members as private. */
struct sys_heap {
	/** Granule 0: the control block lies below it, the blocks above. NULL: unusable. */
	struct smh_heap_ctl *heap;
	/** Salt of the headers; above it, if metadata has 16-bit fields, where the heap ends. */
	uint32_t seal;
#if SMH_CHECK_EXACT
	/** Granules below granule 0. */
	uint32_t lead;
#else
	/** Granules below granule 0. */
	uint16_t lead;
#endif
	/** Bins of free blocks. */
	uint8_t bins;
	/** Number of this heap among many. */
	uint8_t lane;
	union {
		/** If metadata has 16-bit fields: the map of the bins that have a block. */
		struct smh_heap_map *map;
		/** If it has 32-bit fields: granule at which the heap ends. */
		uint32_t wide_end;
	} u;
};

/** Figures of a heap, in bytes, without headers. */
struct sys_memory_stats {
	size_t free_bytes;
	size_t allocated_bytes;
	size_t max_allocated_bytes;
};

/** Bytes that a region needs beside a block of @p bytes, at most; grows with its logarithm. */
#define Z_HEAP_OVERHEAD_FOR(bytes)                                                                 \
	(4u * SMH_ALIGN +                                                                          \
	 ((bytes) <= 64u     ? 96u                                                                 \
	  : (bytes) <= 4096u ? 320u                                                                \
			     : 960u) +                                                             \
	 (SMH_CHECK_EXACT ? (bytes) / (8u * SMH_ALIGN) + 64u : 0u))

/** Region size from which a block of @p bytes can be served, wherever the region starts. */
#define Z_HEAP_MIN_SIZE_FOR(bytes) ((bytes) + Z_HEAP_OVERHEAD_FOR(bytes))

/** Smallest region that serves an allocation, if it starts at a multiple of SMH_ALIGN <= 32. */
#define Z_HEAP_MIN_SIZE 64u

/**
 * @brief Set up a heap in a span of memory.
 *
 * Start and end are trimmed inwards to SMH_ALIGN. If the memory is too small, too large or
 * wraps around, the heap is left unusable: it allocates nothing.
 *
 * @param heap   The heap; any content is overwritten.
 * @param mem    The memory; it belongs to the heap from now on.
 * @param bytes  Its size in bytes.
 *
 * @par Context  Any, one at a time. @par Time  O(log bytes). @par Source  SPEC HEAP-INIT.
 */
void sys_heap_init(struct sys_heap *heap, void *mem, size_t bytes);

/**
 * @brief Allocate.
 *
 * @param heap   The heap.
 * @param bytes  Size in bytes.
 * @return A block aligned to SMH_ALIGN, or NULL (also for size 0).
 *
 * @par Context  Any, one at a time. @par Time  Bounded. @par Source  SPEC HEAP-ALLOC.
 */
void *sys_heap_alloc(struct sys_heap *heap, size_t bytes);

/**
 * @brief Allocate at an alignment.
 *
 * @param heap   The heap.
 * @param align  0, a power of two, or the bitwise or of two: with `a | r`, r < a, the result
 *               plus r is at a multiple of a (the place of a header of r bytes that the
 *               caller puts in front of an aligned object).
 * @param bytes  Size in bytes.
 * @return The block, or NULL: also if @p align has another form.
 *
 * @par Context  Any, one at a time. @par Time  Bounded. @par Source  SPEC HEAP-ALIGN.
 */
void *sys_heap_aligned_alloc(struct sys_heap *heap, size_t align, size_t bytes);

/** @brief As sys_heap_alloc(); @p align is ignored. For use where an alignment is passed. */
void *sys_heap_noalign_alloc(struct sys_heap *heap, size_t align, size_t bytes);

/**
 * @brief Change the size of a block at an alignment.
 *
 * @param heap   The heap.
 * @param ptr    Block of this heap, or NULL to allocate.
 * @param align  As for sys_heap_aligned_alloc().
 * @param bytes  New size in bytes; 0 frees.
 * @return The block with its content up to the smaller size; NULL on failure (the old block
 *         stays valid) and for size 0.
 *
 * @par Context  Any, one at a time. @par Time  Bounded, plus the copy if it moves.
 * @par Source  SPEC HEAP-REALLOC.
 */
void *sys_heap_aligned_realloc(struct sys_heap *heap, void *ptr, size_t align, size_t bytes);

/** @brief As sys_heap_aligned_realloc() with the default alignment. */
void *sys_heap_realloc(struct sys_heap *heap, void *ptr, size_t bytes);

/**
 * @brief Free a block.
 *
 * @param heap  The heap.
 * @param mem   Its block, or NULL. A pointer that is no live block is reported as a fault.
 *
 * @par Context  Any, one at a time. @par Time  Bounded. @par Source  SPEC HEAP-FREE.
 */
void sys_heap_free(struct sys_heap *heap, void *mem);

/**
 * @brief Bytes from @p mem to the end of its block.
 *
 * @return 0 for NULL and for a pointer that is no live block (reported as a fault).
 *
 * @par Context  Any, one at a time. @par Time  Constant. @par Source  SPEC HEAP-USABLE.
 */
size_t sys_heap_usable_size(struct sys_heap *heap, void *mem);

/**
 * @brief Check every invariant of the heap.
 *
 * Reads only, so it may run while nobody changes the heap.
 *
 * @return Whether the heap is sound. An unusable heap is not.
 *
 * @par Context  Any, one at a time. @par Time  O(blocks). @par Source  SPEC HEAP-VALIDATE.
 */
bool sys_heap_validate(struct sys_heap *heap);

/**
 * @brief Figures of the heap.
 *
 * @retval 0        @p stats is filled.
 * @retval -EINVAL  NULL, or the heap is unusable.
 *
 * @par Context  Any, one at a time. @par Time  Constant. @par Source  SPEC HEAP-STATS.
 */
int sys_heap_runtime_stats_get(struct sys_heap *heap, struct sys_memory_stats *stats);

/**
 * @brief Let max_allocated_bytes start anew from what is allocated now.
 *
 * @retval 0        Done.
 * @retval -EINVAL  NULL, or the heap is unusable.
 *
 * @par Context  Any, one at a time. @par Time  Constant. @par Source  SPEC HEAP-STATS.
 */
int sys_heap_runtime_stats_reset_max(struct sys_heap *heap);

/** Result of sys_heap_stress(). */
struct z_heap_stress_result {
	uint32_t total_allocs;
	uint32_t successful_allocs;
	uint32_t total_frees;
	/** Sum over all operations of the bytes in use after each. */
	uint64_t accumulated_in_use_bytes;
};

/**
 * @brief Drive an allocator with a fixed pseudo-random load.
 *
 * Sizes are distributed logarithmically; the use hovers around @p target_percent. The
 * same arguments give the same load on every platform.
 *
 * @param alloc_fn        Allocates: (arg, bytes).
 * @param free_fn         Frees: (arg, pointer).
 * @param arg             Passed to both.
 * @param total_bytes     Size of the memory under test.
 * @param op_count        Number of operations.
 * @param scratch_mem     Memory for the list of live blocks, aligned as a pointer.
 * @param scratch_bytes   Its size.
 * @param target_percent  Use to aim at, in percent of @p total_bytes.
 * @param result          Figures.
 *
 * @par Context  Thread. @par Time  O(op_count). @par Source  SPEC HEAP-STRESS.
 */
void sys_heap_stress(void *(*alloc_fn)(void *arg, size_t bytes),
		     void (*free_fn)(void *arg, void *p), void *arg, size_t total_bytes,
		     uint32_t op_count, void *scratch_mem, size_t scratch_bytes, int target_percent,
		     struct z_heap_stress_result *result);

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* SYS_HEAP_H_ */
