/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* The second pass: what the hook is given, what it may return, and what becomes of it. */

#include <stdlib.h>
#include <string.h>

#include "smh_info.h"
#include "builder.h"
#include "harness.h"

#define ARENA_BYTES 0x3000u

/* Where the hooks below put the regions: one arena for each. */
static _Alignas(64) uint8_t arenas[SMH_MAX_REGIONS][ARENA_BYTES];

static unsigned int calls;
static struct shared_multi_heap_region seen[SMH_MAX_REGIONS];
static struct shared_multi_heap_region *kept[SMH_MAX_REGIONS];

/* Note a call and put the region into the next arena. */
static void note(struct shared_multi_heap_region *region, uint8_t **mapped, size_t *size)
{
	CHECK(calls < SMH_MAX_REGIONS);
	CHECK(*mapped == NULL && *size == 0);
	CHECK(shared_multi_heap_region_count() <= calls);
	seen[calls] = *region;
	kept[calls] = region;
	*mapped = arenas[calls];
	*size = region->size;
	calls++;
}

static bool map(struct shared_multi_heap_region *region, uint8_t **mapped, size_t *size)
{
	note(region, mapped, size);
	return true;
}

/* A plan of three regions, and a pool that is ready. */
static struct blob three_regions_plan(struct smh_dt_plan *plan)
{
	struct blob blob = blob_load("three-regions");

	CHECK(shared_multi_heap_pool_init() == 0);
	CHECK(scan(&blob, NULL, plan) == 0);
	CHECK(plan->count == 3);
	return blob;
}

static void every_region_joins_where_the_hook_put_it(void)
{
	struct shared_multi_heap_region_info info;
	struct smh_dt_result result;
	struct smh_dt_plan plan;
	struct blob blob = three_regions_plan(&plan);

	CHECK(smh_devicetree_add(&plan, map, &result) == 0);
	CHECK(result.added == 3 && result.skipped == 0);
	CHECK(calls == 3 && shared_multi_heap_region_count() == 3);
	for (unsigned int i = 0; i < 3; i++) {
		CHECK(seen[i].addr == plan.regions[i].region.addr);
		CHECK(seen[i].size == plan.regions[i].region.size);
		CHECK(seen[i].attr == plan.regions[i].region.attr);
		CHECK(shared_multi_heap_region_info(i, &info) == 0);
		CHECK(info.attr == seen[i].attr && info.user_data == &plan.regions[i]);
		CHECK(info.addr == (uintptr_t)arenas[i] && info.size == seen[i].size);
	}
	blob_drop(&blob);
}

static struct smh_dt_region *allocate(unsigned int attr, size_t bytes)
{
	void *block = shared_multi_heap_alloc(attr, bytes);
	void *owner = NULL;
	unsigned int owner_attr = MAX_SHARED_MULTI_HEAP_ATTR;

	if (block == NULL) {
		return NULL;
	}
	memset(block, 0x5a, bytes);
	CHECK(shared_multi_heap_owner(block, &owner, &owner_attr) >= 0);
	CHECK(owner_attr == attr && owner != NULL);
	return owner;
}

/* Each request is served from the region that has its attribute and room for it. */
static void the_documented_scenario(void)
{
	struct smh_dt_plan plan;
	struct blob blob = three_regions_plan(&plan);

	CHECK(smh_devicetree_add(&plan, map, NULL) == 0);
	CHECK(allocate(SMH_REG_ATTR_CACHEABLE, 0x40)->region.addr == 0x42000000);
	CHECK(allocate(SMH_REG_ATTR_CACHEABLE, 0x80)->region.addr == 0x42000000);
	CHECK(allocate(SMH_REG_ATTR_CACHEABLE, 0x1200)->region.addr == 0x44000000);
	CHECK(allocate(SMH_REG_ATTR_NON_CACHEABLE, 0x100)->region.addr == 0x43000000);
	CHECK(allocate(SMH_REG_ATTR_NON_CACHEABLE, 0x100)->region.addr == 0x43000000);
	CHECK(strcmp(allocate(SMH_REG_ATTR_NON_CACHEABLE, 0x100)->label, "res1") == 0);
	CHECK(allocate(SMH_REG_ATTR_NON_CACHEABLE, 0x10000) == NULL);
	CHECK(allocate(SMH_REG_ATTR_NON_CACHEABLE, 0) == NULL);
	CHECK(allocate(SMH_REG_ATTR_EXTERNAL, 0x100) == NULL);
	CHECK(allocate(MAX_SHARED_MULTI_HEAP_ATTR, 0x100) == NULL);
	blob_drop(&blob);
}

