/* SPDX-License-Identifier: Apache-2.0 */

/* A user of smh_devicetree_regions(): the table, its names, and memory that a hook puts elsewhere.
 */

#include <stdio.h>
#include <string.h>

#include "board.h"

static _Alignas(64) uint8_t memory[BOARD_COUNT][0x4000];
static unsigned int calls;

static bool map(struct shared_multi_heap_region *region, uint8_t **start, size_t *size)
{
	*start = memory[calls++];
	*size = region->size;
	return true;
}

int main(void)
{
	const struct smh_table_region *tcm = &board_table.regions[BOARD_TCM_20000000];
	const struct smh_table_region *ram = &board_table.regions[BOARD_RAM_22000000];
	const struct smh_table_region *dma = &board_table.regions[BOARD_DMA];
	struct smh_table_result result;
	uint8_t *block;

	if (tcm->region.attr != 4 || tcm->region.addr != 0x20000000 || tcm->region.size != 0x2000 ||
	    dma->region.addr != 0x21000000 || strcmp(dma->label, "dma") != 0 ||
	    ram->region.attr != SMH_REG_ATTR_NON_CACHEABLE) {
		return 1;
	}
	if (shared_multi_heap_pool_init() != 0 || board_add(map, &result) != 0) {
		return 1;
	}
	block = shared_multi_heap_alloc(4, 100);
	printf("%u regions of a devicetree\n", result.added);
	return result.added == 3 && block >= memory[0] && block < memory[1] ? 0 : 1;
}
