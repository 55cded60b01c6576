/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Which physical ranges are mapped: so that no physical page has two cache modes at a time. */

#ifndef SMH_MM_RECORDS_H_
#define SMH_MM_RECORDS_H_

#include "mm/mm.h"

/* How a range is mapped, in the flags of its record beside cache mode and permissions. */
#define RECORD_GUARDED (1u << 16) /* in the window, between guard pages */
#define RECORD_BARE    (1u << 17) /* in the window, or by K_MEM_DIRECT_MAP outside of it */
#define RECORD_AT      (1u << 18) /* by smh_mm_map_at() */

/* Forget all but the fixed ones. */
void smh_mm_records_start(void);

/* A record that is not in use, or NULL. */
struct smh_mm_mapping *smh_mm_record_unused(void);

/* The record with just that start, size and kind, or NULL. */
struct smh_mm_mapping *smh_mm_record_find(uintptr_t virt, size_t size, uint32_t kind);

/* Whether part of a physical range is mapped with another cache mode, but for one record. */
bool smh_mm_record_conflicts(uintptr_t phys, size_t size, uint32_t mode,
			     const struct smh_mm_mapping *but);

/* The first record that shows a physical address, or NULL. */
const struct smh_mm_mapping *smh_mm_record_of(uintptr_t phys);

#endif /* SMH_MM_RECORDS_H_ */
