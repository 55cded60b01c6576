/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "output.h"

/* Text of the path of a file, final or not. Dropped by the caller. */
static struct text path_of(const char *directory, const char *name, const char *suffix,
			   const char *end)
{
	struct text path = {NULL, 0, 0, false};

	text_add(&path, "%s/%s%s%s", directory, name, suffix, end);
	return path;
}

static bool failed(const struct text *path)
{
	(void)fprintf(stderr, "smh-dtgen: %s: %s\n", path->failed ? "a path" : path->bytes,
		      path->failed ? "out of memory" : strerror(errno));
	return false;
}

static bool write_file(const struct text *path, const struct text *text)
{
	FILE *stream = path->failed ? NULL : fopen(path->bytes, "wb");
	bool written;

	if (stream == NULL) {
		return failed(path);
	}
	written = fwrite(text->bytes, 1, text->length, stream) == text->length;
	/* What a full disk refuses may be told only here. */
	if (fclose(stream) != 0 || !written) {
		return failed(path);
	}
	return true;
}

static bool write_part(const char *directory, const char *name, const struct output_file *file)
{
	struct text path = path_of(directory, name, file->suffix, ".new");
	bool written = write_file(&path, &file->text);

	text_drop(&path);
	return written;
}

static bool rename_part(const char *directory, const char *name, const struct output_file *file)
{
	struct text from = path_of(directory, name, file->suffix, ".new");
	struct text to = path_of(directory, name, file->suffix, "");
	bool renamed = !from.failed && !to.failed && rename(from.bytes, to.bytes) == 0;

	if (!renamed) {
		failed(&to);
	}
	text_drop(&from);
	text_drop(&to);
	return renamed;
}

static void remove_part(const char *directory, const char *name, const struct output_file *file)
{
	struct text path = path_of(directory, name, file->suffix, ".new");

	if (!path.failed) {
		(void)remove(path.bytes);
	}
	text_drop(&path);
}

bool output_write(const char *directory, const char *name, const struct output_file *files,
		  size_t count)
{
	bool fine = true;

	for (size_t i = 0; fine && i < count; i++) {
		fine = write_part(directory, name, &files[i]);
	}
	for (size_t i = 0; fine && i < count; i++) {
		fine = rename_part(directory, name, &files[i]);
	}
	for (size_t i = 0; !fine && i < count; i++) {
		remove_part(directory, name, &files[i]);
	}
	return fine;
}
