/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief What the hardware says of the regions that are mapped.
 */

#ifndef MAPPING_H_
#define MAPPING_H_

#include "mmu.h"
#include "shared_multi_heap.h"

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
