/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * What an entry of the mapping layer is in a table of level 3, and back.
 *
 *   valid    63..58 57    56        55 54  53  ..  47..12   .. 10 9..8 7    6    4..2   1 0
 *            0      DIRTY EVICTABLE RW UXN PXN     address     AF SH   read user mode   1 1
 *                                                                      only
 *   unpaged  47..12    11..10     8         7    6    5  1 0
 *            location  anonymous  EVICTABLE USER EXEC RW 1 0
 *
 * Bits 58 to 55 are the program's; of an invalid descriptor all but bit 0 are. The mode is the
 * index of MAIR_EL1.
 */

#ifndef SMH_MM_AARCH64_DESCRIPTOR_H_
#define SMH_MM_AARCH64_DESCRIPTOR_H_

#include "smh_mm_arch.h"
#include "port/compiler.h"

/* The descriptor of an entry; 0 of an empty one. */
uint64_t smh_descriptor_of(struct smh_mm_entry entry);

/* The entry of a descriptor. */
struct smh_mm_entry smh_descriptor_entry(uint64_t descriptor);

/* Whether the hardware translates by it. */
SMH_INLINE bool descriptor_is_valid(uint64_t descriptor)
{
	return (descriptor & 1) != 0;
}

/*
 * Whether one valid descriptor may take the place of another without a break in between: same
 * address and memory type.
 */
bool smh_descriptor_may_replace(uint64_t before, uint64_t now);

#endif /* SMH_MM_AARCH64_DESCRIPTOR_H_ */
