/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include "smh_devicetree.h"

static const char *const names[] = {
	[SMH_DT_OK] = "no error",
	[SMH_DT_BAD_BLOB] = "not a sound devicetree",
	[SMH_DT_BAD_CELLS] = "bad #address-cells or #size-cells",
	[SMH_DT_BAD_REG] = "bad reg",
	[SMH_DT_BAD_RANGES] = "bad ranges",
	[SMH_DT_BAD_CAPABILITY] = "unknown capability",
	[SMH_DT_BAD_ATTR] = "attribute out of bounds",
	[SMH_DT_BAD_SIZE] = "region too small or too large",
	[SMH_DT_OVERLAP] = "overlap",
	[SMH_DT_TABLE_FULL] = "too many regions",
};

const char *smh_devicetree_error_name(unsigned int error)
{
	return error < sizeof(names) / sizeof(names[0]) ? names[error] : "unknown";
}

static const char *const passes[] = {
	[SMH_DT_PASS_BITS] = "none of its bits asks for an allocator",
	[SMH_DT_PASS_STATUS] = "the node, or one above it, is not enabled",
	[SMH_DT_PASS_COMPATIBLE] = "compatible does not hold zephyr,memory-region",
	[SMH_DT_PASS_ARM] = "only DT_MEM_ARM() marks it, and the option arm_mpu_attrs is not set",
};

const char *smh_devicetree_pass_name(unsigned int reason)
{
	return reason < sizeof(passes) / sizeof(passes[0]) ? passes[reason] : "unknown";
}
