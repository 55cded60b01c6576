/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief An MPU in memory: what the registers mean, written down from the architecture manuals
 * without a look at the library, and what must hold whenever they are written.
 *
 * Of the kind SMH_MPU_ARCH, 7 or 8.
 */

#ifndef MPU_SIM_H_
#define MPU_SIM_H_

#include "smh_mpu.h"

#include <stdbool.h>
#include <stdint.h>

#define SIM_MAX_REGIONS 16u

/** All of its registers. */
struct sim {
	uint32_t regions;
	uint32_t control;
	uint32_t number;
	uint32_t base[SIM_MAX_REGIONS];
	uint32_t attr[SIM_MAX_REGIONS];
	uint32_t types[2];
};

extern struct sim sim;

/** Address of code that runs and of its stack, as smh_mpu_enable() is to see them. */
extern uint32_t sim_code;
extern uint32_t sim_stack;

/** What becomes of an access to an address. */
struct sim_view {
	/** Enabled regions that cover it; on ARMv7-M all but one are overruled. */
	unsigned int matches;
	/** The one that counts. */
	unsigned int number;
	/** What it says, in SMH_MPU_*. */
	unsigned int flags;
};

/** Reset, with so many regions and whatever the registers hold then. */
void sim_reset(uint32_t regions);

/** Look at an address. */
struct sim_view sim_look(uint32_t addr);

/** Number of times that interrupts were masked; they must not be now. */
unsigned int sim_sections(void);

void test_encode(void);
void test_random(void);
void test_pool(void);
void test_others(void);

#endif /* MPU_SIM_H_ */
