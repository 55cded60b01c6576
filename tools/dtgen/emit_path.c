/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include <stdlib.h>

#include <libfdt.h>

#include "emit.h"

void emit_path(struct text *text, const void *blob, int node)
{
	/* No path is longer than all names of a blob together. */
	int room = (int)fdt_totalsize(blob) + 1;
	char *path = malloc((size_t)room);

	if (path == NULL || fdt_get_path(blob, node, path, room) != 0) {
		text->failed = true;
	} else {
		text_add_plain(text, path);
	}
	free(path);
}
