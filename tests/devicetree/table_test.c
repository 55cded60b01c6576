/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Regions of a table: the same hook, checks and counts as those of a devicetree. */

#include <limits.h>
#include <string.h>

#include "smh_info.h"
#include "smh_region_table.h"
#include "harness.h"

static _Alignas(64) uint8_t arenas[3][0x3000];

static struct smh_table_region rows[3];
static struct smh_region_table table;
static unsigned int calls;

/* A table over the arenas, and a pool that is ready. */
static void make_ready(void)
{
	for (unsigned int i = 0; i < 3; i++) {
		rows[i].label = i == 1 ? "one" : "other";
		rows[i].region.attr = i % 2;
		rows[i].region.addr = (uintptr_t)arenas[i];
		rows[i].region.size = sizeof(arenas[i]);
	}
	table = (struct smh_region_table){.regions = rows, .count = 3};
	CHECK(shared_multi_heap_pool_init() == 0);
}

/* Leaves out the second region and writes to every structure. */
static bool hook(struct shared_multi_heap_region *region, uint8_t **mapped, size_t *size)
{
	CHECK(calls < 3 && region == &rows[calls].region);
	CHECK(*mapped == NULL && *size == 0);
	*mapped = (uint8_t *)region->addr;
	*size = region->size / 2;
	memset(region, 0xff, sizeof(*region));
	return calls++ != 1;
}

static void every_region_joins(void)
{
	struct shared_multi_heap_region_info info;
	struct smh_table_result result = {7, 7};

	make_ready();
	CHECK(smh_region_table_add(&table, NULL, &result) == 0);
	CHECK(result.added == 3 && result.skipped == 0 && table.added);
	for (unsigned int i = 0; i < 3; i++) {
		CHECK(shared_multi_heap_region_info(i, &info) == 0);
		CHECK(info.user_data == &rows[i] && info.attr == rows[i].region.attr);
		CHECK(info.addr == (uintptr_t)arenas[i] && info.size == sizeof(arenas[i]));
	}
}

static void the_hook_maps_and_refuses(void)
{
	struct shared_multi_heap_region_info info;
	struct smh_table_result result = {7, 7};

	make_ready();
	CHECK(smh_region_table_add(&table, hook, &result) == 0);
	CHECK(calls == 3 && result.added == 2 && result.skipped == 1);
	CHECK(shared_multi_heap_region_info(1, &info) == 0 && info.user_data == &rows[2]);
	CHECK(info.size == sizeof(arenas[2]) / 2);
	for (unsigned int i = 0; i < 3; i++) {
		CHECK(rows[i].region.addr == (uintptr_t)arenas[i]);
		CHECK(rows[i].region.size == sizeof(arenas[i]));
	}
}

static void what_the_pool_refuses_is_skipped(void)
{
	struct smh_table_result result;

	make_ready();
	rows[1].region.addr = rows[0].region.addr;
	rows[2].region.size = 1;
	CHECK(smh_region_table_add(&table, NULL, &result) == 0);
	CHECK(result.added == 1 && result.skipped == 2);
	CHECK(shared_multi_heap_region_count() == 1);
}

static void a_table_is_added_once(void)
{
	struct smh_table_result result = {7, 7};

	make_ready();
	CHECK(smh_region_table_add(&table, NULL, NULL) == 0);
	CHECK(smh_region_table_add(&table, hook, &result) == -EALREADY);
	CHECK(calls == 0 && result.added == 0 && result.skipped == 0);
}

static void no_hook_before_the_pool_is_ready(void)
{
	struct smh_table_result result = {7, 7};

	table = (struct smh_region_table){.regions = rows, .count = 3};
	CHECK(smh_region_table_add(&table, hook, &result) == -EPERM);
	CHECK(calls == 0 && !table.added && result.added == 0 && result.skipped == 0);
}

static void no_hook_without_room_for_all(void)
{
	static struct smh_table_region many[SMH_MAX_REGIONS + 1];
	struct smh_table_result result = {7, 7};

	make_ready();
	table.regions = many;
	table.count = SMH_MAX_REGIONS + 1;
	CHECK(smh_region_table_add(&table, hook, &result) == -ENOMEM);
	table.count = UINT_MAX;
	CHECK(smh_region_table_add(&table, hook, &result) == -ENOMEM);
	CHECK(calls == 0 && !table.added && result.added == 0 && result.skipped == 0);
}

static void tables_that_are_none_are_refused(void)
{
	struct smh_table_result result = {7, 7};

	make_ready();
	CHECK(smh_region_table_add(NULL, hook, &result) == -EINVAL);
	CHECK(result.added == 0 && result.skipped == 0);
	table.regions = NULL;
	CHECK(smh_region_table_add(&table, hook, NULL) == -EINVAL);
	table.count = 0;
	CHECK(smh_region_table_add(&table, hook, NULL) == 0);
	CHECK(calls == 0 && !table.added);
}

const struct dt_case dt_cases[] = {
	{"every_region_joins", every_region_joins},
	{"the_hook_maps_and_refuses", the_hook_maps_and_refuses},
	{"what_the_pool_refuses_is_skipped", what_the_pool_refuses_is_skipped},
	{"a_table_is_added_once", a_table_is_added_once},
	{"no_hook_before_the_pool_is_ready", no_hook_before_the_pool_is_ready},
	{"no_hook_without_room_for_all", no_hook_without_room_for_all},
	{"tables_that_are_none_are_refused", tables_that_are_none_are_refused},
};
const unsigned int dt_case_count = sizeof(dt_cases) / sizeof(dt_cases[0]);
