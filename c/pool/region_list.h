/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* What adding the regions of a table and those of a devicetree has in common. */

#ifndef SMH_POOL_REGION_LIST_H_
#define SMH_POOL_REGION_LIST_H_

#include "shared_multi_heap.h"

/* Structures one after the other, each of which begins with a region, and is its user data. */
struct region_list {
	void *first;
	size_t stride; /* from one to the next, in bytes */
	unsigned int count;
	bool *added; /* set before the first hook is called; the pool's lock guards it */
};

/*
 * Have the hook make each region ready, and add it. What the hook writes into a region is undone.
 * Counted are those that joined, and those that the hook or the pool refused.
 *
 * 0, or, before any hook is called, -EPERM if the pool is not initialised, -EALREADY if they were
 * added before or another thread is adding them, -ENOMEM if there is no room for all.
 */
int smh_regions_add(const struct region_list *list, smh_init_reg_fn_t init_reg, unsigned int *added,
		    unsigned int *skipped);

#endif /* SMH_POOL_REGION_LIST_H_ */
