/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief End of the program through semihosting.
 */

#include "board.h"

#define SYS_EXIT_EXTENDED 0x20u
#define APPLICATION_EXIT  0x20026u

/* SYS_EXIT of 32-bit Arm carries no status; the extended call does. */
void board_exit(int status)
{
	const uint32_t block[2] = {APPLICATION_EXIT, (uint32_t)status};
	register uint32_t operation __asm__("r0") = SYS_EXIT_EXTENDED;
	register const uint32_t *argument __asm__("r1") = block;

	__asm__ volatile("cpsid i\n\tbkpt 0xab" : "+r"(operation) : "r"(argument) : "memory");
	for (;;) {
	}
}
