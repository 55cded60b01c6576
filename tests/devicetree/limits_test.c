/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* What options, build and process set: tables, ranges in use, numbers of regions, sizes, depth. */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libfdt.h>

#include "smh_info.h"
#include "builder.h"
#include "harness.h"

#define ATTR_DMA   7u
#define ATTR_OTHER 8u

static const struct smh_dt_capability dma[] = {
	{NULL, 0},
	{"dma", ATTR_DMA},
	{"cacheable", ATTR_OTHER},
};
static const struct smh_dt_memory_attr dma_bits[] = {
	{UINT32_C(0x180000), ATTR_DMA},
	{UINT32_C(0x60000), ATTR_OTHER},
};

static struct smh_dt_options dma_options(void)
{
	struct smh_dt_options options = {
		.capabilities = dma,
		.num_capabilities = 3,
		.memory_attrs = dma_bits,
		.num_memory_attrs = 2,
	};

	return options;
}

static void tables_of_the_user_come_first(void)
{
	static const unsigned int attrs[] = {ATTR_DMA, ATTR_OTHER, ATTR_DMA,
					     SMH_REG_ATTR_NON_CACHEABLE};
	struct smh_dt_options options = dma_options();
	struct blob blob = blob_load("custom");
	struct smh_dt_plan plan;

	if (SMH_MAX_REGIONS < 4) {
		CHECK(scan(&blob, &options, &plan) == -ENOMEM);
	} else {
		CHECK(scan(&blob, &options, &plan) == 0);
		CHECK(plan.count == 4);
		for (unsigned int i = 0; i < plan.count; i++) {
			CHECK(plan.regions[i].region.attr == attrs[i]);
		}
	}
	blob_drop(&blob);
}

/* The counts of rows bound the tables, and a table that is not there has no rows. */
static void tables_end_where_they_say(void)
{
	struct smh_dt_options options = dma_options();
	struct blob blob = blob_load("custom");
	struct smh_dt_plan plan;

	options.num_capabilities = 1;
	CHECK(scan(&blob, &options, &plan) == -EINVAL);
	CHECK(plan.error == SMH_DT_BAD_CAPABILITY);
	CHECK(error_is_at(&blob, &plan, "/reserved-memory/a@42000000"));
	options = dma_options();
	options.num_memory_attrs = 0;
	CHECK(scan(&blob, &options, &plan) == -EINVAL);
	CHECK(error_is_at(&blob, &plan, "/reserved-memory/c@44000000"));
	options = dma_options();
	options.capabilities = NULL;
	options.memory_attrs = NULL;
	CHECK(scan(&blob, &options, &plan) == -EINVAL);
	CHECK(error_is_at(&blob, &plan, "/reserved-memory/a@42000000"));
	blob_drop(&blob);
}

static void an_attribute_is_bounded(void)
{
	static struct smh_dt_capability rows[] = {{"cacheable", MAX_SHARED_MULTI_HEAP_ATTR - 1}};
	struct smh_dt_options options = {.capabilities = rows, .num_capabilities = 1};
	struct blob blob = blob_load("three-regions");
	struct smh_dt_plan plan;

	CHECK(scan(&blob, &options, &plan) == 0);
	CHECK(plan.regions[0].region.attr == MAX_SHARED_MULTI_HEAP_ATTR - 1);
	rows[0].attr = MAX_SHARED_MULTI_HEAP_ATTR;
	CHECK(scan(&blob, &options, &plan) == -EINVAL);
	CHECK(plan.error == SMH_DT_BAD_ATTR);
	CHECK(error_is_at(&blob, &plan, "/reserved-memory/reserved@42000000"));
	rows[0].attr = UINT32_MAX;
	CHECK(scan(&blob, &options, &plan) == -EINVAL);
	CHECK(plan.error == SMH_DT_BAD_ATTR);
	blob_drop(&blob);
}

struct in_use {
	struct smh_dt_range range;
	bool free;
};

