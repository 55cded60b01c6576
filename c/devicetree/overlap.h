/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Memory that a region must leave alone. */

#ifndef SMH_DEVICETREE_OVERLAP_H_
#define SMH_DEVICETREE_OVERLAP_H_

#include "devicetree/tree.h"

/*
 * Compare the regions of a plan with each other and with all that is reserved. False and a
 * fault at the first overlap, or if a reservation cannot be read.
 */
bool smh_dt_no_overlaps(struct dt_tree *tree, const struct smh_dt_options *options,
			const struct smh_dt_plan *plan);

#endif /* SMH_DEVICETREE_OVERLAP_H_ */
