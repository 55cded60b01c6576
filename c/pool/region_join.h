/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* What adding the regions of a table and those of a devicetree has in common. */

#ifndef SMH_POOL_REGION_JOIN_H_
#define SMH_POOL_REGION_JOIN_H_

#include "shared_multi_heap.h"

/*
 * Can that many regions be added, none of which was before? 0, -EPERM if the pool is not
 * initialised, -EALREADY if they were added, -ENOMEM if there is no room for all.
 */
int smh_regions_can_join(unsigned int count, bool added);

/*
 * Have the hook make a region ready and add it, with the user data. What the hook writes into
 * *region is undone. False if the hook or the pool refuses.
 */
bool smh_region_join(struct shared_multi_heap_region *region, smh_init_reg_fn_t init_reg,
		     void *user_data);

#endif /* SMH_POOL_REGION_JOIN_H_ */
