/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Where the regions of the devicetree are mapped, and how.
 */

#ifndef MAPPING_H_
#define MAPPING_H_

#include "mmu.h"
#include "shared_multi_heap.h"

/**
 * The region-init hook: map a region page by page with the cache mode of its attribute, at the
 * next free place of a window of virtual addresses that are never physical ones. A page that
 * is only partly the region's is left out.
 */
bool mapping_init_region(struct shared_multi_heap_region *region, uint8_t **v_addr, size_t *size);

/** The memory attribute, as the hardware encodes it, that an attribute asks for. */
bool mapping_attribute_of(unsigned int attr, uint8_t *attribute);

/** Physical address of the first page that is wholly of a region that starts at @p phys. */
uint64_t mapping_first_page(uint64_t phys);

/**
 * Ask the hardware about every page of a range and print the answers. Returns whether all pages
 * lead, writable and with this memory attribute, to the physical pages from @p phys onwards.
 */
bool mapping_print(uintptr_t virt, size_t size, uint64_t phys, uint8_t attribute);

#endif /* MAPPING_H_ */
