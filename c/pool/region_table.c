/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include "smh_region_table.h"
#include "pool/region_list.h"

_Static_assert(offsetof(struct smh_table_region, region) == 0, "see struct region_list");

static int add_table(struct smh_region_table *table, smh_init_reg_fn_t init_reg,
		     struct smh_table_result *counts)
{
	const struct region_list list = {
		.first = table->regions,
		.stride = sizeof(table->regions[0]),
		.count = table->count,
		.added = &table->added,
	};

	return smh_regions_add(&list, init_reg, &counts->added, &counts->skipped);
}

int smh_region_table_add(struct smh_region_table *table, smh_init_reg_fn_t init_reg,
			 struct smh_table_result *result)
{
	struct smh_table_result counts = {0, 0};
	int error = -EINVAL;

	if (table != NULL && (table->count == 0 || table->regions != NULL)) {
		error = add_table(table, init_reg, &counts);
	}
	if (result != NULL) {
		*result = counts;
	}
	return error;
}
