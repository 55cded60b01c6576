/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "blob_file.h"

#define FIRST_ROOM 65536u

/* More than any blob has, and a device never ends. */
#define MOST_BYTES ((size_t)64 << 20)

static bool failed(const char *path, const char *why)
{
	(void)fprintf(stderr, "smh-dtgen: %s: %s\n", path, why);
	return false;
}

/* Read until the end; the room doubles. */
static const char *read_all(FILE *stream, struct blob_file *file)
{
	size_t room = 0;

	do {
		void *grown;

		if (file->size == room) {
			room = room > 0 ? 2 * room : FIRST_ROOM;
			grown = realloc(file->bytes, room);
			if (grown == NULL) {
				return "out of memory";
			}
			file->bytes = grown;
		}
		file->size += fread((char *)file->bytes + file->size, 1, room - file->size, stream);
		if (ferror(stream) != 0) {
			return strerror(errno);
		}
		if (file->size > MOST_BYTES) {
			return "too large for a devicetree blob";
		}
	} while (feof(stream) == 0);
	return NULL;
}

bool blob_file_read(const char *path, struct blob_file *file)
{
	FILE *stream = fopen(path, "rb");
	const char *problem;

	*file = (struct blob_file){NULL, 0};
	if (stream == NULL) {
		return failed(path, strerror(errno));
	}
	problem = read_all(stream, file);
	(void)fclose(stream);
	if (problem != NULL) {
		blob_file_drop(file);
		return failed(path, problem);
	}
	return true;
}

void blob_file_drop(struct blob_file *file)
{
	free(file->bytes);
	*file = (struct blob_file){NULL, 0};
}
