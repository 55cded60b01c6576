/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief Regions of the pool, mapped as their attributes ask.
 */

#ifndef SMH_MM_REGION_H_
#define SMH_MM_REGION_H_

#include "shared_multi_heap.h"
#include "smh_mm.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @addtogroup smh_mm
 * @{
 */

/** How regions of an attribute are mapped. */
struct smh_mm_attr_mode {
	/** The attribute. */
	unsigned int attr;
	/** K_MEM_CACHE_* or K_MEM_ARM_*, K_MEM_PERM_*. */
	uint32_t flags;
};

/**
 * @brief Say how attributes of one's own are mapped, or the three built-in ones otherwise.
 *
 * Without it SMH_REG_ATTR_CACHEABLE and SMH_REG_ATTR_EXTERNAL are write-back,
 * SMH_REG_ATTR_NON_CACHEABLE is normal non-cacheable, all of them writable and never executable.
 *
 * @param modes  Rows, tried before the built-in ones; they stay in use. NULL for none.
 * @param count  Number of rows.
 *
 * @par Context  Thread, one at a time. @par Time  Constant. @par Source  SPEC KMEM-REGION.
 */
void smh_mm_attr_modes_set(const struct smh_mm_attr_mode *modes, size_t count);

/**
 * @brief How regions of an attribute are mapped.
 *
 * @param      attr   The attribute.
 * @param[out] flags  K_MEM_CACHE_* or K_MEM_ARM_*, K_MEM_PERM_*.
 *
 * @return Whether there is a row for it.
 *
 * @par Context  Thread. @par Time  O(rows). @par Source  SPEC KMEM-REGION.
 */
bool smh_mm_attr_mode(unsigned int attr, uint32_t *flags);

/**
 * @brief Region-init hook: map a region between guard pages, with the cache mode of its attribute.
 *
 * A page that is only partly the region's is left out. For smh_devicetree_add() and whoever else
 * takes a smh_init_reg_fn_t.
 *
 * @param      region  The region, at its physical address.
 * @param[out] v_addr  Where it is mapped.
 * @param[out] size    Bytes that are mapped.
 *
 * @return Whether it is mapped: not if its attribute has no row, if it has no whole page, or for a
 *         reason of k_mem_map_phys_guard().
 *
 * @par Context  Thread. @par Time  O(size). @par Source  SPEC KMEM-REGION.
 */
bool smh_mm_init_region(struct shared_multi_heap_region *region, uint8_t **v_addr, size_t *size);

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* SMH_MM_REGION_H_ */
