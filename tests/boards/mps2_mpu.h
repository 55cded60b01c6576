/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Parts of the test of the MPU, on boards with ARMv7-M and ARMv8-M. The background is off:
 * what no region covers faults.
 */

#ifndef MPS2_MPU_H_
#define MPS2_MPU_H_

#include "smh_mpu.h"

#include <stdbool.h>
#include <stdint.h>

/** RAM of 512 KiB that neither the image nor a region uses, at a multiple of its size. */
#if __ARM_ARCH >= 8
#define SPARE_RAM ((uintptr_t)0x38380000)
#else
#define SPARE_RAM ((uintptr_t)0x20300000)
#endif

/** The most that an MPU has. */
#define MAX_ENTRIES 16u

/** An entry, read past the library. */
struct raw_entry {
	/** RBAR, without the number that ARMv7-M shows there. */
	uint32_t base;
	/** RASR; RLAR without the index of the memory type. */
	uint32_t attr;
	/** ARMv8-M: the memory type, from MAIR. */
	uint32_t type;
};

/** All entries, and what is on. */
struct raw_mpu {
	uint32_t control;
	struct raw_entry entries[MAX_ENTRIES];
};

struct raw_entry raw_entry(unsigned int number);
struct raw_mpu raw_mpu(void);

/** The MPU says now what it said then. */
bool is_unchanged(const struct raw_mpu *then);

/** What the entry of this region of the board must be. */
struct raw_entry expected_entry(unsigned int index);

/** Ask the processor which MPU region an address has and what it allows; on ARMv8-M alone. */
void check_answer(uintptr_t addr, int number, bool writable);

/** Whether the last probe ended in a violation at the address. */
bool is_data_violation(uintptr_t addr);
bool is_fetch_violation(uintptr_t addr);

void test_regions(void);
void test_rights(void);
void test_limits(void);

#endif /* MPS2_MPU_H_ */