static bool meddle(struct shared_multi_heap_region *region, uint8_t **mapped, size_t *size)
{
	note(region, mapped, size);
	memset(region, 0xff, sizeof(*region));
	return true;
}

static void what_the_hook_writes_to_the_region_is_undone(void)
{
	struct shared_multi_heap_region_info info;
	struct smh_dt_result result;
	struct smh_dt_plan plan;
	struct blob blob = three_regions_plan(&plan);

	CHECK(smh_devicetree_add(&plan, meddle, &result) == 0);
	CHECK(result.added == 3 && result.skipped == 0);
	for (unsigned int i = 0; i < 3; i++) {
		CHECK(shared_multi_heap_region_info(i, &info) == 0);
		CHECK(info.attr == seen[i].attr);
		/* The pointer that the hook kept is good for as long as the plan. */
		CHECK(kept[i] == &plan.regions[i].region);
		CHECK(kept[i]->addr == seen[i].addr && kept[i]->size == seen[i].size &&
		      kept[i]->attr == seen[i].attr);
	}
	blob_drop(&blob);
}

/* How the hook treats the second of the three regions. */
static bool refuse;
static bool silent;
static uint8_t *bad_start;
static size_t bad_size;

static bool map_badly(struct shared_multi_heap_region *region, uint8_t **mapped, size_t *size)
{
	note(region, mapped, size);
	if (calls != 2) {
		return true;
	}
	*mapped = silent ? NULL : bad_start;
	*size = silent ? 0 : bad_size;
	return !refuse;
}

/* The second region is skipped, the others join. */
static void check_second_skipped(void)
{
	struct shared_multi_heap_region_info info;
	struct smh_dt_result result;
	struct smh_dt_plan plan;
	struct blob blob = three_regions_plan(&plan);

	CHECK(smh_devicetree_add(&plan, map_badly, &result) == 0);
	CHECK(calls == 3);
	CHECK(result.added == 2 && result.skipped == 1);
	CHECK(shared_multi_heap_region_count() == 2);
	CHECK(shared_multi_heap_region_info(0, &info) == 0 && info.user_data == &plan.regions[0]);
	CHECK(shared_multi_heap_region_info(1, &info) == 0 && info.user_data == &plan.regions[2]);
	CHECK(allocate(SMH_REG_ATTR_NON_CACHEABLE, 0x10) == NULL);
	blob_drop(&blob);
}

static void bad_mapping(uint8_t *start, size_t size)
{
	bad_start = start;
	bad_size = size;
	check_second_skipped();
}

static void false_skips_the_region(void)
{
	refuse = true;
	bad_mapping(arenas[1], 0x2000);
}

static void a_hook_that_sets_nothing_skips_the_region(void)
{
	silent = true;
	check_second_skipped();
}

static void a_null_address_skips_the_region(void)
{
	bad_mapping(NULL, 0x2000);
}

static void no_bytes_skip_the_region(void)
{
	bad_mapping(arenas[1], 0);
}

static void too_few_bytes_skip_the_region(void)
{
	bad_mapping(arenas[1], SMALLEST - 1);
}

static void too_few_trimmed_bytes_skip_the_region(void)
{
	bad_mapping(arenas[1] + 1, SMALLEST + SMH_ALIGN - 2);
}

static void more_bytes_than_the_region_has_skip_it(void)
{
	bad_mapping(arenas[1], 0x2001);
}

static void a_mapping_that_wraps_around_skips_the_region(void)
{
	bad_mapping((uint8_t *)(UINTPTR_MAX - 0xfff), 0x1001);
}

