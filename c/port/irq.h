/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Mask and restore the interrupts of this core. The "memory" clobbers keep the section closed. */

#ifndef SMH_PORT_IRQ_H_
#define SMH_PORT_IRQ_H_

#include <stdint.h>

#include "smh_config.h"
#include "port/compiler.h"

#if defined(__ARM_ARCH_PROFILE) && __ARM_ARCH_PROFILE == 'M'

#if SMH_IRQ_CEILING != 0

#if defined(__ARM_ARCH_6M__) || defined(__ARM_ARCH_8M_BASE__)
#error "this core has no BASEPRI: set SMH_IRQ_CEILING to 0"
#endif

/* BASEPRI_MAX only ever raises the mask, so that nested sections keep the stricter one. */
SMH_INLINE uintptr_t port_irq_mask(void)
{
	uintptr_t key;

	__asm__ volatile("mrs %0, basepri" : "=r"(key)::"memory");
	__asm__ volatile("msr basepri_max, %0\n\tisb" ::"r"(SMH_IRQ_CEILING) : "memory");
	return key;
}

SMH_INLINE void port_irq_restore(uintptr_t key)
{
	__asm__ volatile("msr basepri, %0" ::"r"(key) : "memory");
}

#else

SMH_INLINE uintptr_t port_irq_mask(void)
{
	uintptr_t key;

	__asm__ volatile("mrs %0, primask\n\tcpsid i" : "=r"(key)::"memory");
	return key;
}

SMH_INLINE void port_irq_restore(uintptr_t key)
{
	__asm__ volatile("msr primask, %0" ::"r"(key) : "memory");
}

#endif

#elif defined(__aarch64__)

SMH_INLINE uintptr_t port_irq_mask(void)
{
	uintptr_t key;

	__asm__ volatile("mrs %0, daif\n\tmsr daifset, #3" : "=r"(key)::"memory");
	return key;
}

SMH_INLINE void port_irq_restore(uintptr_t key)
{
	__asm__ volatile("msr daif, %0" ::"r"(key) : "memory");
}

#elif defined(__ARM_ARCH_PROFILE) && (__ARM_ARCH_PROFILE == 'A' || __ARM_ARCH_PROFILE == 'R')

SMH_INLINE uintptr_t port_irq_mask(void)
{
	uintptr_t key;

	__asm__ volatile("mrs %0, cpsr\n\tcpsid if" : "=r"(key)::"memory");
	return key;
}

/* The control field also holds the mode, which is still that of port_irq_mask(). */
SMH_INLINE void port_irq_restore(uintptr_t key)
{
	__asm__ volatile("msr cpsr_c, %0" ::"r"(key) : "memory");
}

#elif defined(__riscv)

/*
 * An -march without _zicsr names an instruction set without control registers. Every core that
 * takes interrupts has them, so the assembler is told.
 */
#ifdef __riscv_zicsr
#define SMH_CSR(instruction) instruction
#else
#define SMH_CSR(instruction)                                                                       \
	".option push\n\t.option arch, +zicsr\n\t" instruction "\n\t.option pop"
#endif

#define SMH_MSTATUS_MIE 8u

SMH_INLINE uintptr_t port_irq_mask(void)
{
	uintptr_t key;

	__asm__ volatile(SMH_CSR("csrrci %0, mstatus, 8") : "=r"(key)::"memory");
	return key & SMH_MSTATUS_MIE;
}

SMH_INLINE void port_irq_restore(uintptr_t key)
{
	__asm__ volatile(SMH_CSR("csrs mstatus, %0")::"r"(key) : "memory");
}

#else
#error "SMH_LOCK_IRQ and _SPIN know Arm from ARMv7 on, Cortex-M0 and RISC-V: use SMH_LOCK_EXTERNAL"
#endif

#endif /* SMH_PORT_IRQ_H_ */
