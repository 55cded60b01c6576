/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Maintenance of the data cache.
 */

#ifndef CACHE_H_
#define CACHE_H_

#include <stddef.h>
#include <stdint.h>

/** Bytes of the smallest line of any data cache. */
size_t cache_line_bytes(void);

/**
 * Write back what the caches hold of a mapped range and drop it, down to the point of
 * coherency; complete on return. No page of it may be unmapped.
 */
void cache_clean_invalidate(uintptr_t virt, size_t size);

#endif /* CACHE_H_ */
