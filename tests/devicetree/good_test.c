/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Blobs that are accepted, and every region that is in them. */

#include <string.h>

#include <libfdt.h>

#include "harness.h"

#define CACHEABLE     SMH_REG_ATTR_CACHEABLE
#define NON_CACHEABLE SMH_REG_ATTR_NON_CACHEABLE
#define EXTERNAL      SMH_REG_ATTR_EXTERNAL

/* A region as the blob tells it; the attribute stands last because it is an enum. */
struct expected {
	const char *path;
	const char *label;
	uint64_t addr;
	uint64_t size;
	unsigned int attr;
};

struct good {
	const char *name;
	unsigned int count;
	struct expected regions[5];
};

#define RESERVED "/reserved-memory/"

/* clang-format off */

/* The same two regions with every number of cells. */
#define CELLS(name) {name, 2, { \
	{RESERVED "a@42000000", "a@42000000", 0x42000000, 0x1000, CACHEABLE}, \
	{RESERVED "b@43000000", "b@43000000", 0x43000000, 0x2000, NON_CACHEABLE}, \
}}

static const struct good table[] = {
	{"three-regions", 3, {
		{RESERVED "reserved@42000000", "res0", 0x42000000, 0x1000, CACHEABLE},
		{RESERVED "reserved@43000000", "res1", 0x43000000, 0x2000, NON_CACHEABLE},
		{RESERVED "reserved2@44000000", "res2", 0x44000000, 0x3000, CACHEABLE},
	}},
	CELLS("cells-1-1"), CELLS("cells-1-2"), CELLS("cells-2-1"), CELLS("cells-2-2"),
	CELLS("cells-3-1"), CELLS("cells-3-2"), CELLS("cells-4-1"), CELLS("cells-4-2"),
	{"ranges-empty", 1, {
		{RESERVED "a@42000000", "a@42000000", 0x42000000, 0x1000, CACHEABLE},
	}},
	{"ranges-offset", 3, {
		{RESERVED "a@1000", "a@1000", 0x42001000, 0x1000, CACHEABLE},
		{RESERVED "b@100000", "b@100000", 0x43000000, 0x2000, NON_CACHEABLE},
		{RESERVED "c@20fff00", "c@20fff00", 0x500fff00, 0x100, EXTERNAL},
	}},
	{"ranges-nested", 2, {
		{"/soc/bus@100000/plain/sram@700021000", "sram@700021000",
		 0x80201000, 0x400, CACHEABLE},
		{"/soc/bus@100000/sram@8000", "sram@8000", 0x80108000, 0x8000, NON_CACHEABLE},
	}},
	{"ranges-pci", 1, {
		{"/pci@10000000/memory@10000", "memory@10000", 0x10001000, 0x1000, CACHEABLE},
	}},
	{"status", 2, {
		{RESERVED "a@42000000", "a@42000000", 0x42000000, 0x1000, CACHEABLE},
		{RESERVED "b@43000000", "b@43000000", 0x43000000, 0x1000, CACHEABLE},
	}},
	{"reserved-memory-off", 1, {
		{"/mem@42000800", "mem@42000800", 0x42000800, 0x1000, CACHEABLE},
	}},
	{"tuples", 5, {
		{RESERVED "a@42000000", "bank", 0x42000000, 0x1000, NON_CACHEABLE},
		{RESERVED "a@42000000", "bank", 0x42002000, 0x2000, NON_CACHEABLE},
		{RESERVED "a@42000000", "bank", 0x42001000, 0x80, NON_CACHEABLE},
		{RESERVED "b@43000000", "b@43000000", 0x43000000, 0x1000, CACHEABLE},
		{RESERVED "b@43000000", "b@43000000", 0x43001000, 0x1000, CACHEABLE},
	}},
	{"zephyr", 3, {
		{"/memory@40000000/heap@41000000", "heap@41000000", 0x41000000, 0x1000, CACHEABLE},
		{"/sram@20000000", "DTCM", 0x20000000, 0x4000, NON_CACHEABLE},
		{"/both@21000000", "both@21000000", 0x21000000, 0x4000, CACHEABLE},
	}},
	{"zephyr-arm", 0, {{NULL, NULL, 0, 0, 0}}},
	{"zephyr-dma", 5, {
		{"/arm-ram@41000000", "arm-ram@41000000", 0x41000000, 0x1000, NON_CACHEABLE},
		{"/dma@42000000", "dma@42000000", 0x42000000, 0x1000, NON_CACHEABLE},
		{"/cached@43000000", "cached@43000000", 0x43000000, 0x1000, CACHEABLE},
		{"/cache@44000000", "cache@44000000", 0x44000000, 0x1000, CACHEABLE},
		{"/non-cache@45000000", "non-cache@45000000", 0x45000000, 0x1000, NON_CACHEABLE},
	}},
	{"both-forms", 2, {
		{RESERVED "a@42000000", "a@42000000", 0x42000000, 0x1000, NON_CACHEABLE},
		{RESERVED "b@43000000", "b@43000000", 0x43000000, 0x1000, CACHEABLE},
	}},
	{"neighbours", 2, {
		{RESERVED "a@42001000", "a@42001000", 0x42001000, 0x1000, CACHEABLE},
		{RESERVED "b@42002000", "b@42002000", 0x42002000, 0x1000, NON_CACHEABLE},
	}},
	{"none", 0, {{NULL, NULL, 0, 0, 0}}},
	{"edges", 2, {
		{RESERVED "first@0", "first@0", 0, 0x1000, CACHEABLE},
		{RESERVED "last@ffffff00", "last@ffffff00", 0xffffff00, 0x100, CACHEABLE},
	}},
	{"odd", 1, {
		{RESERVED "a@42000001", "a@42000001", 0x42000001, 254, CACHEABLE},
	}},
	{"above-4g", 2, {
		{RESERVED "low@42000000", "low@42000000", 0x42000000, 0x1000, CACHEABLE},
		{RESERVED "high@880000000", "high@880000000", 0x880000000, 0x10000, EXTERNAL},
	}},
	{"edge-64", 1, {
		{RESERVED "last@ffffffffffffff00", "last@ffffffffffffff00",
		 0xffffffffffffff00, 0x100, CACHEABLE},
	}},
};
/* clang-format on */

