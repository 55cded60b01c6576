/* SPDX-License-Identifier: Apache-2.0 */

/* A user of the installed devicetree reader, with the options of a configuration header. */

#include <stdio.h>

#include <smh_devicetree.h>

#ifndef PACKAGED_CONFIG
#error "the configuration header did not come with the package"
#endif

int main(void)
{
	static const union {
		uint64_t aligned;
		uint8_t bytes[64];
	} no_blob = {.bytes = {0xd0, 0x0d, 0xfe, 0xee}};
	static struct smh_dt_plan plan;
	int ret;

	ret = smh_devicetree_scan(no_blob.bytes, sizeof(no_blob), NULL, &plan);
	printf("SMH_MAX_REGIONS=%d scan=%d \"%s\"\n", SMH_MAX_REGIONS, ret,
	       smh_devicetree_error_name(plan.error));
	if (SMH_MAX_REGIONS != 7 || sizeof(plan.regions) != 7 * sizeof(plan.regions[0])) {
		return 1;
	}
	return ret == -EINVAL && plan.error == SMH_DT_BAD_BLOB && plan.count == 0 ? 0 : 1;
}
