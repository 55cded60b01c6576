/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Mappings in the window. */

#ifndef SMH_MM_MAP_H_
#define SMH_MM_MAP_H_

#include "mm/mm.h"

/* Bits of a place in the backing store. */
#define SMH_MM_LOCATION_BITS 48

/* Map physical pages in the window; their virtual address, or 0. Takes the lock. */
uintptr_t smh_mm_map_in_window(uintptr_t phys, size_t size, uint32_t flags, bool guarded);

/* Remove a mapping without guards. */
bool smh_mm_unmap_bare(uintptr_t virt, size_t size);

/* Remove every mapping in the window, and give every range of it back. */
void smh_mm_window_clear(void);

#endif /* SMH_MM_MAP_H_ */
