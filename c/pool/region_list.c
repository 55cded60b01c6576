/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pool/pool.h"
#include "pool/region_list.h"
#include "pool/region_size.h"

/* Check and set the flag of a list. The lock is held. */
static int claim_locked(const struct region_list *list)
{
	if (!smh_pool.ready) {
		return -EPERM;
	}
	if (*list->added) {
		return -EALREADY;
	}
	if (list->count > (unsigned int)SMH_MAX_REGIONS - smh_pool.count) {
		return -ENOMEM;
	}
	*list->added = list->count != 0;
	return 0;
}

/* Of several threads with one list, one gets 0. The lock is not held while it calls the hooks. */
static int claim(const struct region_list *list)
{
	smh_key_t key = port_lock();
	int error = claim_locked(list);

	port_unlock(key);
	return error;
}

/* Is what the hook returned inside the address space and no larger than the region? */
static bool mapping_usable(const struct shared_multi_heap_region *region, const uint8_t *start,
			   size_t size)
{
	uintptr_t addr = (uintptr_t)start;

	return start != NULL && size > 0 && size <= region->size &&
	       size - 1 <= UINTPTR_MAX - addr && smh_region_size_usable(addr, size);
}

/* Have the hook map a region; *mapped is where the processor sees it. */
static bool make_ready(struct shared_multi_heap_region *region, smh_init_reg_fn_t init_reg,
		       struct shared_multi_heap_region *mapped)
{
	uint8_t *start = NULL;
	size_t size = 0;
	bool ready;

	*mapped = *region;
	if (init_reg == NULL) {
		return true;
	}
	/* The hook may keep the pointer, so it gets the one that lasts. */
	ready = init_reg(region, &start, &size);
	*region = *mapped;
	if (!ready || !mapping_usable(region, start, size)) {
		return false;
	}
	mapped->addr = (uintptr_t)start;
	mapped->size = size;
	return true;
}

static bool add_region(struct shared_multi_heap_region *region, smh_init_reg_fn_t init_reg)
{
	struct shared_multi_heap_region mapped;

	return make_ready(region, init_reg, &mapped) && shared_multi_heap_add(&mapped, region) == 0;
}

int smh_regions_add(const struct region_list *list, smh_init_reg_fn_t init_reg, unsigned int *added,
		    unsigned int *skipped)
{
	int error = claim(list);

	for (unsigned int i = 0; error == 0 && i < list->count; i++) {
		void *entry = (uint8_t *)list->first + i * list->stride;

		*(add_region(entry, init_reg) ? added : skipped) += 1;
	}
	return error;
}
