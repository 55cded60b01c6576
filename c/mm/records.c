/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include "mm/records.h"

void smh_mm_records_start(void)
{
	for (unsigned int i = smh_mm.config.num_fixed; i < smh_mm.config.num_mappings; i++) {
		smh_mm.config.mappings[i] = (struct smh_mm_mapping){.size = 0};
	}
}

struct smh_mm_mapping *smh_mm_record_unused(void)
{
	for (unsigned int i = smh_mm.config.num_fixed; i < smh_mm.config.num_mappings; i++) {
		if (smh_mm.config.mappings[i].size == 0) {
			return &smh_mm.config.mappings[i];
		}
	}
	return NULL;
}

struct smh_mm_mapping *smh_mm_record_find(uintptr_t virt, size_t size, uint32_t kind)
{
	for (unsigned int i = smh_mm.config.num_fixed; i < smh_mm.config.num_mappings; i++) {
		struct smh_mm_mapping *record = &smh_mm.config.mappings[i];

		if (record->virt == virt && record->size == size && size != 0 &&
		    (record->flags & kind) != 0) {
			return record;
		}
	}
	return NULL;
}

bool smh_mm_record_conflicts(uintptr_t phys, size_t size, uint32_t mode,
			     const struct smh_mm_mapping *but)
{
	for (unsigned int i = 0; i < smh_mm.config.num_mappings; i++) {
		const struct smh_mm_mapping *record = &smh_mm.config.mappings[i];

		if (record != but && (record->flags & K_MEM_CACHE_MASK) != mode &&
		    ranges_meet(record->phys, record->size, phys, size)) {
			return true;
		}
	}
	return false;
}

const struct smh_mm_mapping *smh_mm_record_of(uintptr_t phys)
{
	for (unsigned int i = 0; i < smh_mm.config.num_mappings; i++) {
		const struct smh_mm_mapping *record = &smh_mm.config.mappings[i];

		if (ranges_meet(record->phys, record->size, phys, 1)) {
			return record;
		}
	}
	return NULL;
}
