/* SPDX-License-Identifier: Apache-2.0 */

#include "platform.h"

#include "contract.h"
#include "fault.h"
#include "mmu.h"
#include "mmu_memory.h"
#include "probe.h"
#include "smh_mm_aarch64.h"

#define PAGE ((size_t)K_MEM_PAGE_SIZE)

/* The window lies on both sides of a boundary of 1 GiB, where nothing else is: it needs tables of
 * two levels on each. */
#define WINDOW_MIDDLE (MMU_WINDOW + ((uintptr_t)1 << 30))
#define AT            ((uintptr_t)0x2000000000)
#define AT_TABLE      ((uintptr_t)0x3000000000)
#define TABLE_REACH   ((uintptr_t)1 << 21)

_Static_assert((MM_MAX_FRAMES + MM_SPARE_PAGES) * K_MEM_PAGE_SIZE <= MMU_FRAMES_BYTES,
	       "that much RAM is nobody's");

void mm_platform_start(size_t window_pages, size_t room, struct smh_mm_mapping *mappings,
		       struct mm_places *places)
{
	(void)room;
	CHECK(window_pages <= MM_MAX_WINDOW);
	*places = (struct mm_places){
		.frames = MMU_FRAMES,
		.spare = MMU_FRAMES + MM_MAX_FRAMES * PAGE,
		.window = WINDOW_MIDDLE - window_pages / 2 * PAGE,
		.fixed = mmu_fixed(mappings),
	};
	fault_resolver_set(smh_mm_aarch64_fault);
	board_at_restart(smh_mm_deinit);
}

void mm_platform_stop(void)
{
	fault_resolver_set(NULL);
}

size_t mm_free_tables(void)
{
	return smh_mm_aarch64_free_tables();
}

uintptr_t mm_at(unsigned int page)
{
	CHECK(page < MM_AT_PAGES);
	return AT + page * PAGE;
}

uintptr_t mm_at_table(unsigned int number)
{
	return AT_TABLE + number * TABLE_REACH;
}

uintptr_t mm_not_covered(void)
{
	return (uintptr_t)1 << 48;
}

uintptr_t mm_not_reached(void)
{
	return (uintptr_t)1 << 40;
}

bool mm_can_read(const void *at)
{
	return probe_read((uintptr_t)at);
}

bool mm_can_write(void *at)
{
	return probe_write((uintptr_t)at);
}

bool mm_can_execute(void *at)
{
	return probe_execute((uintptr_t)at);
}

void mm_code(void *at)
{
	const uint32_t ret = 0xD65F03C0;

	*(volatile uint32_t *)at = ret;
	__builtin___clear_cache((char *)at, (char *)at + sizeof(ret));
}

/* By the attribute of MAIR_EL1 that the hardware uses. */
uint32_t mm_mode(const void *at)
{
	static const uint8_t attributes[] = {
		[K_MEM_CACHE_WB] = 0xFF,          [K_MEM_CACHE_WT] = 0xBB,
		[K_MEM_ARM_DEVICE_nGnRnE] = 0x00, [K_MEM_ARM_DEVICE_nGnRE] = 0x04,
		[K_MEM_ARM_DEVICE_GRE] = 0x0C,    [K_MEM_ARM_NORMAL_NC] = 0x44,
	};
	struct mmu_translation now;

	CHECK(mmu_query((uintptr_t)at, &now));
	for (uint32_t mode = 0; mode < sizeof(attributes); mode++) {
		if (attributes[mode] == now.attribute) {
			return mode;
		}
	}
	return UINT32_MAX;
}

bool mm_shows(const void *at, uintptr_t phys)
{
	struct mmu_translation now;

	return mmu_query((uintptr_t)at, &now) && now.phys == phys;
}
