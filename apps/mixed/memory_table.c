/* SPDX-License-Identifier: Apache-2.0 */

/* Regions of a table, which is made of the devicetree when the program is built. */

#include "memory.h"

#include "memory_regions.h"
#include "smh_driver.h"
#include "smh_info.h"
#include "tally.h"

const struct memory_kind memory_kinds[] = {
	{SMH_REG_ATTR_CACHEABLE, "the SRAM"},
	{SMH_DRIVER_ATTR_PSRAM, "the PSRAM"},
};
const unsigned int memory_num_kinds = sizeof(memory_kinds) / sizeof(memory_kinds[0]);

_Static_assert(MEMORY_REGIONS_COUNT == 2, "one region of each kind");

/* Bounds that the linker gives the same region. */
extern uint8_t __smh_region_SRAM_HEAP_start[];
extern uint8_t __smh_region_SRAM_HEAP_end[];
extern uint8_t __smh_region_PSRAM_HEAP_start[];
extern uint8_t __smh_region_PSRAM_HEAP_end[];

static bool lies_at(const struct smh_table_region *entry, const uint8_t *start, const uint8_t *end)
{
	return entry->region.addr == (uintptr_t)start &&
	       entry->region.addr + entry->region.size == (uintptr_t)end;
}

/* The linker keeps free what the table adds. */
static bool linker_agrees(void)
{
	const struct smh_table_region *regions = memory_regions_table.regions;

	return lies_at(&regions[MEMORY_REGIONS_SRAM_HEAP], __smh_region_SRAM_HEAP_start,
		       __smh_region_SRAM_HEAP_end) &&
	       lies_at(&regions[MEMORY_REGIONS_PSRAM_HEAP], __smh_region_PSRAM_HEAP_start,
		       __smh_region_PSRAM_HEAP_end);
}

bool memory_add(void)
{
	struct smh_table_result result = {.added = 0};
	bool added;

	heading("Regions of the board");
	check(linker_agrees(), "table and linker have the same regions");
	added = memory_regions_add(NULL, &result) == 0 && result.added == memory_num_kinds;
	check(added, "%u regions are added, one of each kind", result.added);
	return added;
}

const void *memory_user_data(unsigned int region)
{
	return &memory_regions_table.regions[region];
}
