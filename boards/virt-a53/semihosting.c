/* SPDX-License-Identifier: Apache-2.0 */

#include "board.h"

#include "sysreg.h"

#define SYS_EXIT_EXTENDED 0x20
#define APPLICATION_EXIT  0x20026

static void semihosting_call(uint64_t operation, const void *argument)
{
	register uint64_t x0 __asm__("x0") = operation;
	register const void *x1 __asm__("x1") = argument;

	__asm__ volatile("hlt #0xF000" : "+r"(x0) : "r"(x1) : "memory");
}

_Noreturn void board_exit(int status)
{
	uint64_t block[2] = {APPLICATION_EXIT, (uint64_t)status};

	daif_set(DAIF_MASK_ALL);
	for (;;) {
		semihosting_call(SYS_EXIT_EXTENDED, block);
	}
}
