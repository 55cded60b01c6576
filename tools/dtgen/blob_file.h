/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* A file in memory. */

#ifndef DTGEN_BLOB_FILE_H_
#define DTGEN_BLOB_FILE_H_

#include <stdbool.h>
#include <stddef.h>

struct blob_file {
	void *bytes; /* aligned as malloc() does it */
	size_t size;
};

/* Read a whole file. False after a message on standard error. */
bool blob_file_read(const char *path, struct blob_file *file);

void blob_file_drop(struct blob_file *file);

#endif /* DTGEN_BLOB_FILE_H_ */
