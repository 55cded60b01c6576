/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The regions that the devicetree describes, and which of them a block lies in.
 */

#ifndef PLACES_H_
#define PLACES_H_

#include "smh_devicetree.h"
#include "smh_info.h"

/**
 * Read the blob, map its regions, add them to the pool and print them. Returns whether there is
 * something to go on with: regions of both attributes.
 */
bool places_read(void);

/** Number of regions that came from the blob; they are the first of the pool. */
unsigned int places_count(void);

/** The first region of the blob with an attribute that could hold a block when empty, or -1. */
int places_first(unsigned int attr, size_t bytes);

/** Name of a region of the blob, or "none" for any other number. */
const char *places_label(int region);

/** Name of an attribute in a devicetree. */
const char *places_attr_name(unsigned int attr);

/**
 * Whether a block of so many bytes lies in a region of the blob as the pool says, and in that
 * region's physical memory with the memory attribute that it asks for as the hardware says.
 */
bool places_holds(int region, const void *block, size_t bytes);

#endif /* PLACES_H_ */
