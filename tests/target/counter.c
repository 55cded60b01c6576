/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Proves that board_instructions() is exact: loops of known length at many phases of
 * the counter, and one that is longer than the counter's own width.
 */

#include "check.h"

#include <stdint.h>

#define LOOPS     3000u
#define LONG_LOOP 400000000u
#define PER_TURN  2u

/* Executes PER_TURN * turns instructions, call and return apart. */
static __attribute__((noinline)) void spin(uint32_t turns)
{
#if defined(__aarch64__)
	__asm__ volatile("1: subs %w0, %w0, #1\n\tb.ne 1b" : "+r"(turns)::"cc");
#else
	__asm__ volatile("1: subs %0, #1\n\tbne 1b" : "+r"(turns)::"cc");
#endif
}

static __attribute__((noinline)) uint64_t measure(uint32_t turns)
{
	uint64_t before = board_instructions();

	spin(turns);
	return board_instructions() - before;
}

int main(void)
{
	/* Call, return and the two readings; the same for every length. */
	uint64_t overhead = measure(1) - PER_TURN;

	REQUIRE(overhead < 100);
	for (uint32_t turns = 1; turns <= LOOPS; turns++) {
		REQUIRE(measure(turns) == (uint64_t)turns * PER_TURN + overhead);
	}
	REQUIRE(measure(LONG_LOOP) == (uint64_t)LONG_LOOP * PER_TURN + overhead);
	print("counter: exact in %u loops, overhead %u\n", LOOPS, (unsigned int)overhead);
	return 0;
}
