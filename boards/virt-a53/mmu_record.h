/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Which mappings exist: what the checks of mmu_map() are made against.
 */

#ifndef MMU_RECORD_H_
#define MMU_RECORD_H_

#include "mmu.h"

/** Whether another record would find no room. */
bool mmu_record_is_full(void);

/** Whether any byte of a virtual range is mapped. */
bool mmu_record_overlaps_virt(uintptr_t virt, size_t size);

/** Whether any byte of a physical range is mapped with another type than this. */
bool mmu_record_has_other_type(uint64_t phys, size_t size, enum mmu_type type);

/** Whether a physical page is mapped. */
bool mmu_record_has_phys(uint64_t phys);

/** Note a mapping. There must be room. */
void mmu_record_add(uintptr_t virt, uint64_t phys, size_t size, enum mmu_type type);

/** Forget a mapping. Returns false if none has just this start and size. */
bool mmu_record_remove(uintptr_t virt, size_t size);

/** All mappings so far stay for good. */
void mmu_record_keep(void);

/** Forget the newest mapping that need not stay. Returns false if there is none. */
bool mmu_record_take_last(uintptr_t *virt, size_t *size);

#endif /* MMU_RECORD_H_ */
