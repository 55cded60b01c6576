/* SPDX-License-Identifier: Apache-2.0 */

#include "mmu_memory.h"

#include "fault.h"
#include "mmu.h"
#include "smh_mm_aarch64.h"

#define NUM_MAPPINGS 64

static struct k_mem_page_frame frames[MMU_FRAMES_BYTES / K_MEM_PAGE_SIZE];
static uint8_t ranges[SMH_MM_RANGES_BYTES(MMU_WINDOW_BYTES)] __attribute__((aligned(64)));
static struct smh_mm_mapping mappings[NUM_MAPPINGS];

void mmu_memory_config(struct smh_mm_config *config)
{
	*config = (struct smh_mm_config){
		.virt = MMU_WINDOW,
		.virt_bytes = MMU_WINDOW_BYTES,
		.phys = MMU_FRAMES,
		.phys_bytes = MMU_FRAMES_BYTES,
		.frames = frames,
		.ranges = ranges,
		.ranges_bytes = sizeof(ranges),
		.mappings = mappings,
		.num_mappings = NUM_MAPPINGS,
		.num_fixed = mmu_fixed(mappings),
	};
}

int mmu_memory_start(const struct smh_mm_config *config)
{
	int error = smh_mm_init(config);

	if (error == 0) {
		fault_resolver_set(smh_mm_aarch64_fault);
		board_at_restart(smh_mm_deinit);
	}
	return error;
}
