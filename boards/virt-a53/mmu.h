/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The mapping that start-up makes, and what the hardware says of any.
 *
 * Programs map more through k_mem.h: see mmu_memory.h.
 */

#ifndef MMU_H_
#define MMU_H_

#include "smh_mm.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MMU_PAGE_BYTES ((size_t)K_MEM_PAGE_SIZE)

/** What the hardware answers when asked to translate an address. */
struct mmu_translation {
	/** Physical address. */
	uint64_t phys;
	/** Memory attribute in the encoding of MAIR_EL1. */
	uint8_t attribute;
};

/** Memory attributes as mmu_query() gives them. */
#define MMU_ATTRIBUTE_DEVICE        0x04
#define MMU_ATTRIBUTE_NON_CACHEABLE 0x44
#define MMU_ATTRIBUTE_WRITE_THROUGH 0xBB
#define MMU_ATTRIBUTE_WRITE_BACK    0xFF

/**
 * @brief Ask the hardware how it translates an address (AT S1E1R and PAR_EL1).
 *
 * @return false if reading there would fault.
 */
bool mmu_query(uintptr_t virt, struct mmu_translation *translation);

/** @brief As mmu_query() for a write (AT S1E1W). */
bool mmu_query_write(uintptr_t virt, struct mmu_translation *translation);

/** @brief Short name of an attribute: "WB", "WT", "NC", "device", else "other". */
const char *mmu_attribute_name(uint8_t attribute);

/** Most mappings that start-up makes. */
#define MMU_MAX_FIXED 16

/** @brief Copy the mappings that start-up made. Returns how many. */
unsigned int mmu_fixed(struct smh_mm_mapping mappings[MMU_MAX_FIXED]);

/** @brief Map a range at its own address, for good. Only with the MMU off. */
void mmu_boot_map(uintptr_t start, size_t size, uint32_t flags);

/** @brief Map the image, the devices and the blob; called by start-up with the MMU off. */
void mmu_boot(void);

/** @brief Let this core translate as the first one does; called by its start-up, MMU off. */
void mmu_join(void);

#endif /* MMU_H_ */
