/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* The second pass: make each planned region ready and give it to the pool. */

#include "smh_devicetree.h"
#include "pool/region_list.h"

_Static_assert(offsetof(struct smh_dt_region, region) == 0, "see struct region_list");

static int add_plan(struct smh_dt_plan *plan, smh_init_reg_fn_t init_reg,
		    struct smh_dt_result *counts)
{
	const struct region_list list = {
		.first = plan->regions,
		.stride = sizeof(plan->regions[0]),
		.count = plan->count,
		.added = &plan->added,
	};

	return smh_regions_add(&list, init_reg, &counts->added, &counts->skipped);
}

int smh_devicetree_add(struct smh_dt_plan *plan, smh_init_reg_fn_t init_reg,
		       struct smh_dt_result *result)
{
	struct smh_dt_result counts = {0, 0};
	int error = -EINVAL;

	if (plan != NULL && plan->error == SMH_DT_OK && plan->count <= SMH_MAX_REGIONS) {
		error = add_plan(plan, init_reg, &counts);
	}
	if (result != NULL) {
		*result = counts;
	}
	return error;
}
