/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include "smh_region_table.h"
#include "pool/region_join.h"

static int check_table(const struct smh_region_table *table)
{
	if (table == NULL || (table->count > 0 && table->regions == NULL)) {
		return -EINVAL;
	}
	return smh_regions_can_join(table->count, table->added);
}

int smh_region_table_add(struct smh_region_table *table, smh_init_reg_fn_t init_reg,
			 struct smh_table_result *result)
{
	struct smh_table_result counts = {0, 0};
	int error = check_table(table);

	for (unsigned int i = 0; error == 0 && i < table->count; i++) {
		struct smh_table_region *entry = &table->regions[i];

		table->added = true;
		if (smh_region_join(&entry->region, init_reg, entry)) {
			counts.added++;
		} else {
			counts.skipped++;
		}
	}
	if (result != NULL) {
		*result = counts;
	}
	return error;
}
