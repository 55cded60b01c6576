/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief For source written for Zephyr: its name of sys_heap.h.
 */

#ifndef SMH_COMPAT_ZEPHYR_SYS_HEAP_H_
#define SMH_COMPAT_ZEPHYR_SYS_HEAP_H_

/* In angle brackets: in quotes this file would find itself. */
#include <sys_heap.h>

#endif /* SMH_COMPAT_ZEPHYR_SYS_HEAP_H_ */