static void ranges_in_use_are_kept(void)
{
	/* The second region is 0x43000000 to 0x43001fff. */
	static const struct in_use table[] = {
		{{0x43001fff, 1}, false},          {{0x43002000, 1}, true},
		{{0x42fff000, 0x1000}, true},      {{0x42fff000, 0x1001}, false},
		{{0x43000800, 0x10}, false},       {{0x43000800, 0}, true},
		{{0x43000800, UINT64_MAX}, false}, {{UINT64_MAX, UINT64_MAX}, true},
	};
	struct blob blob = blob_load("three-regions");
	struct smh_dt_plan plan;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct smh_dt_range ranges[2] = {{0x1000, 0x1000}, table[i].range};
		struct smh_dt_options options = {.in_use = ranges, .num_in_use = 2};

		CHECK(scan(&blob, &options, &plan) == (table[i].free ? 0 : -EEXIST));
		if (!table[i].free) {
			CHECK(error_is_at(&blob, &plan, "/reserved-memory/reserved@43000000"));
		}
		options.num_in_use = 1;
		CHECK(scan(&blob, &options, &plan) == 0);
	}
	blob_drop(&blob);
}

static void the_blob_is_kept_where_it_is_said_to_be(void)
{
	struct blob blob = blob_load("three-regions");
	struct smh_dt_options options = {.blob_phys = 0x44003000 - 1, .blob_phys_valid = false};
	struct smh_dt_plan plan;

	CHECK(scan(&blob, &options, &plan) == 0);
	options.blob_phys_valid = true;
	CHECK(scan(&blob, &options, &plan) == -EEXIST);
	CHECK(error_is_at(&blob, &plan, "/reserved-memory/reserved2@44000000"));
	options.blob_phys++;
	CHECK(scan(&blob, &options, &plan) == 0);
	options.blob_phys = 0x42000000 - blob.bytes;
	CHECK(scan(&blob, &options, &plan) == 0);
	options.blob_phys++;
	CHECK(scan(&blob, &options, &plan) == -EEXIST);
	blob_drop(&blob);
}

/* A blob that is read on another machine than the one that it describes is nowhere there. */
static void a_blob_from_elsewhere_is_nowhere(void)
{
	struct blob blob = blob_load("three-regions");
	struct smh_dt_options options = {.blob_phys = 0x42000000, .blob_phys_valid = true};
	struct smh_dt_plan plan;

	CHECK(scan(&blob, &options, &plan) == -EEXIST);
	options.blob_elsewhere = true;
	CHECK(scan(&blob, &options, &plan) == 0);
	CHECK(plan.count == 3);
	blob_drop(&blob);
}

/* A copy at an address that is known before the blob is made. */
static void the_blob_is_kept_where_it_lies(void)
{
	static _Alignas(8) uint8_t arena[8192];
	uintptr_t base = (uintptr_t)arena;
	struct smh_dt_options elsewhere = {.blob_phys = 0x1000, .blob_phys_valid = true};
	struct blob made;
	struct blob blob = {arena, 0};
	struct smh_dt_plan plan;

	for (int step = 0; step < 2; step++) {
		made = builder_one(base + 4096 - (unsigned int)step, 4096);
		blob.bytes = made.bytes;
		memcpy(arena + 4096 - made.bytes / 8 * 8 - 8, made.data, made.bytes);
		blob.data = arena + 4096 - made.bytes / 8 * 8 - 8;
		CHECK(scan(&blob, NULL, &plan) == 0);
		memcpy(arena + 4096, made.data, made.bytes);
		blob.data = arena + 4096;
		CHECK(scan(&blob, NULL, &plan) == -EEXIST);
		CHECK(plan.error == SMH_DT_OVERLAP);
		CHECK(scan(&blob, &elsewhere, &plan) == 0);
		blob_drop(&made);
	}
}

static struct blob many_regions(unsigned int count)
{
	struct blob blob = builder_start();
	char name[32];