static void a_mapping_over_another_region_skips_it(void)
{
	bad_mapping(arenas[0] + 0xfc0, 0x1000);
}

/* The hook may give less than the whole region, at any address. */
static void a_smaller_mapping_is_used_as_it_is(void)
{
	struct shared_multi_heap_region_info info;
	struct smh_dt_result result;
	struct smh_dt_plan plan;
	struct blob blob = three_regions_plan(&plan);

	bad_start = arenas[1] + SMH_ALIGN;
	bad_size = 0x1800;
	CHECK(smh_devicetree_add(&plan, map_badly, &result) == 0);
	CHECK(result.added == 3 && result.skipped == 0);
	CHECK(shared_multi_heap_region_info(1, &info) == 0);
	CHECK(info.addr == (uintptr_t)bad_start && info.size == bad_size);
	blob_drop(&blob);
}

static bool refuse_all(struct shared_multi_heap_region *region, uint8_t **mapped, size_t *size)
{
	note(region, mapped, size);
	return false;
}

static void all_regions_may_be_skipped(void)
{
	struct smh_dt_result result;
	struct smh_dt_plan plan;
	struct blob blob = three_regions_plan(&plan);

	CHECK(smh_devicetree_add(&plan, refuse_all, &result) == 0);
	CHECK(calls == 3 && result.added == 0 && result.skipped == 3);
	CHECK(shared_multi_heap_region_count() == 0);
	blob_drop(&blob);
}

static void no_hook_before_the_pool_is_ready(void)
{
	struct blob blob = blob_load("three-regions");
	struct smh_dt_result result = {7, 7};
	struct smh_dt_plan plan;

	CHECK(scan(&blob, NULL, &plan) == 0);
	CHECK(smh_devicetree_add(&plan, map, &result) == -EPERM);
	CHECK(calls == 0 && result.added == 0 && result.skipped == 0);
	CHECK(shared_multi_heap_pool_init() == 0);
	CHECK(smh_devicetree_add(&plan, map, &result) == 0);
	CHECK(calls == 3 && result.added == 3);
	blob_drop(&blob);
}

static void a_plan_is_added_once(void)
{
	struct smh_dt_result result = {7, 7};
	struct smh_dt_plan plan;
	struct blob blob = three_regions_plan(&plan);

	CHECK(smh_devicetree_add(&plan, refuse_all, NULL) == 0);
	CHECK(plan.added);
	CHECK(smh_devicetree_add(&plan, map, &result) == -EALREADY);
	CHECK(calls == 3 && result.added == 0 && result.skipped == 0);
	blob_drop(&blob);
}

static void no_hook_without_room_for_all(void)
{
	static _Alignas(64) uint8_t memory[SMH_MAX_REGIONS][1024];
	struct smh_dt_result result = {7, 7};
	struct smh_dt_plan plan;
	struct blob blob = three_regions_plan(&plan);

	for (unsigned int i = 0; i < SMH_MAX_REGIONS - 2u; i++) {
		struct shared_multi_heap_region region = {0, (uintptr_t)memory[i], 1024};

		CHECK(shared_multi_heap_add(&region, NULL) == 0);
	}
	CHECK(smh_devicetree_add(&plan, map, &result) == -ENOMEM);
	CHECK(calls == 0 && !plan.added && result.added == 0 && result.skipped == 0);
	CHECK(shared_multi_heap_region_count() == SMH_MAX_REGIONS - 2u);
	blob_drop(&blob);
}

static void plans_that_are_none_are_refused(void)
{
	struct smh_dt_result result = {7, 7};
	struct smh_dt_plan plan;

	CHECK(shared_multi_heap_pool_init() == 0);
	CHECK(smh_devicetree_add(NULL, map, &result) == -EINVAL);
	CHECK(result.added == 0 && result.skipped == 0);
	memset(&plan, 0, sizeof(plan));
	plan.count = SMH_MAX_REGIONS + 1;
	CHECK(smh_devicetree_add(&plan, map, &result) == -EINVAL);
	plan.count = 0;
	CHECK(smh_devicetree_add(&plan, map, &result) == 0);
	CHECK(calls == 0 && shared_multi_heap_region_count() == 0);
	CHECK(smh_devicetree_scan(NULL, 4096, NULL, NULL) == -EINVAL);
}

