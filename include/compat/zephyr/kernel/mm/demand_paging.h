/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief For source written for Zephyr: its name of k_mem_paging.h.
 */

#ifndef SMH_COMPAT_ZEPHYR_KERNEL_MM_DEMAND_PAGING_H_
#define SMH_COMPAT_ZEPHYR_KERNEL_MM_DEMAND_PAGING_H_

#include <k_mem_paging.h>

#endif /* SMH_COMPAT_ZEPHYR_KERNEL_MM_DEMAND_PAGING_H_ */
