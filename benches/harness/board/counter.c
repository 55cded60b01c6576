/* SPDX-License-Identifier: Apache-2.0 */

/* Instructions and stack of a call on a board. */

#include "harness/counter.h"

#include "board.h"
#include "print.h"

/* All calls are made from here, so that they all carry the same overhead. */
typedef void *(*called_function)(uintptr_t, uintptr_t, uintptr_t, uintptr_t);

/* Words below the stack pointer that are painted before a call. */
#define PAINTED 1024
#define PAINT   0x5AA51CE5u

static enum bench_measure measured;
static uint32_t overhead;
static bool is_calibrated;

static __attribute__((noipa)) uint32_t instructions_of(called_function function,
						       const uintptr_t words[4], void **result)
{
	uint64_t start = board_instructions();
	void *returned = function(words[0], words[1], words[2], words[3]);
	uint64_t end = board_instructions();

	*result = returned;
	return (uint32_t)(end - start) - overhead;
}

/* Nothing else runs here: what is below the stack pointer belongs to the function called. */
static __attribute__((noipa)) uint32_t stack_of(called_function function, const uintptr_t words[4],
						void **result)
{
	volatile uint32_t *top;
	int depth = PAINTED;

#ifdef __riscv
	__asm__ volatile("mv %0, sp" : "=r"(top));
#else
	__asm__ volatile("mov %0, sp" : "=r"(top));
#endif
	for (int i = 1; i <= PAINTED; i++) {
		top[-i] = PAINT;
	}
	*result = function(words[0], words[1], words[2], words[3]);
	while (depth > 0 && top[-depth] == PAINT) {
		depth--;
	}
	return (uint32_t)depth * (uint32_t)sizeof(uint32_t);
}

uint32_t bench_call(bench_function function, const uintptr_t words[4], void **result)
{
	called_function called = (called_function)function;
	uint32_t instructions;

	if (measured == BENCH_STACK) {
		return stack_of(called, words, result);
	}
	bench_longest_masked = 0;
	instructions = instructions_of(called, words, result);
	return is_calibrated && bench_tells_masked ? bench_longest_masked : instructions;
}

const bool bench_has_counter = true;

bool bench_measure(enum bench_measure measure)
{
	measured = measure;
	return true;
}

static __attribute__((noipa)) void *empty(void *mem)
{
	return mem;
}

/* Two instructions a turn. */
static __attribute__((noipa)) void turn(uintptr_t turns)
{
#if defined(__aarch64__)
	__asm__ volatile("1: subs %0, %0, #1\n\tb.ne 1b" : "+r"(turns)::"cc");
#elif defined(__riscv)
	__asm__ volatile("1: addi %0, %0, -1\n\tbnez %0, 1b" : "+r"(turns));
#else
	__asm__ volatile("1: subs %0, #1\n\tbne 1b" : "+r"(turns)::"cc");
#endif
}

bool bench_counter_is_exact(void)
{
	void *mem;

	(void)bench_measure(BENCH_INSTRUCTIONS);
	overhead = 0;
	overhead = bench_counted(&mem, empty, NULL) - BENCH_EMPTY_CALL;
	for (uint32_t turns = 1; turns <= 4096; turns = turns * 3u + 1u) {
		uint32_t counted = bench_counted_void(turn, turns);

		if (counted != 2u * turns + BENCH_EMPTY_CALL) {
			print("# a loop of %lu instructions counts as %lu\n",
			      2ul * turns + BENCH_EMPTY_CALL, (unsigned long)counted);
			return false;
		}
	}
	is_calibrated = true;
	return true;
}
