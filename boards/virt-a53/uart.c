/* SPDX-License-Identifier: Apache-2.0 */

/* The console: PL011, used by polling. The machine hands it over ready to transmit. */

#include "board.h"

#include "devices.h"

#define UART_DATA               0x00
#define UART_FLAGS              0x18
#define UART_FLAG_TRANSMIT_FULL (1u << 5)

void board_putc(char c)
{
	while ((*device_register(DEVICE_UART, UART_FLAGS) & UART_FLAG_TRANSMIT_FULL) != 0) {
	}
	*device_register(DEVICE_UART, UART_DATA) = (unsigned char)c;
}
