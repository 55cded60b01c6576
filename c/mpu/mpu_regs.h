/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Access to the registers of the MPU. A test may put something of its own in their place. */

#ifndef SMH_MPU_MPU_REGS_H_
#define SMH_MPU_MPU_REGS_H_

#include <stdint.h>

#include "mpu/mpu.h"
#include "port/compiler.h"

/* Those that both kinds have. */
#define MPU_TYPE 0xE000ED90u /* number of regions in bits 15 to 8 */
#define MPU_CTRL 0xE000ED94u
#define MPU_RNR  0xE000ED98u /* number of the region that the others show */
#define MPU_RBAR 0xE000ED9Cu
#define MPU_RASR 0xE000EDA0u /* ARMv7-M: size and attributes; ARMv8-M: RLAR, the limit */

#define CTRL_ENABLE     (1u << 0)
#define CTRL_BACKGROUND (1u << 2) /* PRIVDEFENA */

#ifdef SMH_MPU_SIMULATED

uint32_t smh_mpu_register_get(uint32_t addr);
void smh_mpu_register_set(uint32_t addr, uint32_t value);
void smh_mpu_barrier_before(void);
void smh_mpu_barrier_after(void);
uintptr_t smh_mpu_lock(void);
void smh_mpu_unlock(uintptr_t key);
/* An address of code that runs now, and one of its stack. */
uint32_t smh_mpu_code_here(void);
uint32_t smh_mpu_stack_here(void);

#elif SMH_MPU_ARCH != 0

#include "port/irq.h"

SMH_INLINE uint32_t smh_mpu_register_get(uint32_t addr)
{
	return *(volatile uint32_t *)(uintptr_t)addr;
}

SMH_INLINE void smh_mpu_register_set(uint32_t addr, uint32_t value)
{
	*(volatile uint32_t *)(uintptr_t)addr = value;
}

/* What was accessed before was accessed under the old regions. */
SMH_INLINE void smh_mpu_barrier_before(void)
{
	__asm__ volatile("dmb sy" ::: "memory");
}

/* The MPU has taken what was written, and what was fetched ahead is fetched anew. */
SMH_INLINE void smh_mpu_barrier_after(void)
{
	__asm__ volatile("dsb sy\n\tisb" ::: "memory");
}

/* RNR and what it shows belong together: an interrupt must not move it in between. */
SMH_INLINE uintptr_t smh_mpu_lock(void)
{
	return port_irq_mask();
}

SMH_INLINE void smh_mpu_unlock(uintptr_t key)
{
	port_irq_restore(key);
}

SMH_INLINE uint32_t smh_mpu_code_here(void)
{
	uint32_t here;

	__asm__ volatile("mov %0, pc" : "=r"(here));
	return here;
}

SMH_INLINE uint32_t smh_mpu_stack_here(void)
{
	uint32_t here;

	__asm__ volatile("mov %0, sp" : "=r"(here));
	return here;
}

#endif

#endif /* SMH_MPU_MPU_REGS_H_ */
