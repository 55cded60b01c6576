/* SPDX-License-Identifier: Apache-2.0 */

/*
 * In place of c/port/irq.h: measures how long interrupts would be masked, and masks nothing. The
 * key, which else holds the mask before, holds the counter. Between its two readings lie the
 * instructions of the section, the one that would unmask, and at most two that load an address.
 */

#ifndef SMH_PORT_IRQ_H_
#define SMH_PORT_IRQ_H_

#include <stdint.h>

#include "port/compiler.h"

extern uint32_t bench_longest_masked;

#if defined(__aarch64__)

SMH_INLINE uintptr_t masked_counter(void)
{
	uintptr_t count;

	__asm__ volatile("mrs %0, cntvct_el0" : "=r"(count)::"memory");
	return count;
}

#define MASKED_INSTRUCTIONS(counts) (counts)

#elif defined(__riscv)

SMH_INLINE uintptr_t masked_counter(void)
{
	uintptr_t count;

	__asm__ volatile("csrr %0, minstret" : "=r"(count)::"memory");
	return count;
}

#define MASKED_INSTRUCTIONS(counts) (counts)

#else

/* The counter of the mps2-an385: 6.4 steps an instruction. */
SMH_INLINE uintptr_t masked_counter(void)
{
	uintptr_t count;

	__asm__ volatile("ldr %0, [%1]" : "=r"(count) : "r"(0x40028018u) : "memory");
	return count;
}

#define MASKED_INSTRUCTIONS(counts) (((counts) * 5u + 16u) / 32u)

#endif

SMH_INLINE uintptr_t port_irq_mask(void)
{
	return masked_counter();
}

SMH_INLINE void port_irq_restore(uintptr_t key)
{
	uint32_t length = (uint32_t)MASKED_INSTRUCTIONS(masked_counter() - key);

	if (length > bench_longest_masked) {
		bench_longest_masked = length;
	}
}

#endif /* SMH_PORT_IRQ_H_ */
