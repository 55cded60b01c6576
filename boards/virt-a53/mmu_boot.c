/* SPDX-License-Identifier: Apache-2.0 */

#include "mmu.h"

#include "blob.h"
#include "devices.h"
#include "layout.h"
#include "smh_mm_aarch64.h"

/* Tables: those of the image, and room for what programs map. */
#define NUM_TABLES 96

/* A restart goes on with the tables in use. */
static uint8_t tables[SMH_MM_AARCH64_AREA_BYTES(NUM_TABLES)]
	__attribute__((aligned(4096), section(".noinit.page_tables")));
static struct smh_mm_mapping fixed[MMU_MAX_FIXED] __attribute__((section(".noinit.mmu_fixed")));
static unsigned int num_fixed __attribute__((section(".noinit.mmu_num_fixed")));

unsigned int mmu_fixed(struct smh_mm_mapping mappings[MMU_MAX_FIXED])
{
	for (unsigned int i = 0; i < num_fixed; i++) {
		mappings[i] = fixed[i];
	}
	return num_fixed;
}

/* The tables are empty and the ranges fixed: a failure shows at the first access. */
void mmu_boot_map(uintptr_t start, size_t size, uint32_t flags)
{
	struct smh_mm_mapping *mapping = &fixed[num_fixed];

	if (num_fixed < MMU_MAX_FIXED && smh_mm_aarch64_boot_map(start, start, size, flags) == 0) {
		mapping->virt = start;
		mapping->phys = start;
		mapping->size = size;
		mapping->flags = flags;
		num_fixed++;
	}
}

static void map_image(const char *start, const char *end, uint32_t permissions)
{
	mmu_boot_map((uintptr_t)start, (uintptr_t)end - (uintptr_t)start,
		     K_MEM_CACHE_WB | permissions);
}

static void map_device(uintptr_t start, size_t size)
{
	mmu_boot_map(start, size, K_MEM_ARM_DEVICE_nGnRE | K_MEM_PERM_RW);
}

void mmu_boot(void)
{
	(void)smh_mm_aarch64_boot(tables, sizeof(tables));
	map_image(layout_image_start, layout_text_end, K_MEM_PERM_EXEC);
	map_image(layout_text_end, layout_rodata_end, 0);
	map_image(layout_ram_start, layout_stack_guard, K_MEM_PERM_RW);
	map_image(layout_stack_bottom, layout_image_end, K_MEM_PERM_RW);
	map_device(DEVICE_GIC_DISTRIBUTOR, DEVICE_GIC_DISTRIBUTOR_BYTES);
	map_device(DEVICE_GIC_CPU, DEVICE_GIC_CPU_BYTES);
	map_device(DEVICE_UART, DEVICE_UART_BYTES);
	blob_map();
}

void mmu_join(void)
{
	(void)smh_mm_aarch64_join(tables);
}
