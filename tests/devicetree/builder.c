/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include <stdlib.h>
#include <string.h>

#include <libfdt.h>

#include "builder.h"

#define BUFFER_BYTES 16384

static void text(void *data, const char *name, const char *value)
{
	CHECK(fdt_property(data, name, value, (int)strlen(value) + 1) == 0);
}

static void cells(void *data)
{
	CHECK(fdt_property_u32(data, "#address-cells", 2) == 0);
	CHECK(fdt_property_u32(data, "#size-cells", 2) == 0);
}

struct blob builder_start(void)
{
	struct blob blob = {malloc(BUFFER_BYTES), BUFFER_BYTES};

	CHECK(blob.data != NULL);
	CHECK(fdt_create(blob.data, (int)blob.bytes) == 0);
	CHECK(fdt_finish_reservemap(blob.data) == 0);
	CHECK(fdt_begin_node(blob.data, "") == 0);
	cells(blob.data);
	CHECK(fdt_begin_node(blob.data, "reserved-memory") == 0);
	cells(blob.data);
	return blob;
}

void builder_region(struct blob *blob, const char *name, uint64_t addr, uint64_t size,
		    const char *capability)
{
	fdt64_t reg[2] = {cpu_to_fdt64(addr), cpu_to_fdt64(size)};

	CHECK(fdt_begin_node(blob->data, name) == 0);
	text(blob->data, "compatible", "shared-multi-heap");
	CHECK(fdt_property(blob->data, "reg", reg, sizeof(reg)) == 0);
	text(blob->data, "capability", capability);
	CHECK(fdt_end_node(blob->data) == 0);
}

void builder_finish(struct blob *blob)
{
	CHECK(fdt_end_node(blob->data) == 0);
	CHECK(fdt_end_node(blob->data) == 0);
	CHECK(fdt_finish(blob->data) == 0);
	blob->bytes = fdt_totalsize(blob->data);
	blob->data = realloc(blob->data, blob->bytes);
	CHECK(blob->data != NULL);
}

struct blob builder_one(uint64_t addr, uint64_t size)
{
	struct blob blob = builder_start();

	builder_region(&blob, "one", addr, size, "cacheable");
	builder_finish(&blob);
	return blob;
}
