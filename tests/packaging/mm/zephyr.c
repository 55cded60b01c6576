/* SPDX-License-Identifier: Apache-2.0 */

/* What source written for Zephyr includes and calls. */

#include <zephyr/kernel/mm.h>
#include <zephyr/kernel/mm/demand_paging.h>

#include "zephyr.h"

int zephyr_use(size_t size)
{
	struct k_mem_paging_stats_t stats;
	size_t before = k_mem_free_get();
	uint8_t *mem = k_mem_map(size, K_MEM_PERM_RW | K_MEM_MAP_LOCK);

	if (mem == NULL || k_mem_free_get() != before - size) {
		return 1;
	}
	mem[0] = 1;
	mem[size - 1] = 2;
	if (k_mem_update_flags(mem, size, 0) != 0 || mem[size - 1] != 2) {
		return 2;
	}
	k_mem_unmap(mem, size);
	if (k_mem_free_get() != before) {
		return 3;
	}
	mem = k_mem_map(size, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);
	if (mem == NULL) {
		return 4;
	}
	mem[0] = 3;
	k_mem_paging_stats_get(&stats);
	k_mem_unmap(mem, size);
	return stats.pagefaults.cnt == 1 && k_mem_free_get() == before ? 0 : 5;
}
