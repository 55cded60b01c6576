/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A process around mapping.c of README.md. The argument is where the devicetree has a region: that
 * many bytes behind the start of the RAM, of which the snippet takes 4 MiB for itself. Prints what
 * memory_map() returns.
 */

#include <stdio.h>
#include <stdlib.h>

#include <libfdt.h>

#include <shared_multi_heap.h>
#include <smh_mm.h>
#include <smh_mm_posix.h>

#define WINDOW_BYTES (64u << 20)
#define RAM_BYTES    (8u << 20)
#define REGION_BYTES (64u << 10)

int memory_map(uintptr_t window, uintptr_t ram, const void *blob, size_t blob_bytes);
void *table_new(void);

static _Alignas(8) char blob[4096];

/* Both nodes have cells of 64 bits. */
static int cells(void)
{
	return fdt_property_u32(blob, "#address-cells", 2) |
	       fdt_property_u32(blob, "#size-cells", 2);
}

static int write_blob(uint64_t addr)
{
	const fdt64_t reg[2] = {cpu_to_fdt64(addr), cpu_to_fdt64(REGION_BYTES)};

	return fdt_create(blob, sizeof(blob)) | fdt_finish_reservemap(blob) |
	       fdt_begin_node(blob, "") | cells() | fdt_begin_node(blob, "reserved-memory") |
	       cells() | fdt_property(blob, "ranges", "", 0) | fdt_begin_node(blob, "heap") |
	       fdt_property_string(blob, "compatible", "shared-multi-heap") |
	       fdt_property_string(blob, "capability", "cacheable") |
	       fdt_property(blob, "reg", reg, sizeof(reg)) | fdt_end_node(blob) |
	       fdt_end_node(blob) | fdt_end_node(blob) | fdt_finish(blob);
}

static int use_memory(void)
{
	uint8_t *block = shared_multi_heap_alloc(SMH_REG_ATTR_CACHEABLE, 1000);
	uint8_t *table = table_new();

	if (block == NULL || table == NULL) {
		return 1;
	}
	block[999] = 1;
	table[1024 * 1024 - 1] = 2;
	return block[999] == 1 && table[1024 * 1024 - 1] == 2 ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct smh_mm_posix posix;
	int ret;

	if (argc != 2 || smh_mm_posix_init(RAM_BYTES, WINDOW_BYTES, 0, &posix) != 0 ||
	    write_blob(posix.phys + strtoul(argv[1], NULL, 0)) != 0) {
		return 2;
	}
	ret = memory_map(posix.virt, posix.phys, blob, sizeof(blob));
	printf("memory_map: %d\n", ret);
	return ret != 0 ? 1 : use_memory();
}
