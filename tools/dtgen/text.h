/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Text that grows, and how foreign text is put into it so that it stays text. */

#ifndef DTGEN_TEXT_H_
#define DTGEN_TEXT_H_

#include <stdbool.h>
#include <stddef.h>

struct text {
	char *bytes; /* NULL or ended by a zero */
	size_t length;
	size_t room;
	bool failed; /* memory ran out; what was added since is lost */
};

#if defined(__GNUC__)
#define TEXT_FORMAT(string, first) __attribute__((format(printf, string, first)))
#else
#define TEXT_FORMAT(string, first)
#endif

/* Add as printf would. */
void text_add(struct text *text, const char *format, ...) TEXT_FORMAT(2, 3);

/* Add a name with its letters in upper case. */
void text_add_upper(struct text *text, const char *name);

/*
 * Add foreign text for a comment or a message: whatever is not a letter, a digit or one of a few
 * signs becomes a question mark, so that it ends neither the comment nor the line.
 */
void text_add_plain(struct text *text, const char *foreign);

/* Add a string literal of C that means the foreign text, byte for byte. */
void text_add_c_string(struct text *text, const char *foreign);

/* The same for Rust, where each byte beyond ASCII becomes U+FFFD. */
void text_add_rust_string(struct text *text, const char *foreign);

void text_drop(struct text *text);

#endif /* DTGEN_TEXT_H_ */