/* Without a hook the physical address is where the processor sees the region. */
static void without_a_hook_addresses_are_used_as_they_are(void)
{
	struct blob blob = builder_start();
	struct smh_dt_result result;
	struct smh_dt_plan plan;

	builder_region(&blob, "a", (uintptr_t)arenas[0], 0x1000, "cacheable");
	builder_region(&blob, "b", (uintptr_t)arenas[1], 0x1000, "external");
	builder_finish(&blob);
	CHECK(shared_multi_heap_pool_init() == 0);
	CHECK(scan(&blob, NULL, &plan) == 0);
	CHECK(smh_devicetree_add(&plan, NULL, &result) == 0);
	CHECK(result.added == 2 && result.skipped == 0);
	CHECK(strcmp(allocate(SMH_REG_ATTR_EXTERNAL, 0x800)->label, "b") == 0);
	CHECK(allocate(SMH_REG_ATTR_CACHEABLE, 0x800)->region.addr == (uintptr_t)arenas[0]);
	blob_drop(&blob);
}

/* The smallest region that the first pass lets through serves an allocation. */
static void the_smallest_region_is_enough(void)
{
	struct blob blob = builder_start();
	struct smh_dt_result result;
	struct smh_dt_plan plan;

	builder_region(&blob, "a", (uintptr_t)arenas[0] + 1, SMALLEST + SMH_ALIGN - 1, "cacheable");
	builder_region(&blob, "b", (uintptr_t)arenas[1], SMALLEST, "external");
	builder_finish(&blob);
	CHECK(shared_multi_heap_pool_init() == 0);
	CHECK(scan(&blob, NULL, &plan) == 0);
	CHECK(smh_devicetree_add(&plan, NULL, &result) == 0);
	CHECK(result.added == 2);
	CHECK(allocate(SMH_REG_ATTR_CACHEABLE, 1) != NULL);
	CHECK(allocate(SMH_REG_ATTR_EXTERNAL, 1) != NULL);
	blob_drop(&blob);
}

const struct dt_case dt_cases[] = {
	{"every_region_joins_where_the_hook_put_it", every_region_joins_where_the_hook_put_it},
	{"the_documented_scenario", the_documented_scenario},
	{"what_the_hook_writes_to_the_region_is_undone",
	 what_the_hook_writes_to_the_region_is_undone},
	{"false_skips_the_region", false_skips_the_region},
	{"a_hook_that_sets_nothing_skips_the_region", a_hook_that_sets_nothing_skips_the_region},
	{"a_null_address_skips_the_region", a_null_address_skips_the_region},
	{"no_bytes_skip_the_region", no_bytes_skip_the_region},
	{"too_few_bytes_skip_the_region", too_few_bytes_skip_the_region},
	{"too_few_trimmed_bytes_skip_the_region", too_few_trimmed_bytes_skip_the_region},
	{"more_bytes_than_the_region_has_skip_it", more_bytes_than_the_region_has_skip_it},
	{"a_mapping_that_wraps_around_skips_the_region",
	 a_mapping_that_wraps_around_skips_the_region},
	{"a_mapping_over_another_region_skips_it", a_mapping_over_another_region_skips_it},
	{"a_smaller_mapping_is_used_as_it_is", a_smaller_mapping_is_used_as_it_is},
	{"all_regions_may_be_skipped", all_regions_may_be_skipped},
	{"no_hook_before_the_pool_is_ready", no_hook_before_the_pool_is_ready},
	{"a_plan_is_added_once", a_plan_is_added_once},
	{"no_hook_without_room_for_all", no_hook_without_room_for_all},
	{"plans_that_are_none_are_refused", plans_that_are_none_are_refused},
	{"without_a_hook_addresses_are_used_as_they_are",
	 without_a_hook_addresses_are_used_as_they_are},
	{"the_smallest_region_is_enough", the_smallest_region_is_enough},
};
const unsigned int dt_case_count = sizeof(dt_cases) / sizeof(dt_cases[0]);
