/* SPDX-License-Identifier: Apache-2.0 */

/* Regions of the devicetree that the board was booted with, mapped as their attributes ask. */

#include "memory.h"

#include "blob_scan.h"
#include "mapping.h"
#include "smh_info.h"
#include "tally.h"

const struct memory_kind memory_kinds[] = {
	{SMH_REG_ATTR_CACHEABLE, "cacheable"},
	{SMH_REG_ATTR_NON_CACHEABLE, "non-cacheable"},
};
const unsigned int memory_num_kinds = sizeof(memory_kinds) / sizeof(memory_kinds[0]);

/* The pool's user data are parts of the plan, so it stays. */
static struct smh_dt_plan plan;

static bool plan_has(unsigned int attr)
{
	for (unsigned int i = 0; i < plan.count; i++) {
		if (plan.regions[i].region.attr == attr) {
			return true;
		}
	}
	return false;
}

static bool has_every_kind(void)
{
	for (unsigned int i = 0; i < memory_num_kinds; i++) {
		if (!plan_has(memory_kinds[i].attr)) {
			return false;
		}
	}
	return true;
}

bool memory_add(void)
{
	struct smh_dt_result result = {.added = 0};
	bool added;

	heading("Regions of the devicetree");
	added = blob_scan(&plan) == 0 &&
		smh_devicetree_add(&plan, mapping_init_region, &result) == 0 &&
		result.added == plan.count;
	check(added && has_every_kind(), "%u regions are mapped and added, of every kind",
	      result.added);
	return added && has_every_kind();
}

const void *memory_user_data(unsigned int region)
{
	return &plan.regions[region];
}
