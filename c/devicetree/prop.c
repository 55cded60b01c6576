/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include <stddef.h>
#include <string.h>

#include <libfdt.h>

#include "devicetree/prop.h"

enum dt_prop smh_dt_prop_cell(const void *blob, int node, const char *name, uint32_t *value)
{
	int bytes;
	const fdt32_t *cell = fdt_getprop(blob, node, name, &bytes);

	if (cell == NULL) {
		return DT_PROP_ABSENT;
	}
	if (bytes != (int)sizeof(*cell)) {
		return DT_PROP_BROKEN;
	}
	*value = fdt32_ld(cell);
	return DT_PROP_FOUND;
}

enum dt_prop smh_dt_prop_string(const void *blob, int node, const char *name, const char **value)
{
	int bytes;
	const char *text = fdt_getprop(blob, node, name, &bytes);

	if (text == NULL) {
		return DT_PROP_ABSENT;
	}
	if (bytes <= 0 || memchr(text, '\0', (size_t)bytes) != text + bytes - 1) {
		return DT_PROP_BROKEN;
	}
	*value = text;
	return DT_PROP_FOUND;
}

enum dt_prop smh_dt_prop_compatible(const void *blob, int node, const char *wanted)
{
	int bytes;
	const char *list = fdt_getprop(blob, node, "compatible", &bytes);

	if (list == NULL || bytes == 0) {
		return DT_PROP_ABSENT;
	}
	/* fdt_stringlist_contains() would read one byte beyond a list that is not ended. */
	if (list[bytes - 1] != '\0') {
		return DT_PROP_BROKEN;
	}
	return fdt_stringlist_contains(list, bytes, wanted) != 0 ? DT_PROP_FOUND : DT_PROP_ABSENT;
}
