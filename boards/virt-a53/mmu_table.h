/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Translation tables: three levels of 512 entries.
 */

#ifndef MMU_TABLE_H_
#define MMU_TABLE_H_

#include "mmu.h"

/** Whether the tables can translate this virtual address. */
bool mmu_table_covers(uintptr_t virt);

/**
 * Make sure that the tables down to the last level exist for an address.
 *
 * @return false if there is no room for another table.
 */
bool mmu_table_reserve(uintptr_t virt);

/** Translate a page whose tables exist and whose entry is invalid. Takes effect at once. */
void mmu_table_set(uintptr_t virt, uint64_t phys, enum mmu_type type, enum mmu_access access);

/** Stop translating a page. No translation by the old entry is made after this returns. */
void mmu_table_clear(uintptr_t virt);

#endif /* MMU_TABLE_H_ */
