/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Memory protection of the image with the MPU of ARMv7-M.
 */

#include "handlers.h"
#include "registers.h"

#define MPU_BASE             REGISTER(0xE000ED9Cu)
#define MPU_BASE_VALID       (1u << 4)
#define MPU_ATTRIBUTES       REGISTER(0xE000EDA0u)
#define MPU_NO_EXECUTE       (1u << 28)
#define MPU_NO_ACCESS        (0u << 24)
#define MPU_READ_WRITE       (3u << 24)
#define MPU_READ_ONLY        (6u << 24)
#define MPU_NORMAL_MEMORY    (6u << 16)
#define MPU_SIZE(log2_bytes) (((log2_bytes) - 1u) << 1)
#define MPU_REGION_ENABLE    (1u << 0)

/*
 * Code and constants at 0 become read-only, which catches stores through NULL; data cannot be
 * executed. What lies below the stack, which is nothing, answers all the same: without rights it
 * faults. Devices keep the default map.
 */
void board_protect_memory(void)
{
	MPU_BASE = 0x00000000u | MPU_BASE_VALID | 0u;
	MPU_ATTRIBUTES = MPU_READ_ONLY | MPU_NORMAL_MEMORY | MPU_SIZE(22u) | MPU_REGION_ENABLE;
	MPU_BASE = 0x20000000u | MPU_BASE_VALID | 1u;
	MPU_ATTRIBUTES = MPU_NO_EXECUTE | MPU_READ_WRITE | MPU_NORMAL_MEMORY | MPU_SIZE(25u) |
			 MPU_REGION_ENABLE;
	MPU_BASE = 0x1FF00000u | MPU_BASE_VALID | 2u;
	MPU_ATTRIBUTES = MPU_NO_EXECUTE | MPU_NO_ACCESS | MPU_NORMAL_MEMORY | MPU_SIZE(20u) |
			 MPU_REGION_ENABLE;
	MPU_CONTROL = MPU_CONTROL_ENABLE | MPU_CONTROL_DEFAULT;
	__asm__ volatile("dsb\n\tisb" ::: "memory");
}
