/* SPDX-License-Identifier: Apache-2.0 */

#include "mmu.h"

#include "devices.h"
#include "layout.h"
#include "mmu_record.h"

static void map_same(uintptr_t start, uintptr_t end, enum mmu_type type, enum mmu_access access)
{
	/* The tables are empty and the ranges fixed: a failure shows at the first access. */
	(void)mmu_map(start, start, end - start, type, access);
}

static void map_image(char *start, char *end, enum mmu_access access)
{
	map_same((uintptr_t)start, (uintptr_t)end, MMU_NORMAL_WRITE_BACK, access);
}

static void map_device(uintptr_t start, size_t size)
{
	map_same(start, start + size, MMU_DEVICE, MMU_READ_WRITE);
}

void mmu_boot(void)
{
	map_image(layout_image_start, layout_text_end, MMU_READ_EXECUTE);
	map_image(layout_text_end, layout_rodata_end, MMU_READ);
	map_image(layout_ram_start, layout_stack_guard, MMU_READ_WRITE);
	map_image(layout_stack_bottom, layout_image_end, MMU_READ_WRITE);
	map_device(DEVICE_GIC_DISTRIBUTOR, DEVICE_GIC_DISTRIBUTOR_BYTES);
	map_device(DEVICE_GIC_CPU, DEVICE_GIC_CPU_BYTES);
	map_device(DEVICE_UART, DEVICE_UART_BYTES);
	mmu_record_keep();
}
