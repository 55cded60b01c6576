/* SPDX-License-Identifier: Apache-2.0 */

#include "blob_scan.h"

#include "blob.h"
#include "layout.h"
#include "print.h"

int blob_scan(struct smh_dt_plan *plan)
{
	const struct smh_dt_range image = {
		.addr = (uintptr_t)layout_image_start,
		.size = (uintptr_t)layout_image_end - (uintptr_t)layout_image_start,
	};
	const struct smh_dt_options options = {.in_use = &image, .num_in_use = 1};
	size_t max_bytes;
	const void *blob = board_blob(&max_bytes);
	int error;

	print("devicetree blob at %p, %zu bytes mapped\n", blob, max_bytes);
	error = smh_devicetree_scan(blob, max_bytes, &options, plan);
	if (error != 0) {
		print("devicetree refused: %s (error %d)\n", smh_devicetree_error_name(plan->error),
		      error);
	}
	return error;
}