	for (unsigned int i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "r%u", i);
		builder_region(&blob, name, 0x10000000 + i * 0x1000u, 0x1000, "external");
	}
	builder_finish(&blob);
	return blob;
}

static void the_table_is_filled_and_not_overrun(void)
{
	struct blob full = many_regions(SMH_MAX_REGIONS);
	struct blob over = many_regions(SMH_MAX_REGIONS + 1);
	struct smh_dt_plan plan;
	char path[64];

	CHECK(scan(&full, NULL, &plan) == 0);
	CHECK(plan.count == SMH_MAX_REGIONS);
	CHECK(scan(&over, NULL, &plan) == -ENOMEM);
	CHECK(plan.error == SMH_DT_TABLE_FULL);
	snprintf(path, sizeof(path), "/reserved-memory/r%u", SMH_MAX_REGIONS);
	CHECK(error_is_at(&over, &plan, path));
	blob_drop(&full);
	blob_drop(&over);
}

static void regions_in_the_pool_take_their_places(void)
{
	static _Alignas(64) uint8_t memory[1024];
	struct shared_multi_heap_region region = {0, (uintptr_t)memory, sizeof(memory)};
	struct blob full = many_regions(SMH_MAX_REGIONS);
	struct blob less = many_regions(SMH_MAX_REGIONS - 1);
	struct smh_dt_plan plan;

	CHECK(shared_multi_heap_pool_init() == 0);
	CHECK(shared_multi_heap_add(&region, NULL) == 0);
	CHECK(scan(&less, NULL, &plan) == 0);
	CHECK(scan(&full, NULL, &plan) == -ENOMEM);
	CHECK(plan.error == SMH_DT_TABLE_FULL);
	blob_drop(&full);
	blob_drop(&less);
}

/* Scan a blob with one region; OK or the reason. */
static unsigned int one_region(uint64_t addr, uint64_t size)
{
	struct smh_dt_options elsewhere = {.blob_phys = 0x1000, .blob_phys_valid = true};
	struct blob blob = builder_one(addr, size);
	struct smh_dt_plan plan;

	if (scan(&blob, &elsewhere, &plan) == 0) {
		CHECK(plan.count == 1);
		CHECK(plan.regions[0].region.addr == addr && plan.regions[0].region.size == size);
	}
	blob_drop(&blob);
	return plan.error;
}

static void sizes_are_bounded(void)
{
	const uint64_t most = UINT64_C(1) << SMH_MAX_REGION_SHIFT;
	const uint64_t least = SMALLEST;
	const uint64_t base = 0x10000;

	CHECK(one_region(base, least) == SMH_DT_OK);
	CHECK(one_region(base, least - 1) == SMH_DT_BAD_SIZE);
	CHECK(one_region(base + 1, least + SMH_ALIGN - 1) == SMH_DT_OK);
	CHECK(one_region(base + 1, least + SMH_ALIGN - 2) == SMH_DT_BAD_SIZE);
	/* Nothing is ever at address 0. */
	CHECK(one_region(0, least + SMH_ALIGN) == SMH_DT_OK);
	CHECK(one_region(0, least) == SMH_DT_BAD_SIZE);
	CHECK(one_region(base, most + 1) == SMH_DT_BAD_SIZE);
	CHECK(one_region(base, UINT64_MAX - base) == SMH_DT_BAD_SIZE);
	if (most <= UINTPTR_MAX - base) {
		CHECK(one_region(base, most) == SMH_DT_OK);
	}
}

static void addresses_are_bounded(void)
{
	const uint64_t top = UINTPTR_MAX;

	CHECK(one_region(top - 0xfff, 0x1000) == SMH_DT_OK);
	CHECK(one_region(top - 0xffe, 0x1000) == SMH_DT_BAD_REG);
	CHECK(one_region(top - 0xfff, 0x1001) == SMH_DT_BAD_REG);
	CHECK(one_region(0x2000, 0x1000) == SMH_DT_OK);
}

