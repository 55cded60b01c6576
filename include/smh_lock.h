/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief The lock that the user supplies when SMH_LOCK is SMH_LOCK_EXTERNAL.
 *
 * The library never defines these two functions, so that a missing lock is an error of
 * the linker. They must work before shared_multi_heap_pool_init() is called. Between the two the
 * library copies no user data, and calls no user code but the visitor of
 * shared_multi_heap_region_walk() and the listeners of heap_listener.h.
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
 * Sections nest in one case: with demand paging (k_mem_paging.h) of memory that the pool has, an
 * access within a section takes a page fault, which begins another. In all other programs a section
 * never begins within one.
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
