/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Identifiers that come of names: which, and that they differ. */

#include <stdlib.h>
#include <string.h>

#include <libfdt.h>

#include "builder.h"
#include "harness.h"
#include "name.h"
#include "outputs.h"

struct wish {
	const char *from;
	const char *name;
};

/* The names that a plan gives whose labels are these. */
static void check_wishes(const struct wish *wishes, unsigned int count)
{
	static struct smh_dt_plan plan;
	static struct name names[SMH_MAX_REGIONS];

	memset(&plan, 0, sizeof(plan));
	CHECK(count <= SMH_MAX_REGIONS);
	for (unsigned int i = 0; i < count; i++) {
		plan.regions[i].label = wishes[i].from;
	}
	plan.count = count;
	name_regions(&plan, names);
	for (unsigned int i = 0; i < count; i++) {
		CHECK_FOR(names[i].text, strcmp(names[i].text, wishes[i].name) == 0);
		CHECK(name_is_legal(names[i].text));
	}
}

static void what_is_legal_stays(void)
{
	static const struct wish wishes[] = {
		{"DTCM", "DTCM"}, {"sram_heap", "sram_heap"}, {"a", "a"}, {"res0", "res0"}};

	check_wishes(wishes, 4);
}

static void what_is_not_becomes_underscores(void)
{
	static const struct wish wishes[] = {
		{"heap@20000000", "heap_20000000"},
		{"  two  words  ", "two_words"},
		{"__reserved__", "reserved"},
		{"\"; }\n#include <stdio.h>", "include_stdio_h"},
		{"*/ int x; /*", "int_x"},
		{"\xc3\xa9t\xc3\xa9", "t"},
		{"20mb", "region_20mb"},
	};

	check_wishes(wishes, 7);
}

static void what_is_nothing_is_a_region(void)
{
	static const struct wish wishes[] = {
		{"", "region"}, {"@", "region_2"}, {"\x80\x81", "region_3"}};

	check_wishes(wishes, 3);
}

/* Names that differ by case alone are the same in Rust and in an enum. */
static void what_is_the_same_gets_a_number(void)
{
	static const struct wish wishes[] = {
		{"bank", "bank"},       {"bank", "bank_2"},   {"BANK", "BANK_3"},
		{"bank_3", "bank_3_2"}, {"Count", "Count_2"}, {"count_2", "count_2_2"},
	};

	check_wishes(wishes, 6);
}

static void what_is_long_is_cut_off(void)
{
	static char first[300];
	static char second[300];
	static char cut[NAME_BYTES];
	static char numbered[NAME_BYTES + 2];

	memset(first, 'x', sizeof(first) - 1);
	memset(second, 'x', sizeof(second) - 2);
	memset(cut, 'x', NAME_BYTES - 6);
	memcpy(numbered, cut, NAME_BYTES - 6);
	memcpy(numbered + NAME_BYTES - 6, "_2", 3);

	const struct wish wishes[] = {{first, cut}, {second, numbered}};

	check_wishes(wishes, 2);
}

static void the_name_for_the_linker_goes_first(void)
{
	static struct smh_dt_plan plan;
	static struct name names[SMH_MAX_REGIONS];

	plan.count = 1;
	plan.regions[0].label = "people";
	plan.regions[0].memory_region = "LINKER";
	name_regions(&plan, names);
	CHECK(strcmp(names[0].text, "LINKER") == 0);
}

static void legal_names_are_told_from_others(void)
{
	static const char *const legal[] = {"a", "A1", "a_b", "x9_z"};
	static const char *const others[] = {"", "1a", "_a", "a_", "a__b", "a-b", "a b", "\xe9"};
	char long_name[NAME_BYTES + 1];

	for (size_t i = 0; i < sizeof(legal) / sizeof(legal[0]); i++) {
		CHECK_FOR(legal[i], name_is_legal(legal[i]));
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		CHECK_FOR(others[i], !name_is_legal(others[i]));
	}
	memset(long_name, 'a', sizeof(long_name));
	long_name[NAME_BYTES] = '\0';
	CHECK(!name_is_legal(long_name));
	long_name[NAME_BYTES - 1] = '\0';
	CHECK(name_is_legal(long_name));
}

/* As many regions of one name as there may be. */
static void all_regions_may_have_one_name(void)
{
	struct blob blob = {malloc(65536), 65536};
	uint64_t address = 0x10000000;

	CHECK(blob.data != NULL && fdt_create_empty_tree(blob.data, 65536) == 0);
	CHECK(fdt_setprop_u32(blob.data, 0, "#address-cells", 1) == 0);
	CHECK(fdt_setprop_u32(blob.data, 0, "#size-cells", 1) == 0);
	for (unsigned int i = 0; i < SMH_MAX_REGIONS; i++) {
		char name[] = "a@a";
		int node;

		name[2] = (char)('A' + i);
		node = fdt_add_subnode(blob.data, 0, name);
		CHECK(node > 0);
		CHECK(fdt_setprop_string(blob.data, node, "compatible", "zephyr,memory-region") ==
		      0);
		CHECK(fdt_setprop_string(blob.data, node, "label", "\"*/\\\n") == 0);
		CHECK(fdt_setprop_u32(blob.data, node, "zephyr,memory-attr", 0x10000) == 0);
		CHECK(fdt_appendprop_u32(blob.data, node, "reg", (uint32_t)address) == 0);
		CHECK(fdt_appendprop_u32(blob.data, node, "reg", 0x1000) == 0);
		address += 0x1000;
	}
	CHECK(outputs_check(blob.data, blob.bytes) == SMH_MAX_REGIONS);
	blob_drop(&blob);
}

const struct dt_case dt_cases[] = {
	{"what_is_legal_stays", what_is_legal_stays},
	{"what_is_not_becomes_underscores", what_is_not_becomes_underscores},
	{"what_is_nothing_is_a_region", what_is_nothing_is_a_region},
	{"what_is_the_same_gets_a_number", what_is_the_same_gets_a_number},
	{"what_is_long_is_cut_off", what_is_long_is_cut_off},
	{"the_name_for_the_linker_goes_first", the_name_for_the_linker_goes_first},
	{"legal_names_are_told_from_others", legal_names_are_told_from_others},
	{"all_regions_may_have_one_name", all_regions_may_have_one_name},
};
const unsigned int dt_case_count = sizeof(dt_cases) / sizeof(dt_cases[0]);
