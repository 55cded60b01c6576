/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Sizes and places that are multiples of 32 bytes, which is all that the MPU of ARMv8-M asks for.
 *
 *     0x30000000  SRAM   | . | non-cacheable | . |
 *     0x38000000  SSRAM  | image 2 MiB | . | cacheable | . |
 *     0x80000000  PSRAM  | image 8 MiB | . | external  | . |
 */

#include "regions.h"

struct shared_multi_heap_region board_regions[] = {
	{.attr = SMH_REG_ATTR_CACHEABLE, .addr = 0x38210020, .size = 0x123460},
	{.attr = SMH_REG_ATTR_NON_CACHEABLE, .addr = 0x30000400, .size = 0x6C20},
	{.attr = SMH_REG_ATTR_EXTERNAL, .addr = 0x80900000, .size = 0x500000},
};

const unsigned int board_region_count = sizeof(board_regions) / sizeof(board_regions[0]);
