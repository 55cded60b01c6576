/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include "smh_mm_region.h"

static const struct smh_mm_attr_mode *own_modes;
static size_t num_own_modes;

static const struct smh_mm_attr_mode built_in[] = {
	{SMH_REG_ATTR_CACHEABLE, K_MEM_CACHE_WB | K_MEM_PERM_RW},
	{SMH_REG_ATTR_NON_CACHEABLE, K_MEM_ARM_NORMAL_NC | K_MEM_PERM_RW},
	{SMH_REG_ATTR_EXTERNAL, K_MEM_CACHE_WB | K_MEM_PERM_RW},
};

void smh_mm_attr_modes_set(const struct smh_mm_attr_mode *modes, size_t count)
{
	own_modes = modes;
	num_own_modes = modes != NULL ? count : 0;
}

static bool find(const struct smh_mm_attr_mode *modes, size_t count, unsigned int attr,
		 uint32_t *flags)
{
	for (size_t i = 0; i < count; i++) {
		if (modes[i].attr == attr) {
			*flags = modes[i].flags;
			return true;
		}
	}
	return false;
}

bool smh_mm_attr_mode(unsigned int attr, uint32_t *flags)
{
	return find(own_modes, num_own_modes, attr, flags) ||
	       find(built_in, sizeof(built_in) / sizeof(built_in[0]), attr, flags);
}

/* Trim a range inwards to whole pages. */
static bool whole_pages(uintptr_t *phys, size_t *size)
{
	size_t head = (K_MEM_PAGE_SIZE - *phys % K_MEM_PAGE_SIZE) % K_MEM_PAGE_SIZE;

	if (*size < head) {
		return false;
	}
	*phys += head;
	*size = (*size - head) / K_MEM_PAGE_SIZE * K_MEM_PAGE_SIZE;
	return *size != 0;
}

bool smh_mm_init_region(struct shared_multi_heap_region *region, uint8_t **v_addr, size_t *size)
{
	uintptr_t phys;
	size_t bytes;
	uint32_t flags;

	if (region == NULL || v_addr == NULL || size == NULL) {
		return false;
	}
	phys = region->addr;
	bytes = region->size;
	if (!smh_mm_attr_mode(region->attr, &flags) || !whole_pages(&phys, &bytes)) {
		return false;
	}
	*v_addr = k_mem_map_phys_guard(phys, bytes, flags, false);
	*size = bytes;
	return *v_addr != NULL;
}
