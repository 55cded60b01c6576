/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * Translation tables: four levels of 512 entries of 8 bytes.
 *
 *   63    48 47    39 38    30 29    21 20    12 11     0
 *   [ half ][ level 0][ level 1][ level 2][ level 3][ byte ]
 *
 * All tables lie in one area, which start-up gives:
 *
 *   [ root, low half ][ root, high half ][ account ][ table 0 ][ table 1 ] ...
 *     ^ TTBR0_EL1       ^ TTBR1_EL1
 *
 * The area is found by TTBR1_EL1, so that no variable has to outlive a restart of the program.
 */

#ifndef SMH_MM_AARCH64_TABLES_H_
#define SMH_MM_AARCH64_TABLES_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "port/compiler.h"

#define TABLE_BYTES   ((size_t)4096)
#define TABLE_ENTRIES 512u
#define MAX_TABLES    2036u
#define PAGE_BYTES    ((size_t)4096)

/* Let an area have so many tables, all of them free. */
void smh_tables_start(void *memory, unsigned int tables);

/* Tables that are free. */
unsigned int smh_tables_free(void);

/* Whether 48-bit tables can translate an address. */
bool smh_tables_cover(uintptr_t virt);

/* The level 3 entry of a page; NULL if there is no table for it. */
volatile uint64_t *smh_tables_entry(uintptr_t virt);

/* Make the tables for pages, each of which holds its tables until it is released. */
bool smh_tables_reserve(uintptr_t virt, size_t size);

/* Give up tables that no page holds any more. */
void smh_tables_release(uintptr_t virt, size_t size);

#endif /* SMH_MM_AARCH64_TABLES_H_ */
