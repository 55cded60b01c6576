/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The memory of a board that is for the pool. Each board with such memory has a table.
 */

#ifndef REGIONS_H_
#define REGIONS_H_

#include "shared_multi_heap.h"

/** The regions. The image uses none of it (link.ld). */
extern struct shared_multi_heap_region board_regions[];

/** Number of regions. */
extern const unsigned int board_region_count;

#endif /* REGIONS_H_ */
