/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Console on UART 0.
 */

#include "board.h"
#include "registers.h"

/* The smallest divider that the UART accepts: no wire waits for the bits. */
#define FASTEST 16u

void board_putc(char c)
{
	if ((UART0_CONTROL & UART_TRANSMIT_ENABLE) == 0) {
		UART0_DIVIDER = FASTEST;
		UART0_CONTROL = UART_TRANSMIT_ENABLE;
	}
	while ((UART0_STATE & UART_TRANSMIT_FULL) != 0) {
	}
	UART0_DATA = (uint8_t)c;
}
