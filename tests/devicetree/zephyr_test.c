/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Nodes as Zephyr marks them: the bits of an architecture, DMA, and why a node is passed over. */

#include <string.h>

#include <libfdt.h>

#include "harness.h"

#define MOST_PASSED 16u

/* What the reader told, in its order. */
struct told {
	struct smh_dt_passed passed[MOST_PASSED];
	unsigned int count;
};

static void tell(const struct smh_dt_passed *passed, void *context)
{
	struct told *told = context;

	CHECK(told->count < MOST_PASSED);
	told->passed[told->count++] = *passed;
}

struct expected {
	const char *path;
	uint32_t bits;
	unsigned int reason;
};

/* The first three join by the option. */
static const struct expected arm[] = {
	{"/reserved-memory/ram@38100000", 0x100001, SMH_DT_PASS_ARM},
	{"/nocache@38200000", 0x200000, SMH_DT_PASS_ARM},
	{"/extmem@60000000", 0x2000000, SMH_DT_PASS_ARM},
	{"/flash@10000000", 0x400000, SMH_DT_PASS_BITS},
	{"/ppb@e0000000", 0x800000, SMH_DT_PASS_BITS},
	{"/io@40000000", 0x1000000, SMH_DT_PASS_BITS},
	{"/two@38300000", 0x300000, SMH_DT_PASS_BITS},
	{"/back@38400000", 0x200001, SMH_DT_PASS_BITS},
	{"/torn@38500000", 0x100100, SMH_DT_PASS_BITS},
	{"/off@38600000", 0x100000, SMH_DT_PASS_STATUS},
	{"/plain@38700000", 0x100000, SMH_DT_PASS_COMPATIBLE},
};
#define ARM_NODES (sizeof(arm) / sizeof(arm[0]))

/* The nodes from the given one on, and no other, are told. */
static void check_told(const struct blob *blob, const struct told *told, size_t first)
{
	CHECK(told->count == ARM_NODES - first);
	for (size_t i = first; i < ARM_NODES; i++) {
		const struct smh_dt_passed *passed = &told->passed[i - first];

		CHECK_FOR(arm[i].path, passed->node == fdt_path_offset(blob->data, arm[i].path));
		CHECK_FOR(arm[i].path, passed->bits == arm[i].bits);
		CHECK_FOR(arm[i].path, passed->reason == arm[i].reason);
	}
}

static void marks_of_arm_are_no_regions_and_told(void)
{
	struct told told = {.count = 0};
	struct smh_dt_options options = {.passed = tell, .passed_context = &told};
	struct blob blob = blob_load("zephyr-arm");
	struct smh_dt_plan plan;

	CHECK(scan(&blob, &options, &plan) == 0);
	CHECK(plan.count == 0 && plan.passed == ARM_NODES);
	check_told(&blob, &told, 0);
	CHECK(scan(&blob, NULL, &plan) == 0);
	CHECK(plan.count == 0 && plan.passed == ARM_NODES);
	blob_drop(&blob);
}

static void marks_of_arm_join_by_the_option(void)
{
	static const unsigned int attrs[] = {SMH_REG_ATTR_CACHEABLE, SMH_REG_ATTR_NON_CACHEABLE,
					     SMH_REG_ATTR_EXTERNAL};
	struct told told = {.count = 0};
	struct smh_dt_options options = {
		.passed = tell, .passed_context = &told, .arm_mpu_attrs = true};
	struct blob blob = blob_load("zephyr-arm");
	struct smh_dt_plan plan;

	CHECK(scan(&blob, &options, &plan) == 0);
	CHECK(plan.count == 3 && plan.passed == ARM_NODES - 3);
	for (unsigned int i = 0; i < 3; i++) {
		CHECK(plan.regions[i].node == fdt_path_offset(blob.data, arm[i].path));
		CHECK_FOR(arm[i].path, plan.regions[i].region.attr == attrs[i]);
	}
	check_told(&blob, &told, 3);
	blob_drop(&blob);
}

