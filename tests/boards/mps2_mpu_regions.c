/* SPDX-License-Identifier: Apache-2.0 */

/* Each region of the board joins the pool through the hook, and the hardware is asked about it. */

#include "mps2_mpu.h"

#include "probe.h"
#include "board_regions.h"
#include "smh_info.h"
#include "tally.h"

#include <string.h>

#define BLOCK_BYTES 1000u
#define RETURN      0x4770u /* bx lr */

static void check_beyond(uintptr_t addr)
{
	check(!probe_read(addr) && is_data_violation(addr), "reading %08lx faults there",
	      (unsigned long)addr);
	check(!probe_write(addr) && is_data_violation(addr), "writing %08lx faults there",
	      (unsigned long)addr);
	check(smh_mpu_disable() == 0 && probe_read(addr) && probe_write(addr) &&
		      smh_mpu_enable(0) == 0,
	      "and not with the MPU off");
}

static void check_edges(const struct shared_multi_heap_region *region, int number)
{
	uintptr_t last = region->addr + (region->size - 1u);

	check(probe_write(region->addr) && probe_write(last), "first and last byte can be written");
	check_answer(region->addr, number, true);
	check_answer(last, number, true);
	check_answer(last + 1u, -1, false);
	check_beyond(last + 1u);
	check_beyond(region->addr - 1u);
}

static void check_execution(void *block)
{
	const uint16_t code = RETURN;
	uintptr_t addr = (uintptr_t)block;

	memcpy(block, &code, sizeof(code));
	__asm__ volatile("dsb\n\tisb" ::: "memory");
	check(!probe_execute(addr) && is_fetch_violation(addr), "executing a block faults there");
	check(smh_mpu_disable() == 0 && probe_execute(addr) && smh_mpu_enable(0) == 0,
	      "and not with the MPU off");
}

static void check_block(const struct shared_multi_heap_region *region)
{
	uint8_t *block = shared_multi_heap_alloc(region->attr, BLOCK_BYTES);
	unsigned int wrong = 0;

	check(block != NULL && (uintptr_t)block >= region->addr &&
		      (uintptr_t)block - region->addr < region->size - BLOCK_BYTES,
	      "a block of it");
	if (block == NULL) {
		return;
	}
	memset(block, 0xA5, BLOCK_BYTES);
	for (unsigned int i = 0; i < BLOCK_BYTES; i++) {
		wrong += block[i] != 0xA5;
	}
	check(wrong == 0, "what was written to the block is there");
	check_execution(block);
	shared_multi_heap_free(block);
}

static void check_entry(unsigned int index, int number)
{
	const struct shared_multi_heap_region *region = &board_regions_table.regions[index].region;
	struct raw_entry expected = expected_entry(index);
	struct raw_entry entry = raw_entry((unsigned int)number);
	struct smh_mpu_region back = {0, 0, 0};

	check(memcmp(&entry, &expected, sizeof(entry)) == 0, "registers %08lx %08lx, type %02lx",
	      (unsigned long)entry.base, (unsigned long)entry.attr, (unsigned long)entry.type);
	check(smh_mpu_get((unsigned int)number, &back) == 0 && back.addr == region->addr &&
		      back.size == region->size &&
		      back.flags == (region->attr == SMH_REG_ATTR_NON_CACHEABLE
					     ? SMH_MPU_NON_CACHEABLE
					     : SMH_MPU_WRITE_BACK),
	      "region %d of the MPU reads back as asked for", number);
}

/* The number that the next region gets: those of the image are the first. */
static int first_free(void)
{
	struct smh_mpu_region back;
	int number = 0;

	while (smh_mpu_get((unsigned int)number, &back) == 0) {
		number++;
	}
	return number;
}

static void check_region(unsigned int index)
{
	struct shared_multi_heap_region region = board_regions_table.regions[index].region;
	int number = first_free();
	uint8_t *start = NULL;
	size_t size = 0;

	check(!probe_read(region.addr) && is_data_violation(region.addr), "not accessible before");
	check(smh_mpu_init_region(&region, &start, &size) && (uintptr_t)start == region.addr &&
		      size == region.size,
	      "the hook takes it as it is");
	check_entry(index, number);
	check(shared_multi_heap_add(&region, &board_regions_table.regions[index].region) == 0,
	      "the pool takes it");
	check_edges(&region, number);
	check_block(&region);
	check(shared_multi_heap_region_validate(index) == 0, "its heap is sound");
}

void test_regions(void)
{
	static const char *const names[] = {"Cacheable", "Non-cacheable", "External"};

	check(shared_multi_heap_pool_init() == 0, "the pool is there");
	for (unsigned int index = 0; index < board_regions_table.count; index++) {
		heading(names[board_regions_table.regions[index].region.attr]);
		check_region(index);
	}
	check(smh_mpu_refusal(NULL) == 0, "no region was refused");
}
