/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Sizes and places that the MPU of ARMv7-M can describe: 256 KiB, six eighths of 128 KiB, 4 MiB.
 *
 *     0x20000000  SRAM   | image 2 MiB | . | cacheable | . | non-cacheable | .   |
 *     0x21000000  PSRAM  | image 8 MiB | external | .                            |
 */

#include "regions.h"

struct shared_multi_heap_region board_regions[] = {
	{.attr = SMH_REG_ATTR_CACHEABLE, .addr = 0x20240000, .size = 0x40000},
	{.attr = SMH_REG_ATTR_NON_CACHEABLE, .addr = 0x20380000, .size = 0x18000},
	{.attr = SMH_REG_ATTR_EXTERNAL, .addr = 0x21800000, .size = 0x400000},
};

const unsigned int board_region_count = sizeof(board_regions) / sizeof(board_regions[0]);
