/* SPDX-License-Identifier: Apache-2.0 */

#include "tally.h"

#include "print.h"

#include <stdarg.h>
#include <stdio.h>

static unsigned int total;
static unsigned int failed;

void check(bool held, const char *format, ...)
{
	char text[PRINT_MAX - 16];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);

	total++;
	if (!held) {
		failed++;
	}
	print("  %s  %s\n", held ? "pass" : "FAIL", text);
}

void heading(const char *text)
{
	print("\n== %s\n", text);
}

int tally_summary(void)
{
	print("\nresult: checks=%u failed=%u\n", total, failed);
	return total != 0 && failed == 0 ? 0 : 1;
}
