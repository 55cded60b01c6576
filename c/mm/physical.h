/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Physical ranges, wherever they are mapped. */

#ifndef SMH_MM_PHYSICAL_H_
#define SMH_MM_PHYSICAL_H_

#include "mm/records.h"

/*
 * Enter physical pages at virtual ones for which there is room in the tables, and note that.
 * 0, or an error, and nothing has changed.
 */
int smh_mm_physical_enter(uintptr_t virt, uintptr_t phys, size_t size, uint32_t flags,
			  uint32_t kind);

/* Undo that. False if there is no such mapping; the room stays. */
bool smh_mm_physical_remove(uintptr_t virt, size_t size, uint32_t kind);

/* Remove every mapping that is not in the window and not fixed. */
void smh_mm_physical_clear(void);

/*
 * The entry of a page with another cache mode: told to leave the caches if it may be in one, and
 * the new mode does not find it there.
 */
struct smh_mm_entry smh_mm_entry_in_mode(struct smh_mm_entry entry, uint32_t mode);

#endif /* SMH_MM_PHYSICAL_H_ */
