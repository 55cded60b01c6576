/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Blobs that are refused: why, where, and that nothing comes of them. */

#include <string.h>

#include "smh_info.h"
#include "harness.h"

struct bad {
	const char *name;
	unsigned int error;
	const char *path;
	const char *property;
};

#define RESERVED "/reserved-memory"
#define A        RESERVED "/a@42000000"
#define AT_0     RESERVED "/a@1000"

static const struct bad table[] = {
	{"bad-no-address-cells", SMH_DT_BAD_CELLS, RESERVED, "#address-cells"},
	{"bad-no-size-cells", SMH_DT_BAD_CELLS, RESERVED, "#size-cells"},
	{"bad-zero-address-cells", SMH_DT_BAD_CELLS, RESERVED, "#address-cells"},
	{"bad-zero-size-cells", SMH_DT_BAD_CELLS, RESERVED, "#size-cells"},
	{"bad-five-address-cells", SMH_DT_BAD_CELLS, RESERVED, "#address-cells"},
	{"bad-three-size-cells", SMH_DT_BAD_CELLS, RESERVED, "#size-cells"},
	{"bad-huge-cells", SMH_DT_BAD_CELLS, RESERVED, "#address-cells"},
	{"bad-wide-cells", SMH_DT_BAD_CELLS, RESERVED, "#address-cells"},
	{"bad-root-cells", SMH_DT_BAD_CELLS, "/", "#address-cells"},
	{"bad-no-reg", SMH_DT_BAD_REG, A, "reg"},
	{"bad-empty-reg", SMH_DT_BAD_REG, A, "reg"},
	{"bad-odd-reg", SMH_DT_BAD_REG, A, "reg"},
	{"bad-byte-reg", SMH_DT_BAD_REG, A, "reg"},
	{"bad-wrap-reg", SMH_DT_BAD_REG, RESERVED "/a@fffffffffffff000", "reg"},
	{"bad-high-reg", SMH_DT_BAD_REG, A, "reg"},
	{"bad-no-ranges", SMH_DT_BAD_RANGES, "/soc", "ranges"},
	{"bad-odd-ranges", SMH_DT_BAD_RANGES, "/soc", "ranges"},
	{"bad-outside-ranges", SMH_DT_BAD_RANGES, "/soc", "ranges"},
	{"bad-beyond-ranges", SMH_DT_BAD_RANGES, "/soc", "ranges"},
	{"bad-larger-ranges", SMH_DT_BAD_RANGES, "/soc", "ranges"},
	{"bad-below-ranges", SMH_DT_BAD_RANGES, "/soc", "ranges"},
	{"bad-two-ranges", SMH_DT_BAD_RANGES, "/soc", "ranges"},
	{"bad-pci-ranges", SMH_DT_BAD_RANGES, "/pci@10000000", "ranges"},
	{"bad-wrap-offset", SMH_DT_BAD_RANGES, "/soc", "ranges"},
	{"bad-high-ranges", SMH_DT_BAD_REG, "/soc/mem@0", "reg"},
	{"bad-wrap-ranges", SMH_DT_BAD_REG, "/soc/mem@80", "reg"},
	{"bad-no-capability", SMH_DT_BAD_CAPABILITY, A, "capability"},
	{"bad-unknown-capability", SMH_DT_BAD_CAPABILITY, A, "capability"},
	{"bad-two-capabilities", SMH_DT_BAD_CAPABILITY, A, "capability"},
	{"bad-open-capability", SMH_DT_BAD_CAPABILITY, A, "capability"},
	{"bad-empty-capability", SMH_DT_BAD_CAPABILITY, A, "capability"},
	{"bad-unknown-bit", SMH_DT_BAD_CAPABILITY, "/soc/mem@42000000", "zephyr,memory-attr"},
	{"bad-wide-attr", SMH_DT_BAD_CAPABILITY, "/soc/mem@42000000", "zephyr,memory-attr"},
	{"custom", SMH_DT_BAD_CAPABILITY, A, "capability"},
	{"bad-zero-size", SMH_DT_BAD_SIZE, A, "reg"},
	{"bad-small-size", SMH_DT_BAD_SIZE, A, "reg"},
	{"bad-odd-size", SMH_DT_BAD_SIZE, RESERVED "/a@42000001", "reg"},
	{"bad-regions-overlap", SMH_DT_OVERLAP, RESERVED "/b@42001000", "reg"},
	{"bad-same-region", SMH_DT_OVERLAP, "/mem@42000000", "reg"},
	{"bad-tuples-overlap", SMH_DT_OVERLAP, A, "reg"},
	{"bad-memreserve", SMH_DT_OVERLAP, A, "reg"},
	{"bad-wrap-memreserve", SMH_DT_OVERLAP, A, "reg"},
	{"bad-reserved-node", SMH_DT_OVERLAP, A, "reg"},
	{"bad-reserved-status", SMH_DT_OVERLAP, A, "reg"},
	{"bad-reserved-ranges", SMH_DT_OVERLAP, AT_0, "reg"},
	{"bad-reserved-region", SMH_DT_OVERLAP, A, "reg"},
	{"bad-reserved-reg", SMH_DT_BAD_REG, RESERVED "/firmware@50000000", "reg"},
	{"bad-reserved-wrap", SMH_DT_BAD_REG, RESERVED "/firmware@f0000000", "reg"},
	{"bad-reserved-outside", SMH_DT_BAD_RANGES, RESERVED, "ranges"},
	{"bad-open-status", SMH_DT_BAD_BLOB, A, "status"},
	{"bad-status-list", SMH_DT_BAD_BLOB, A, "status"},
	{"bad-open-compatible", SMH_DT_BAD_BLOB, A, "compatible"},
	{"bad-open-label", SMH_DT_BAD_BLOB, A, "label"},
	{"bad-open-memory-region", SMH_DT_BAD_BLOB, A, "zephyr,memory-region"},
};