static void check_regions(const struct blob *blob, const struct good *row,
			  const struct smh_dt_plan *plan)
{
	CHECK_FOR(row->name, plan->count == row->count);
	for (unsigned int i = 0; i < row->count; i++) {
		const struct expected *want = &row->regions[i];
		const struct smh_dt_region *have = &plan->regions[i];

		CHECK_FOR(want->path, have->region.attr == want->attr);
		CHECK_FOR(want->path, have->region.addr == want->addr);
		CHECK_FOR(want->path, have->region.size == want->size);
		CHECK_FOR(want->path, strcmp(have->label, want->label) == 0);
		CHECK_FOR(want->path, have->node == fdt_path_offset(blob->data, want->path));
	}
}

/* Number of the first region that this build can not address, or the count. */
static unsigned int first_too_high(const struct good *row)
{
	unsigned int i = 0;

	while (i < row->count && row->regions[i].addr <= UINTPTR_MAX) {
		i++;
	}
	return i;
}

/* Number of the first region for which the pool has no place, or the count. */
static unsigned int first_too_many(const struct good *row)
{
	return row->count < SMH_MAX_REGIONS ? row->count : SMH_MAX_REGIONS;
}

static void each_blob_gives_its_regions(void)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const struct good *row = &table[i];
		struct blob blob = blob_load(row->name);
		unsigned int too_high = first_too_high(row);
		unsigned int too_many = first_too_many(row);
		struct smh_dt_plan plan;
		int result = scan(&blob, NULL, &plan);

		if (too_high < row->count) {
			CHECK_FOR(row->name, result == -EINVAL && plan.error == SMH_DT_BAD_REG);
			CHECK(error_is_at(&blob, &plan, row->regions[too_high].path));
		} else if (too_many < row->count) {
			CHECK_FOR(row->name, result == -ENOMEM && plan.error == SMH_DT_TABLE_FULL);
			CHECK(error_is_at(&blob, &plan, row->regions[too_many].path));
		} else {
			CHECK_FOR(row->name, result == 0);
			check_regions(&blob, row, &plan);
		}
		blob_drop(&blob);
	}
}

/* What the linker shall call the memory is told beside what people call it. */
static void the_name_for_the_linker_is_told(void)
{
	struct blob blob = blob_load("zephyr");
	struct smh_dt_plan plan;

	CHECK(scan(&blob, NULL, &plan) == 0);
	CHECK(plan.count == 3);
	CHECK(plan.regions[0].memory_region == NULL && plan.regions[2].memory_region == NULL);
	CHECK(strcmp(plan.regions[1].memory_region, "DTCM") == 0);
	blob_drop(&blob);
}

/* The buffer may be longer than the blob; what is behind it does not count. */
static void bytes_behind_the_blob_are_left_alone(void)
{
	struct blob blob = blob_load("three-regions");
	struct smh_dt_plan plan;

	CHECK(smh_devicetree_scan(blob.data, blob.bytes + 4096, NULL, &plan) == 0);
	CHECK(plan.count == 3);
	CHECK(smh_devicetree_scan(blob.data, SIZE_MAX, NULL, &plan) == 0);
	CHECK(plan.count == 3);
	blob_drop(&blob);
}

const struct dt_case dt_cases[] = {
	{"each_blob_gives_its_regions", each_blob_gives_its_regions},
	{"the_name_for_the_linker_is_told", the_name_for_the_linker_is_told},
	{"bytes_behind_the_blob_are_left_alone", bytes_behind_the_blob_are_left_alone},
};
const unsigned int dt_case_count = sizeof(dt_cases) / sizeof(dt_cases[0]);
