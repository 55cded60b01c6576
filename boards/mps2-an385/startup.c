/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief From reset to main(): vector table, memory protection, .data, .bss, .noinit.
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

/* Everything without a handler of its own is unexpected and ends in the fault report. */
const struct vector_table vector_table __attribute__((section(".vectors"), used)) = {
	__stack_end,
	{board_reset, UNEXPECTED_4, board_fault_entry, NULL, NULL, NULL, NULL, UNEXPECTED_4,
	 board_fault_entry},
	{UNEXPECTED_4, UNEXPECTED_4, board_timer_entry, UNEXPECTED_4, UNEXPECTED_4, UNEXPECTED_4,
	 UNEXPECTED_4, UNEXPECTED_4, UNEXPECTED_3}};

/*
 * Code and constants at 0 become read-only, which catches stores through NULL; data cannot be
 * executed. Devices keep the default map.
 */
static void protect_memory(void)
{
	MPU_BASE = 0x00000000u | MPU_BASE_VALID | 0u;
	MPU_ATTRIBUTES = MPU_READ_ONLY | MPU_NORMAL_MEMORY | MPU_SIZE(22u) | MPU_REGION_ENABLE;
	MPU_BASE = 0x20000000u | MPU_BASE_VALID | 1u;
	MPU_ATTRIBUTES = MPU_NO_EXECUTE | MPU_READ_WRITE | MPU_NORMAL_MEMORY | MPU_SIZE(25u) |
			 MPU_REGION_ENABLE;
	MPU_CONTROL = MPU_CONTROL_ENABLE | MPU_CONTROL_DEFAULT;
	__asm__ volatile("dsb\n\tisb" ::: "memory");
}

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
	protect_memory();
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