static unsigned int hook_calls;

static bool count_calls(struct shared_multi_heap_region *region, uint8_t **mapped, size_t *size)
{
	(void)region;
	(void)mapped;
	(void)size;
	hook_calls++;
	return false;
}

static void each_blob_is_refused(void)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct blob blob = blob_load(table[i].name);
		struct smh_dt_plan plan;

		CHECK_FOR(table[i].name, scan(&blob, NULL, &plan) != 0);
		CHECK_FOR(table[i].name, plan.error == table[i].error);
		CHECK_FOR(table[i].name, error_is_at(&blob, &plan, table[i].path));
		CHECK_FOR(table[i].name,
			  plan.error_property != NULL &&
				  strcmp(plan.error_property, table[i].property) == 0);
		blob_drop(&blob);
	}
}

static void nothing_is_added_from_a_refused_blob(void)
{
	CHECK(shared_multi_heap_pool_init() == 0);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct blob blob = blob_load(table[i].name);
		struct smh_dt_result result = {7, 7};
		struct smh_dt_plan plan;

		CHECK(scan(&blob, NULL, &plan) != 0);
		CHECK(smh_devicetree_add(&plan, count_calls, &result) == -EINVAL);
		CHECK(result.added == 0 && result.skipped == 0);
		CHECK(hook_calls == 0 && shared_multi_heap_region_count() == 0);
		blob_drop(&blob);
	}
}

/* Every reason but "none" is proved by a blob here or by a case of limits_test.c. */
static void each_reason_has_its_own_text(void)
{
	for (unsigned int i = SMH_DT_OK; i <= SMH_DT_TABLE_FULL; i++) {
		const char *text = smh_devicetree_error_name(i);

		CHECK(text != NULL && text[0] != '\0' && strcmp(text, "unknown") != 0);
		for (unsigned int j = SMH_DT_OK; j < i; j++) {
			CHECK(strcmp(text, smh_devicetree_error_name(j)) != 0);
		}
	}
	CHECK(strcmp(smh_devicetree_error_name(SMH_DT_TABLE_FULL + 1), "unknown") == 0);
}

const struct dt_case dt_cases[] = {
	{"each_blob_is_refused", each_blob_is_refused},
	{"nothing_is_added_from_a_refused_blob", nothing_is_added_from_a_refused_blob},
	{"each_reason_has_its_own_text", each_reason_has_its_own_text},
};
const unsigned int dt_case_count = sizeof(dt_cases) / sizeof(dt_cases[0]);
