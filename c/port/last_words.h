/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * One line on standard error before a fault without a handler stops the program. Only with the
 * locks for threads on Unix, where the C library is needed anyway; elsewhere it is nothing.
 */

#ifndef SMH_PORT_LAST_WORDS_H_
#define SMH_PORT_LAST_WORDS_H_

#include "smh_config.h"
#include "port/compiler.h"
#include "port/lock.h"

#if PORT_LOCK_FORKS && (defined(__unix__) || defined(__APPLE__)) && !defined(NDEBUG)

#include <stddef.h>
#include <unistd.h>

/* No stdio: it may allocate, and the pool may be what it allocates from. */
struct port_line {
	char text[160];
	size_t length;
};

static void port_line_add(struct port_line *line, const char *text)
{
	while (*text != '\0' && line->length < sizeof(line->text)) {
		line->text[line->length++] = *text++;
	}
}

static void port_line_add_address(struct port_line *line, uintptr_t address)
{
	char digits[2 * sizeof(address) + 1];
	size_t first = sizeof(digits) - 1;

	digits[first] = '\0';
	do {
		digits[--first] = "0123456789abcdef"[address % 16];
		address /= 16;
	} while (address != 0);
	port_line_add(line, "0x");
	port_line_add(line, &digits[first]);
}

/* In one write, so that lines of other threads do not get between. */
static void port_last_words(const char *fault, const void *ptr)
{
	struct port_line line;

	line.length = 0;
	port_line_add(&line, "shared_multi_heap: ");
	port_line_add(&line, fault);
	port_line_add(&line, " at ");
	port_line_add_address(&line, (uintptr_t)ptr);
	port_line_add(&line, ": stopped, because no fault handler is set "
			     "(smh_fault_handler_set() sets one)\n");
	if (write(STDERR_FILENO, line.text, line.length) < 0) {
		/* Nobody is there to be told. The program stops next. */
	}
}

#else

SMH_INLINE void port_last_words(const char *fault, const void *ptr)
{
	(void)fault;
	(void)ptr;
}

#endif

#endif /* SMH_PORT_LAST_WORDS_H_ */
