/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* The second pass: make each planned region ready and give it to the pool. */

#include "smh_devicetree.h"
#include "smh_info.h"
#include "devicetree/size.h"

/* Nothing can be added without a region, but only a pool that was initialised says so. */
static bool pool_ready(void)
{
	return shared_multi_heap_add(NULL, NULL) != -EPERM;
}

/* Is what the hook returned inside the address space and no larger than the region? */
static bool mapping_usable(const struct shared_multi_heap_region *region, const uint8_t *start,
			   size_t size)
{
	uintptr_t addr = (uintptr_t)start;

	return start != NULL && size > 0 && size <= region->size &&
	       size - 1 <= UINTPTR_MAX - addr && smh_dt_size_usable(addr, size);
}

/* Have the hook map a region; *mapped is where the processor sees it. */
static bool make_ready(struct smh_dt_region *entry, smh_init_reg_fn_t init_reg,
		       struct shared_multi_heap_region *mapped)
{
	uint8_t *start = NULL;
	size_t size = 0;
	bool ready;

	*mapped = entry->region;
	if (init_reg == NULL) {
		return true;
	}
	/* The hook may keep the pointer, so it gets the one that lasts. */
	ready = init_reg(&entry->region, &start, &size);
	entry->region = *mapped;
	if (!ready || !mapping_usable(&entry->region, start, size)) {
		return false;
	}
	mapped->addr = (uintptr_t)start;
	mapped->size = size;
	return true;
}

static int check_plan(const struct smh_dt_plan *plan)
{
	if (plan == NULL || plan->error != SMH_DT_OK || plan->count > SMH_MAX_REGIONS) {
		return -EINVAL;
	}
	if (!pool_ready()) {
		return -EPERM;
	}
	if (plan->added) {
		return -EALREADY;
	}
	if (plan->count + shared_multi_heap_region_count() > SMH_MAX_REGIONS) {
		return -ENOMEM;
	}
	return 0;
}

int smh_devicetree_add(struct smh_dt_plan *plan, smh_init_reg_fn_t init_reg,
		       struct smh_dt_result *result)
{
	struct smh_dt_result counts = {0, 0};
	int error = check_plan(plan);

	for (unsigned int i = 0; error == 0 && i < plan->count; i++) {
		struct smh_dt_region *entry = &plan->regions[i];
		struct shared_multi_heap_region mapped;

		plan->added = true;
		if (make_ready(entry, init_reg, &mapped) &&
		    shared_multi_heap_add(&mapped, entry) == 0) {
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
