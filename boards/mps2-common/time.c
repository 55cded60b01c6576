/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Instruction counter and periodic interrupt.
 */

#include "board.h"
#include "handlers.h"
#include "registers.h"

#include <stddef.h>

#define CYCLES_PER_100HZ (CLOCK_HZ / 100u)
#define COUNTS_REST      ((1u << COUNTS_SHIFT) - 1u)

/* In the middle, so that a critical section may mask it by PRIMASK or by BASEPRI. */
#define TIMER_PRIORITY 0x80u

static void (*timer_handler)(void);

/*
 * The cycle counter has 32 bits. The 100 Hz counter, read just before it, extends it: the cycles
 * since its last step are far below 2^32. No branch and no state: the cost is constant and the
 * function may be interrupted.
 */
uint64_t board_instructions(void)
{
	uint64_t base = (uint64_t)FPGAIO_100HZ * CYCLES_PER_100HZ;
	uint64_t cycles = base + (uint32_t)(FPGAIO_CYCLES - (uint32_t)base);

	return (cycles * INSTRUCTIONS_PER_COUNTS + COUNTS_REST) >> COUNTS_SHIFT;
}

void board_timer_start(uint32_t period_us, void (*handler)(void))
{
	uint32_t cycles = period_us * (CLOCK_HZ / 1000000u);

	board_timer_stop();
	timer_handler = handler;
	TIMER0_RELOAD = cycles - 1u;
	TIMER0_VALUE = cycles - 1u;
	TIMER0_CONTROL = TIMER_ENABLE | TIMER_INTERRUPT;
	NVIC_PRIORITY(TIMER0_IRQ) = TIMER_PRIORITY;
	NVIC_ENABLE = 1u << TIMER0_IRQ;
}

void board_timer_stop(void)
{
	TIMER0_CONTROL = 0;
	NVIC_DISABLE = 1u << TIMER0_IRQ;
	__asm__ volatile("dsb\n\tisb" ::: "memory");
	TIMER0_INTERRUPT = 1;
	NVIC_CLEAR_PENDING = 1u << TIMER0_IRQ;
}

void board_timer_entry(void)
{
	TIMER0_INTERRUPT = 1;
	timer_handler();
	/* The acknowledgement has reached the timer before the return re-evaluates interrupts. */
	__asm__ volatile("dsb" ::: "memory");
}
