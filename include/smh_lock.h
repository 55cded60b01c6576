/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief The lock that the user supplies when SMH_LOCK is SMH_LOCK_EXTERNAL.
 *
 * The library never defines these two functions, so that a missing lock is an error of
 * the linker. They must work before shared_multi_heap_pool_init() is called. Locks are
 * not nested by the library, and it calls no user code and copies no user data between
 * the two, except the visitor of shared_multi_heap_region_walk().
 */

#ifndef SMH_LOCK_H_
#define SMH_LOCK_H_

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @brief Enter the critical section.
 *
 * Sections never nest, unless memory of the pool can leave by way of the mapping layer (k_mem.h):
 * then an access within one may begin another.
 *
 * @return A token that tells how to restore the state before it, for example the
 *         interrupt mask.
 */
uintptr_t smh_lock_acquire(void);

/**
 * @brief Leave the critical section.
 *
 * @param token  What the matching smh_lock_acquire() returned.
 */
void smh_lock_release(uintptr_t token);

#ifdef __cplusplus
}
#endif

#endif /* SMH_LOCK_H_ */
