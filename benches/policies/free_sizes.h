/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The sizes of the free blocks of every region of the pool.
 *
 * A region is walked again only after something was taken from it or given back to it, so that an
 * exact search costs as many steps as there are free blocks, not as there are blocks.
 */

#ifndef POLICIES_FREE_SIZES_H_
#define POLICIES_FREE_SIZES_H_

#include <stddef.h>
#include <stdint.h>

/** No block is large enough. */
#define NO_FREE_SIZE UINT32_MAX

/** Forget everything. The layout is known. */
void free_sizes_start(void);

/** The region is not any more as it was. */
void free_sizes_changed(unsigned int region);

/** The smallest free block of a region with so many bytes, or NO_FREE_SIZE. */
uint32_t free_sizes_tightest(unsigned int region, size_t bytes);

#endif /* POLICIES_FREE_SIZES_H_ */
