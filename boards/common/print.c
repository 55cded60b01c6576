/* SPDX-License-Identifier: Apache-2.0 */

#include "print.h"

#include "board.h"

#include <stdarg.h>
#include <stdio.h>

static void put_string(const char *text)
{
	while (*text != '\0') {
		board_putc(*text++);
	}
}

void print(const char *format, ...)
{
	char text[PRINT_MAX + 1];
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(text, sizeof(text), format, args);
	va_end(args);

	if (length < 0) {
		put_string("<bad format>\n");
		return;
	}
	put_string(text);
	if (length > PRINT_MAX) {
		put_string("...\n");
	}
}
