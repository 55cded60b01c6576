/* SPDX-License-Identifier: Apache-2.0 */

/* Regions of the devicetree that the board was booted with, mapped as their attributes ask. */

#include "memory.h"

#include "blob_scan.h"
#include "mapping.h"
#include "mmu_memory.h"
#include "print.h"
#include "smh_info.h"
#include "smh_mm_region.h"
#include "tally.h"

const struct memory_kind memory_kinds[] = {
	{SMH_REG_ATTR_CACHEABLE, "cacheable memory"},
	{SMH_REG_ATTR_NON_CACHEABLE, "non-cacheable memory"},
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

/* What the hardware says of the mapping. */
static void look_at(unsigned int number)
{
	const struct smh_dt_region *from = &plan.regions[number];
	struct shared_multi_heap_region_info info;
	uint8_t attribute = 0;

	(void)shared_multi_heap_region_info(number, &info);
	(void)mapping_attribute_of(info.attr, &attribute);
	print("  %s\n", from->label);
	check(mapping_print(info.addr & ~(MMU_PAGE_BYTES - 1), info.size,
			    mapping_first_page(from->region.addr), attribute),
	      "every page of it is mapped %s", mmu_attribute_name(attribute));
}

bool memory_add(void)
{
	struct smh_dt_result result = {.added = 0};
	struct smh_mm_config config;
	bool added;

	heading("Regions of the devicetree");
	mmu_memory_config(&config);
	added = blob_scan(&plan) == 0 && mmu_memory_start(&config) == 0 &&
		smh_devicetree_add(&plan, smh_mm_init_region, &result) == 0 &&
		result.added == plan.count;
	check(added && has_every_kind(), "%u regions are mapped and added, of every kind",
	      result.added);
	for (unsigned int i = 0; i < result.added; i++) {
		look_at(i);
	}
	return added && has_every_kind();
}

const void *memory_user_data(unsigned int region)
{
	return &plan.regions[region];
}
