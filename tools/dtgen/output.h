/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Files that are written together or not at all. */

#ifndef DTGEN_OUTPUT_H_
#define DTGEN_OUTPUT_H_

#include "text.h"

struct output_file {
	const char *suffix; /* behind the name, ".c" for one */
	struct text text;
};

/*
 * Write DIRECTORY/NAMESUFFIX for each. All are written under other names first and renamed at the
 * end. False after a message on standard error; what was there before is then still there, unless
 * it is the renaming that fails.
 */
bool output_write(const char *directory, const char *name, const struct output_file *files,
		  size_t count);

#endif /* DTGEN_OUTPUT_H_ */
