/* SPDX-License-Identifier: Apache-2.0 */

/* Arguments on a board: the words that the emulator was given for semihosting. */

#include "harness/main.h"

#include "board.h"
#include "harness/require.h"
#include "print.h"

#include <stdint.h>
#include <string.h>

#define SYS_GET_CMDLINE 0x15u
#define LINE_MAX        256
#define WORDS_MAX       32

static uintptr_t semihosting(uintptr_t operation, void *argument)
{
#if defined(__aarch64__)
	register uintptr_t result __asm__("x0") = operation;
	register void *block __asm__("x1") = argument;

	__asm__ volatile("hlt #0xF000" : "+r"(result) : "r"(block) : "memory");
#elif defined(__riscv)
	register uintptr_t result __asm__("a0") = operation;
	register void *block __asm__("a1") = argument;

	/* The three must not be compressed, and not be on two pages. */
	__asm__ volatile(".option push\n\t.option norvc\n\t.balign 16\n\t"
			 "slli zero, zero, 0x1f\n\tebreak\n\tsrai zero, zero, 7\n\t.option pop"
			 : "+r"(result)
			 : "r"(block)
			 : "memory");
#else
	register uintptr_t result __asm__("r0") = operation;
	register void *block __asm__("r1") = argument;

	__asm__ volatile("bkpt 0xab" : "+r"(result) : "r"(block) : "memory");
#endif
	return result;
}

/* The words of a line, which is changed. Returns how many there are. */
static int split(char *line, char *words[WORDS_MAX])
{
	int count = 0;

	for (char *c = line; *c != '\0'; c++) {
		if (*c == ' ') {
			*c = '\0';
		} else if (c == line || c[-1] == '\0') {
			BENCH_REQUIRE(count < WORDS_MAX);
			words[count++] = c;
		}
	}
	return count;
}

int main(void)
{
	static char line[LINE_MAX];
	static char *words[WORDS_MAX];
	struct {
		char *text;
		uintptr_t bytes;
	} block = {line, sizeof(line)};
	int count;

	BENCH_REQUIRE(semihosting(SYS_GET_CMDLINE, &block) == 0);
	count = split(line, words);
	/* The first one is the name of the program. */
	return bench_main(count - 1, words + 1);
}

void bench_require_failed(const char *file, int line, const char *what)
{
	print("%s:%d: does not hold: %s\n", file, line, what);
	board_exit(1);
}
