/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief Cache maintenance for memory that a device reads or writes on its own.
 *
 * The processor works on lines of SMH_CACHE_LINE bytes. Both functions treat every line that the
 * range touches as a whole, so a buffer should start and end at a line, and what shares a line
 * with it must not be in use. SMH_CACHE chooses who does the work.
 *
 *     device will read:   write the buffer, smh_cache_clean(), start the device
 *     device will write:  smh_cache_invalidate(), start the device, wait for its end,
 *                         smh_cache_invalidate(), read the buffer
 *
 * The first invalidation keeps a dirty line from being written over what the device stored, the
 * second drops what the processor fetched ahead of time.
 *
 * SMH_CACHE_ARMV7M, the default on Cortex-M4, M7, M33, M55 and M85, works by registers of the
 * system control block, and reads two of them to see whether there is a cache at all. They are for
 * privileged code: in an unprivileged thread all functions here but smh_cache_barrier() end in a
 * BusFault, or a HardFault if that is not enabled, also on a processor without a cache. Threads
 * without privileges need SMH_CACHE_EXTERNAL with hooks that ask the system, or, without a cache,
 * SMH_CACHE_NONE.
 */

#ifndef SMH_CACHE_H_
#define SMH_CACHE_H_

#include <stddef.h>

#include "smh_config.h"
#include "smh_errno.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @defgroup smh_cache Cache maintenance
 * @{
 */

/**
 * @brief Write the dirty lines of a range back to memory.
 *
 * All lines that the range touches, whole. The lines stay in the cache and no byte changes. What
 * was written before the call is in memory when it returns, also for a device that is started
 * next, whatever SMH_CACHE is.
 *
 * @param addr   First byte; any alignment. NULL does nothing.
 * @param bytes  Length in bytes. 0 does nothing, and so does a range that wraps around.
 *
 * @par Context  Any; privileged with SMH_CACHE_ARMV7M, EL1 or above with SMH_CACHE_AARCH64.
 * @par Time  Proportional to @p bytes. @par Source  SPEC SMH-CACHE.
 */
void smh_cache_clean(const void *addr, size_t bytes);

/**
 * @brief Drop the lines of a range, so that the next read comes from memory.
 *
 * All lines that the range touches, whole: the caller must own every byte of them, since what was
 * written there and not cleaned is lost, or is not, as the cache happens to have it.
 *
 * @param addr   First byte; any alignment. NULL does nothing. The memory must be mapped writable.
 * @param bytes  Length in bytes. 0 does nothing, and so does a range that wraps around.
 *
 * @par Context  Any; privileged with SMH_CACHE_ARMV7M, EL1 or above with SMH_CACHE_AARCH64, where
 *               the instruction for it is not available at EL0.
 * @par Time  Proportional to @p bytes. @par Source  SPEC SMH-CACHE.
 */
void smh_cache_invalidate(void *addr, size_t bytes);

/**
 * @brief Order accesses to memory that no cache holds against those of devices.
 *
 * What was read and written before the call is done, also as devices see it, before anything
 * after it begins. smh_cache_clean() and smh_cache_invalidate() do the same, whatever SMH_CACHE is.
 *
 * @par Context  Any. @par Time  Constant. @par Source  SPEC SMH-CACHE.
 */
void smh_cache_barrier(void);

/**
 * @brief Whether SMH_CACHE_LINE is large enough for this processor.
 *
 * Buffers that start and end at SMH_CACHE_LINE share no line with others only if it is.
 *
 * @retval 0        It is, or the processor has no cache, or no register that tells.
 * @retval -EINVAL  The cache type register tells of larger lines.
 *
 * @par Context  As smh_cache_clean(). @par Time  Constant. @par Source  SPEC SMH-CACHE.
 */
int smh_cache_line_check(void);

/**
 * @brief With SMH_CACHE_EXTERNAL, supplied by the user: write lines back to memory.
 *
 * The library never defines it, so that a missing one is an error of the linker.
 *
 * @param addr   First byte, a multiple of SMH_CACHE_LINE.
 * @param bytes  Length, a multiple of SMH_CACHE_LINE, not 0.
 */
void smh_cache_clean_hook(const void *addr, size_t bytes);

/**
 * @brief With SMH_CACHE_EXTERNAL, supplied by the user: drop lines.
 *
 * The library never defines it, so that a missing one is an error of the linker.
 *
 * @param addr   First byte, a multiple of SMH_CACHE_LINE.
 * @param bytes  Length, a multiple of SMH_CACHE_LINE, not 0.
 */
void smh_cache_invalidate_hook(void *addr, size_t bytes);

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* SMH_CACHE_H_ */
