/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief For source written for Zephyr: its name of sys_multi_heap.h.
 */

#ifndef SMH_COMPAT_ZEPHYR_MULTI_HEAP_H_
#define SMH_COMPAT_ZEPHYR_MULTI_HEAP_H_

#include <sys_multi_heap.h>

#endif /* SMH_COMPAT_ZEPHYR_MULTI_HEAP_H_ */
