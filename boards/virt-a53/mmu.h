/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Mapping of physical pages at virtual addresses.
 *
 * Two halves of 39 bits each, pages of 4 KiB. Every mapping is recorded, so that no physical
 * page ever has two memory types at a time. Nothing here may be called from an interrupt.
 */

#ifndef MMU_H_
#define MMU_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MMU_PAGE_BYTES ((size_t)4096)

/** Memory types. The values are the indices of MAIR_EL1 that start-up sets. */
enum mmu_type {
	/** Registers of devices: Device-nGnRE. */
	MMU_DEVICE,
	/** Memory that no cache holds: Normal non-cacheable. */
	MMU_NORMAL_NON_CACHEABLE,
	/** Normal write-back, read- and write-allocating, inner shareable. */
	MMU_NORMAL_WRITE_BACK,
};

/** What the program may do. Nothing is both writable and executable. */
enum mmu_access {
	MMU_READ,
	MMU_READ_WRITE,
	MMU_READ_EXECUTE,
};

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
#define MMU_ATTRIBUTE_WRITE_BACK    0xFF

/**
 * @brief Map physical pages.
 *
 * Before pages become non-cacheable, whatever the caches hold of them is written back and
 * dropped; the content of the memory is kept.
 *
 * @param virt    Virtual address, a multiple of the page size.
 * @param phys    Physical address, a multiple of the page size.
 * @param size    Bytes, a multiple of the page size; the last page may be the topmost.
 * @param type    Memory type.
 * @param access  What the program may do.
 *
 * @retval 0        Mapped; the mapping is in force.
 * @retval -EINVAL  Misaligned, empty, or outside of what can be translated.
 * @retval -EEXIST  A virtual page is mapped already.
 * @retval -EPERM   A physical page is mapped already, with another memory type.
 * @retval -ENOMEM  No room for a table or for the record.
 *
 * On an error no mapping has changed.
 */
int mmu_map(uintptr_t virt, uint64_t phys, size_t size, enum mmu_type type, enum mmu_access access);

/**
 * @brief Remove a mapping.
 *
 * @param virt  Where it starts.
 * @param size  Its whole size.
 *
 * @retval 0        Nothing is mapped there any more.
 * @retval -ENOENT  No mapping has just that start and size.
 */
int mmu_unmap(uintptr_t virt, size_t size);

/** @brief Remove every mapping but those of mmu_boot(). */
void mmu_unmap_all(void);

/**
 * @brief Ask the hardware how it translates an address (AT S1E1R and PAR_EL1).
 *
 * @return false if reading there would fault.
 */
bool mmu_query(uintptr_t virt, struct mmu_translation *translation);

/** @brief As mmu_query() for a write (AT S1E1W). */
bool mmu_query_write(uintptr_t virt, struct mmu_translation *translation);

/** @brief Short name of an attribute: "WB", "NC", "device", else "other". */
const char *mmu_attribute_name(uint8_t attribute);

/** @brief Map the image and the devices; called by start-up with the MMU off. */
void mmu_boot(void);

#endif /* MMU_H_ */
