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
