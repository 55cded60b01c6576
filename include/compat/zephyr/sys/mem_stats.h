/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief For source written for Zephyr: struct sys_memory_stats, which is in sys_heap.h here.
 */

#ifndef SMH_COMPAT_ZEPHYR_MEM_STATS_H_
#define SMH_COMPAT_ZEPHYR_MEM_STATS_H_

#include <sys_heap.h>

#endif /* SMH_COMPAT_ZEPHYR_MEM_STATS_H_ */
