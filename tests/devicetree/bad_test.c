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
};

#define RESERVED "/reserved-memory"
#define A        RESERVED "/a@42000000"
#define AT_0     RESERVED "/a@1000"

static const struct bad table[] = {
	{"bad-no-address-cells", SMH_DT_BAD_CELLS, RESERVED},
	{"bad-no-size-cells", SMH_DT_BAD_CELLS, RESERVED},
	{"bad-zero-address-cells", SMH_DT_BAD_CELLS, RESERVED},
	{"bad-zero-size-cells", SMH_DT_BAD_CELLS, RESERVED},
	{"bad-five-address-cells", SMH_DT_BAD_CELLS, RESERVED},
	{"bad-three-size-cells", SMH_DT_BAD_CELLS, RESERVED},
	{"bad-huge-cells", SMH_DT_BAD_CELLS, RESERVED},
	{"bad-wide-cells", SMH_DT_BAD_CELLS, RESERVED},
	{"bad-root-cells", SMH_DT_BAD_CELLS, "/"},
	{"bad-no-reg", SMH_DT_BAD_REG, A},
	{"bad-empty-reg", SMH_DT_BAD_REG, A},
	{"bad-odd-reg", SMH_DT_BAD_REG, A},
	{"bad-byte-reg", SMH_DT_BAD_REG, A},
	{"bad-wrap-reg", SMH_DT_BAD_REG, RESERVED "/a@fffffffffffff000"},
	{"bad-high-reg", SMH_DT_BAD_REG, A},
	{"bad-no-ranges", SMH_DT_BAD_RANGES, "/soc"},
	{"bad-odd-ranges", SMH_DT_BAD_RANGES, "/soc"},
	{"bad-outside-ranges", SMH_DT_BAD_RANGES, "/soc"},
	{"bad-beyond-ranges", SMH_DT_BAD_RANGES, "/soc"},
	{"bad-larger-ranges", SMH_DT_BAD_RANGES, "/soc"},
	{"bad-below-ranges", SMH_DT_BAD_RANGES, "/soc"},
	{"bad-two-ranges", SMH_DT_BAD_RANGES, "/soc"},
	{"bad-pci-ranges", SMH_DT_BAD_RANGES, "/pci@10000000"},
	{"bad-wrap-offset", SMH_DT_BAD_RANGES, "/soc"},
	{"bad-high-ranges", SMH_DT_BAD_REG, "/soc/mem@0"},
	{"bad-wrap-ranges", SMH_DT_BAD_REG, "/soc/mem@80"},
	{"bad-no-capability", SMH_DT_BAD_CAPABILITY, A},
	{"bad-unknown-capability", SMH_DT_BAD_CAPABILITY, A},
	{"bad-two-capabilities", SMH_DT_BAD_CAPABILITY, A},
	{"bad-open-capability", SMH_DT_BAD_CAPABILITY, A},
	{"bad-empty-capability", SMH_DT_BAD_CAPABILITY, A},
	{"bad-unknown-bit", SMH_DT_BAD_CAPABILITY, "/soc/mem@42000000"},
	{"bad-wide-attr", SMH_DT_BAD_CAPABILITY, "/soc/mem@42000000"},
	{"custom", SMH_DT_BAD_CAPABILITY, A},
	{"bad-zero-size", SMH_DT_BAD_SIZE, A},
	{"bad-small-size", SMH_DT_BAD_SIZE, A},
	{"bad-odd-size", SMH_DT_BAD_SIZE, RESERVED "/a@42000001"},
	{"bad-regions-overlap", SMH_DT_OVERLAP, RESERVED "/b@42001000"},
	{"bad-same-region", SMH_DT_OVERLAP, "/mem@42000000"},
	{"bad-tuples-overlap", SMH_DT_OVERLAP, A},
	{"bad-memreserve", SMH_DT_OVERLAP, A},
	{"bad-wrap-memreserve", SMH_DT_OVERLAP, A},
	{"bad-reserved-node", SMH_DT_OVERLAP, A},
	{"bad-reserved-status", SMH_DT_OVERLAP, A},
	{"bad-reserved-ranges", SMH_DT_OVERLAP, AT_0},
	{"bad-reserved-region", SMH_DT_OVERLAP, A},
	{"bad-reserved-reg", SMH_DT_BAD_REG, RESERVED "/firmware@50000000"},
	{"bad-reserved-wrap", SMH_DT_BAD_REG, RESERVED "/firmware@f0000000"},
	{"bad-reserved-outside", SMH_DT_BAD_RANGES, RESERVED},
	{"bad-open-status", SMH_DT_BAD_BLOB, A},
	{"bad-status-list", SMH_DT_BAD_BLOB, A},
	{"bad-open-compatible", SMH_DT_BAD_BLOB, A},
	{"bad-open-label", SMH_DT_BAD_BLOB, A},
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
