/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief For source written for Zephyr: its name of shared_multi_heap.h.
 */

#ifndef SMH_COMPAT_ZEPHYR_SHARED_MULTI_HEAP_H_
#define SMH_COMPAT_ZEPHYR_SHARED_MULTI_HEAP_H_

/* In angle brackets: in quotes this file would find itself. */
#include <shared_multi_heap.h>

/*
 * Zephyr renamed the enumeration and dropped the old tag. Both are one type here; a macro
 * is what makes `enum shared_multi_heap_attr` work as a declaration, as a parameter and as
 * a member in C as in C++.
 */
#define shared_multi_heap_attr smh_reg_attr

#endif /* SMH_COMPAT_ZEPHYR_SHARED_MULTI_HEAP_H_ */
