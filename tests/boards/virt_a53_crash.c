/* SPDX-License-Identifier: Apache-2.0 */

/* Runs out of stack, on purpose: the report and the exit status are looked at from outside. */

#include "board.h"
#include "print.h"

#include <stdint.h>

/* Far more than the stack can hold, which the compiler cannot know. */
static volatile unsigned int deepest = UINT32_MAX;

/* Not a tail call, and each frame is used, so that the stack must grow. */
/* NOLINTNEXTLINE(misc-no-recursion) */
static __attribute__((noinline)) unsigned int descend(unsigned int depth)
{
	volatile uint8_t frame[256];

	frame[depth % sizeof(frame)] = (uint8_t)depth;
	if (depth == deepest) {
		return 0;
	}
	return descend(depth + 1) + frame[depth % sizeof(frame)];
}

int main(void)
{
	print("descending\n");
	return (int)descend(0);
}
