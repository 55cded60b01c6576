/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#define FIRST_ROOM 1024u

/* Make room for that many bytes and a zero behind them. */
static bool reserve(struct text *text, size_t bytes)
{
	size_t room = text->room > 0 ? text->room : FIRST_ROOM;
	char *grown;

	while (room - text->length <= bytes) {
		room *= 2;
	}
	if (room == text->room) {
		return true;
	}
	grown = realloc(text->bytes, room);
	if (grown == NULL) {
		text->failed = true;
		return false;
	}
	text->bytes = grown;
	text->room = room;
	return true;
}

static void add_char(struct text *text, char byte)
{
	if (!text->failed && reserve(text, 1)) {
		text->bytes[text->length++] = byte;
		text->bytes[text->length] = '\0';
	}
}

void text_add(struct text *text, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length < 0) {
		text->failed = true;
	}
	if (text->failed || !reserve(text, (size_t)length)) {
		return;
	}
	va_start(arguments, format);
	(void)vsnprintf(text->bytes + text->length, text->room - text->length, format, arguments);
	va_end(arguments);
	text->length += (size_t)length;
}

void text_add_upper(struct text *text, const char *name)
{
	for (; *name != '\0'; name++) {
		add_char(text, *name >= 'a' && *name <= 'z' ? (char)(*name - 'a' + 'A') : *name);
	}
}

static bool is_alphanumeric(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9');
}

void text_add_plain(struct text *text, const char *foreign)
{
	for (; *foreign != '\0'; foreign++) {
		bool kept = is_alphanumeric(*foreign) || strchr("/,._+@#-", *foreign) != NULL;

		add_char(text, kept ? *foreign : '?');
	}
}

void text_add_c_string(struct text *text, const char *foreign)
{
	add_char(text, '"');
	for (; *foreign != '\0'; foreign++) {
		if (is_alphanumeric(*foreign) || strchr(" /,._+@#-", *foreign) != NULL) {
			add_char(text, *foreign);
		} else {
			/* Always three digits, so that a digit behind it is not part of it. */
			text_add(text, "\\%03o", (unsigned int)(unsigned char)*foreign);
		}
	}
	add_char(text, '"');
}

void text_add_rust_string(struct text *text, const char *foreign)
{
	add_char(text, '"');
	for (; *foreign != '\0'; foreign++) {
		unsigned int byte = (unsigned char)*foreign;

		if (is_alphanumeric(*foreign) || strchr(" /,._+@#-", *foreign) != NULL) {
			add_char(text, *foreign);
		} else {
			text_add(text, "\\u{%x}", byte < 0x80 ? byte : 0xfffdu);
		}
	}
	add_char(text, '"');
}

void text_drop(struct text *text)
{
	free(text->bytes);
	*text = (struct text){NULL, 0, 0, false};
}
