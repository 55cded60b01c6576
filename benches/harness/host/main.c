/* SPDX-License-Identifier: Apache-2.0 */

/* The harness as a program of the host, where nothing is counted. */

#include "harness/main.h"

#include "harness/counter.h"
#include "harness/require.h"
#include "print.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int main(int count, char *words[])
{
	return bench_main(count - 1, words + 1);
}

void bench_require_failed(const char *file, int line, const char *what)
{
	(void)fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
	exit(EXIT_FAILURE);
}

void print(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vprintf(format, args);
	va_end(args);
}

const bool bench_has_counter = false;

bool bench_measure(enum bench_measure measure)
{
	return measure == BENCH_INSTRUCTIONS;
}

bool bench_counter_is_exact(void)
{
	return true;
}
