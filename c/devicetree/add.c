/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* The second pass: make each planned region ready and give it to the pool. */

#include "smh_devicetree.h"
#include "pool/region_join.h"

static int check_plan(const struct smh_dt_plan *plan)
{
	if (plan == NULL || plan->error != SMH_DT_OK || plan->count > SMH_MAX_REGIONS) {
		return -EINVAL;
	}
	return smh_regions_can_join(plan->count, plan->added);
}

int smh_devicetree_add(struct smh_dt_plan *plan, smh_init_reg_fn_t init_reg,
		       struct smh_dt_result *result)
{
	struct smh_dt_result counts = {0, 0};
	int error = check_plan(plan);

	for (unsigned int i = 0; error == 0 && i < plan->count; i++) {
		struct smh_dt_region *entry = &plan->regions[i];

		plan->added = true;
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
