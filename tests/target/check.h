/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Checks of programs that run on a board by themselves.
 */

#ifndef TARGET_CHECK_H_
#define TARGET_CHECK_H_

#include "board.h"
#include "print.h"

/** End the program with a message and status 1 unless @p expr holds. */
#define REQUIRE(expr) ((expr) ? (void)0 : require_failed(__FILE__, __LINE__, #expr))

static inline _Noreturn void require_failed(const char *file, int line, const char *what)
{
	print("%s:%d: failed: %s\n", file, line, what);
	board_exit(1);
}

#endif /* TARGET_CHECK_H_ */