/* The last byte decides, and the reader's own processor has the last word. */
static void address_bits_are_those_asked_for(void)
{
	const unsigned int own = 8 * (unsigned int)sizeof(uintptr_t);
	struct blob blob = blob_load("three-regions");
	struct smh_dt_options options = {.blob_elsewhere = true};
	struct smh_dt_plan plan;

	for (unsigned int bits = 1; bits <= 64; bits++) {
		int expected = bits > 30 ? 0 : -EINVAL;

		options.address_bits = bits;
		CHECK(scan(&blob, &options, &plan) == expected);
		CHECK(plan.error == (expected == 0 ? SMH_DT_OK : SMH_DT_BAD_REG));
	}
	blob_drop(&blob);
	blob = builder_one(0x7ffff000, 0x1000);
	options.address_bits = 31;
	CHECK(scan(&blob, &options, &plan) == 0);
	options.address_bits = own;
	CHECK(scan(&blob, &options, &plan) == 0);
	blob_drop(&blob);
	blob = builder_one(0x7ffff000, 0x1001);
	options.address_bits = 31;
	CHECK(scan(&blob, &options, &plan) == -EINVAL);
	CHECK(plan.error_property != NULL && strcmp(plan.error_property, "reg") == 0);
	blob_drop(&blob);
}

/* A tree of so many levels, the root included. */
static struct blob nested(unsigned int levels)
{
	struct blob blob = {malloc(8192), 8192};

	CHECK(blob.data != NULL);
	CHECK(fdt_create(blob.data, (int)blob.bytes) == 0);
	CHECK(fdt_finish_reservemap(blob.data) == 0);
	for (unsigned int i = 0; i < levels; i++) {
		CHECK(fdt_begin_node(blob.data, i == 0 ? "" : "n") == 0);
	}
	for (unsigned int i = 0; i < levels; i++) {
		CHECK(fdt_end_node(blob.data) == 0);
	}
	CHECK(fdt_finish(blob.data) == 0);
	blob.bytes = fdt_totalsize(blob.data);
	return blob;
}

static void depth_is_bounded(void)
{
	struct blob deepest = nested(SMH_DT_MAX_DEPTH);
	struct blob deeper = nested(SMH_DT_MAX_DEPTH + 1);
	struct smh_dt_plan plan;

	CHECK(scan(&deepest, NULL, &plan) == 0);
	CHECK(plan.count == 0);
	CHECK(scan(&deeper, NULL, &plan) == -EINVAL);
	CHECK(plan.error == SMH_DT_BAD_BLOB && plan.error_node < 0);
	CHECK(plan.error_property == NULL);
	blob_drop(&deepest);
	blob_drop(&deeper);
}

const struct dt_case dt_cases[] = {
	{"tables_of_the_user_come_first", tables_of_the_user_come_first},
	{"tables_end_where_they_say", tables_end_where_they_say},
	{"an_attribute_is_bounded", an_attribute_is_bounded},
	{"ranges_in_use_are_kept", ranges_in_use_are_kept},
	{"the_blob_is_kept_where_it_is_said_to_be", the_blob_is_kept_where_it_is_said_to_be},
	{"a_blob_from_elsewhere_is_nowhere", a_blob_from_elsewhere_is_nowhere},
	{"the_blob_is_kept_where_it_lies", the_blob_is_kept_where_it_lies},
	{"the_table_is_filled_and_not_overrun", the_table_is_filled_and_not_overrun},
	{"regions_in_the_pool_take_their_places", regions_in_the_pool_take_their_places},
	{"sizes_are_bounded", sizes_are_bounded},
	{"addresses_are_bounded", addresses_are_bounded},
	{"address_bits_are_those_asked_for", address_bits_are_those_asked_for},
	{"depth_is_bounded", depth_is_bounded},
};
const unsigned int dt_case_count = sizeof(dt_cases) / sizeof(dt_cases[0]);
