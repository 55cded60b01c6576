/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Memory protection of the image with the MPU of ARMv8-M.
 */

#include "handlers.h"
#include "registers.h"

#define MPU_NUMBER        REGISTER(0xE000ED98u)
#define MPU_BASE          REGISTER(0xE000ED9Cu)
#define MPU_NO_EXECUTE    (1u << 0)
#define MPU_READ_ONLY     (2u << 1)
#define MPU_LIMIT         REGISTER(0xE000EDA0u)
#define MPU_REGION_ENABLE (1u << 0)
#define MPU_MEMORY_TYPES  REGISTER(0xE000EDC0u)
#define MPU_NORMAL_MEMORY 0xFFu /* number 0: write-back */
#define MPU_GRANULE       32u

/* Placed by sections.ld, at multiples of the granule. */
extern uint8_t __code_start[];
extern uint8_t __code_end[];
extern uint8_t __stack_start[];
extern uint8_t __sram_free_start[];

static void protect(uint32_t number, const uint8_t *start, const uint8_t *end, uint32_t rights)
{
	MPU_NUMBER = number;
	MPU_BASE = (uint32_t)(uintptr_t)start | rights;
	MPU_LIMIT = ((uint32_t)(uintptr_t)end - MPU_GRANULE) | MPU_REGION_ENABLE;
}

/*
 * Code and constants become read-only, data cannot be executed. The regions cover the image alone:
 * two that overlap would fault, and what is free belongs to the program. It and the devices keep
 * the default map.
 */
void board_protect_memory(void)
{
	MPU_MEMORY_TYPES = MPU_NORMAL_MEMORY;
	protect(0, __code_start, __code_end, MPU_READ_ONLY);
	protect(1, __stack_start, __sram_free_start, MPU_NO_EXECUTE);
	MPU_CONTROL = MPU_CONTROL_ENABLE | MPU_CONTROL_DEFAULT;
	__asm__ volatile("dsb\n\tisb" ::: "memory");
}
