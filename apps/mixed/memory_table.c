/* SPDX-License-Identifier: Apache-2.0 */

/* Regions of a table: what the program leaves free of both memories of the board. */

#include "memory.h"

#include "smh_driver.h"
#include "smh_info.h"
#include "tally.h"

/* From link.ld. */
extern uint8_t __sram_free_start[];
extern uint8_t __sram_free_end[];
extern uint8_t __psram_free_start[];
extern uint8_t __psram_free_end[];

const struct memory_kind memory_kinds[] = {
	{SMH_REG_ATTR_CACHEABLE, "the SRAM"},
	{SMH_DRIVER_ATTR_PSRAM, "the PSRAM"},
};
const unsigned int memory_num_kinds = sizeof(memory_kinds) / sizeof(memory_kinds[0]);

struct bounds {
	uint8_t *start;
	uint8_t *end;
};

/* In the order of the kinds. */
static const struct bounds memories[] = {
	{__sram_free_start, __sram_free_end},
	{__psram_free_start, __psram_free_end},
};

bool memory_add(void)
{
	bool added = true;

	heading("Regions of the board");
	for (unsigned int i = 0; i < memory_num_kinds; i++) {
		struct shared_multi_heap_region region = {
			.attr = memory_kinds[i].attr,
			.addr = (uintptr_t)memories[i].start,
			.size = (size_t)(memories[i].end - memories[i].start),
		};

		added = shared_multi_heap_add(&region, (void *)memory_user_data(i)) == 0 && added;
	}
	check(added, "%u regions are added, one of each kind", shared_multi_heap_region_count());
	return added;
}

const void *memory_user_data(unsigned int region)
{
	return &memories[region];
}
