/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Mapping for programs: k_mem.h with the memory of this machine.
 *
 * Only programs that are built with mmu_memory.c have it.
 */

#ifndef MMU_MEMORY_H_
#define MMU_MEMORY_H_

#include "smh_mm.h"

/** Window of virtual addresses, far above the physical ones of the machine. */
#define MMU_WINDOW       ((uintptr_t)0x1000000000)
#define MMU_WINDOW_BYTES ((size_t)64 << 20)

/** Page frames: RAM that the image does not use, nor any devicetree of ours. */
#define MMU_FRAMES       ((uintptr_t)0x4E000000)
#define MMU_FRAMES_BYTES ((size_t)2 << 20)

/** @brief What smh_mm_init() needs on this machine, for programs that change some of it. */
void mmu_memory_config(struct smh_mm_config *config);

/**
 * @brief Start the mapping layer, take its faults, and have everything unmapped at a restart.
 *
 * @param config  As mmu_memory_config() fills it, or changed.
 * @return What smh_mm_init() returns.
 */
int mmu_memory_start(const struct smh_mm_config *config);

/** @brief Called by board_restart(), for what must not outlive it. One function; NULL for none. */
void board_at_restart(void (*function)(void));

#endif /* MMU_MEMORY_H_ */
