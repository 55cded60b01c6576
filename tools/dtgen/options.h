/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* The command line. */

#ifndef DTGEN_OPTIONS_H_
#define DTGEN_OPTIONS_H_

#include "emit.h"

enum output {
	OUTPUT_C = 1,
	OUTPUT_LINKER = 2,
	OUTPUT_RUST = 4,
};

struct options {
	const char *blob;      /* file */
	const char *directory; /* for the outputs */
	const char *name;
	unsigned int outputs; /* of enum output */
	struct smh_dt_options reader;
	const struct rust_attribute *rust_attributes;
	size_t num_rust_attributes;
	void *tables; /* what the reader's tables and rust_attributes lie in */
	bool help;
	bool version;
};

/*
 * Read the command line. False after a message on standard error if something is wrong with it.
 * Tables point into argv, which is changed.
 */
bool options_read(int argc, char **argv, struct options *options);

void options_drop(struct options *options);

void options_help(void);

#endif /* DTGEN_OPTIONS_H_ */