static void rows_of_the_user_come_before_arm(void)
{
	static const struct smh_dt_memory_attr rows[] = {{UINT32_C(1) << 20, 2}};
	struct smh_dt_options options = {
		.memory_attrs = rows, .num_memory_attrs = 1, .arm_mpu_attrs = true};
	struct blob blob = blob_load("zephyr-arm");
	struct smh_dt_plan plan;

	CHECK(scan(&blob, &options, &plan) == 0);
	CHECK(plan.count == 3 && plan.regions[0].region.attr == 2);
	CHECK(plan.regions[1].region.attr == SMH_REG_ATTR_NON_CACHEABLE);
	blob_drop(&blob);
}

/* Beside the bit for DMA, the mode of ARM's MPU counts where it is read. */
static void memory_for_dma_is_as_arm_marks_it(void)
{
	struct smh_dt_options options = {.arm_mpu_attrs = true};
	struct blob blob = blob_load("zephyr-dma");
	struct smh_dt_plan plan;

	if (SMH_MAX_REGIONS < 5) {
		CHECK(scan(&blob, &options, &plan) == -ENOMEM);
	} else {
		CHECK(scan(&blob, &options, &plan) == 0);
		CHECK(plan.count == 5 && plan.passed == 0);
		CHECK(plan.regions[0].region.attr == SMH_REG_ATTR_CACHEABLE);
		CHECK(plan.regions[1].region.attr == SMH_REG_ATTR_NON_CACHEABLE);
	}
	blob_drop(&blob);
}

static void other_nodes_are_told_beside_regions(void)
{
	struct told told = {.count = 0};
	struct smh_dt_options options = {.passed = tell, .passed_context = &told};
	struct blob blob = blob_load("zephyr");
	struct smh_dt_plan plan;

	CHECK(scan(&blob, &options, &plan) == 0);
	CHECK(plan.count == 3 && plan.passed == 2 && told.count == 2);
	CHECK(told.passed[0].node == fdt_path_offset(blob.data, "/hardware-bits@22000000"));
	CHECK(told.passed[0].reason == SMH_DT_PASS_BITS);
	CHECK(told.passed[1].node == fdt_path_offset(blob.data, "/other@24000000"));
	CHECK(told.passed[1].reason == SMH_DT_PASS_COMPATIBLE);
	blob_drop(&blob);
}

static void the_root_is_not_told(void)
{
	struct blob blob = blob_load("none");
	struct smh_dt_plan plan;

	CHECK(scan(&blob, NULL, &plan) == 0);
	CHECK(plan.count == 0 && plan.passed == 0);
	blob_drop(&blob);
}

static void a_refused_plan_counts_none(void)
{
	static const struct smh_dt_range all = {0, UINT64_MAX};
	struct smh_dt_options options = {.in_use = &all, .num_in_use = 1};
	struct blob blob = blob_load("zephyr");
	struct smh_dt_plan plan;

	CHECK(scan(&blob, &options, &plan) == -EEXIST);
	CHECK(plan.passed == 0);
	blob_drop(&blob);
}

static void each_reason_has_its_own_text(void)
{
	for (unsigned int i = SMH_DT_PASS_BITS; i <= SMH_DT_PASS_ARM; i++) {
		const char *text = smh_devicetree_pass_name(i);

		CHECK(text != NULL && text[0] != '\0' && strcmp(text, "unknown") != 0);
		for (unsigned int j = SMH_DT_PASS_BITS; j < i; j++) {
			CHECK(strcmp(text, smh_devicetree_pass_name(j)) != 0);
		}
	}
	CHECK(strcmp(smh_devicetree_pass_name(SMH_DT_PASS_ARM + 1), "unknown") == 0);
}

const struct dt_case dt_cases[] = {
	{"marks_of_arm_are_no_regions_and_told", marks_of_arm_are_no_regions_and_told},
	{"marks_of_arm_join_by_the_option", marks_of_arm_join_by_the_option},
	{"rows_of_the_user_come_before_arm", rows_of_the_user_come_before_arm},
	{"memory_for_dma_is_as_arm_marks_it", memory_for_dma_is_as_arm_marks_it},
	{"other_nodes_are_told_beside_regions", other_nodes_are_told_beside_regions},
	{"the_root_is_not_told", the_root_is_not_told},
	{"a_refused_plan_counts_none", a_refused_plan_counts_none},
	{"each_reason_has_its_own_text", each_reason_has_its_own_text},
};
const unsigned int dt_case_count = sizeof(dt_cases) / sizeof(dt_cases[0]);
