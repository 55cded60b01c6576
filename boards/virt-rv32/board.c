/* SPDX-License-Identifier: Apache-2.0 */

/* Console, exit and instruction counter. */

#include "board.h"

#define REGISTER_8(address)  (*(volatile uint8_t *)(uintptr_t)(address))
#define REGISTER_32(address) (*(volatile uint32_t *)(uintptr_t)(address))

/* A 16550, which the emulator has ready to send. */
#define UART_DATA       REGISTER_8(0x10000000u)
#define UART_STATE      REGISTER_8(0x10000005u)
#define UART_SEND_EMPTY (1u << 5)

/* A device that ends the emulation. */
#define TEST_DEVICE REGISTER_32(0x00100000u)
#define TEST_PASS   0x5555u
#define TEST_FAIL   0x3333u

void board_putc(char c)
{
	while ((UART_STATE & UART_SEND_EMPTY) == 0) {
	}
	UART_DATA = (uint8_t)c;
}

void board_exit(int status)
{
	for (;;) {
		TEST_DEVICE = status == 0 ? TEST_PASS : TEST_FAIL | (uint32_t)status << 16;
	}
}

/*
 * The counter has two halves. The upper one is read before and after the lower one; if it has
 * changed in between, a lower half in its upper half was read before the change. No branch: the
 * cost is constant.
 */
uint64_t board_instructions(void)
{
	uint32_t before;
	uint32_t low;
	uint32_t after;

	__asm__ volatile("csrr %0, minstreth\n\tcsrr %1, minstret\n\tcsrr %2, minstreth"
			 : "=&r"(before), "=&r"(low), "=&r"(after));
	return (uint64_t)(after - ((after - before) & (low >> 31))) << 32 | low;
}
