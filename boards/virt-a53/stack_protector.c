/* SPDX-License-Identifier: Apache-2.0 */

/*
 * libfdt as Debian builds it checks its stack frames and needs these two. The value is fixed:
 * it shows overruns by mistake, and starts and ends with bytes that end a string.
 */

#include "board.h"
#include "print.h"

#include <stdint.h>

#define EXIT_STACK_SMASHED 73

extern uintptr_t __stack_chk_guard;
_Noreturn void __stack_chk_fail(void);

uintptr_t __stack_chk_guard = 0x00C3A55A0D0AFF00;

_Noreturn void __stack_chk_fail(void)
{
	print("stack frame overrun in the caller of %p\n", __builtin_return_address(0));
	board_exit(EXIT_STACK_SMASHED);
}
