/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief From reset to main(): vector table, .data, .bss, .noinit.
 */

#include "board.h"
#include "handlers.h"
#include "registers.h"

#include <stddef.h>
#include <string.h>

/* Placed by link.ld. */
extern uint32_t __stack_end[];
extern uint8_t __data_start[];
extern uint8_t __data_end[];
extern const uint8_t __data_load[];
extern uint8_t __bss_start[];
extern uint8_t __bss_end[];

#define EXCEPTIONS 16
#define INTERRUPTS 32

/* Values that .noinit holds by chance with a probability of 2^-64. */
#define WARM_MAGIC_0 0xB007ED0Cu
#define WARM_MAGIC_1 0x5EEDFACEu

uint32_t board_persistent[BOARD_PERSISTENT_WORDS] __attribute__((section(".noinit")));
static uint32_t warm_magic[2] __attribute__((section(".noinit")));

_Noreturn void board_reset(void);

struct vector_table {
	uint32_t *initial_stack;
	void (*exception[EXCEPTIONS - 1])(void);
	void (*interrupt[INTERRUPTS])(void);
};

#define UNEXPECTED_3 board_fault_entry, board_fault_entry, board_fault_entry
#define UNEXPECTED_4 UNEXPECTED_3, board_fault_entry

#define INTERRUPT(n)   ((n) == TIMER0_IRQ ? board_timer_entry : board_fault_entry)
#define INTERRUPT_4(n) INTERRUPT(n), INTERRUPT((n) + 1), INTERRUPT((n) + 2), INTERRUPT((n) + 3)
#define INTERRUPT_16(n)                                                                            \
	INTERRUPT_4(n), INTERRUPT_4((n) + 4), INTERRUPT_4((n) + 8), INTERRUPT_4((n) + 12)

/*
 * Everything without a handler of its own is unexpected and ends in the fault report. The seventh
 * exception is the SecureFault of ARMv8-M.
 */
const struct vector_table vector_table __attribute__((section(".vectors"), used)) = {
	__stack_end,
	{board_reset, UNEXPECTED_4, board_fault_entry, board_fault_entry, NULL, NULL, NULL,
	 UNEXPECTED_4, board_fault_entry},
	{INTERRUPT_16(0), INTERRUPT_16(16)}};

static void clear_persistent_when_cold(void)
{
	if (warm_magic[0] == WARM_MAGIC_0 && warm_magic[1] == WARM_MAGIC_1) {
		return;
	}
	memset(board_persistent, 0, sizeof(board_persistent));
	warm_magic[0] = WARM_MAGIC_0;
	warm_magic[1] = WARM_MAGIC_1;
}

_Noreturn void board_reset(void)
{
	SCB_CCR |= SCB_CCR_DIV_0_TRAP | SCB_CCR_STACK_ALIGN;
	board_protect_memory();
	memcpy(__data_start, __data_load, (size_t)(__data_end - __data_start));
	memset(__bss_start, 0, (size_t)(__bss_end - __bss_start));
	clear_persistent_when_cold();
	board_exit(main());
}

/* The reset takes effect some cycles after the request. */
void board_restart(void)
{
	__asm__ volatile("cpsid i\n\tdsb" ::: "memory");
	SCB_AIRCR = SCB_AIRCR_RESET;
	__asm__ volatile("dsb" ::: "memory");
	for (;;) {
	}
}
