/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief Regions from a table, such as the one that smh-dtgen makes of a devicetree.
 *
 * For a chip that carries no blob: the regions are known at build time, and no libfdt is needed.
 */

#ifndef SMH_REGION_TABLE_H_
#define SMH_REGION_TABLE_H_

#include "shared_multi_heap.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @defgroup smh_region_table Regions from a table
 * @ingroup shared_multi_heap
 * @{
 */

/** A region and the name that people know it by. */
struct smh_table_region {
	/** Attribute, physical address and size. */
	struct shared_multi_heap_region region;
	/** Any text; not NULL in a table that smh-dtgen has made. */
	const char *label;
};

/** Regions that join the pool together. Not constant: see @ref added. */
struct smh_region_table {
	/** The regions, in the order in which they are added. */
	struct smh_table_region *regions;
	/** Number of regions. */
	unsigned int count;
	/** smh_region_table_add() calls the hooks, or has done so; once. Starts as false. */
	bool added;
};

/** What became of the regions of a table. */
struct smh_table_result {
	/** Regions that joined the pool. */
	unsigned int added;
	/** Regions that the hook or the pool refused, or for which the hook's range is unusable. */
	unsigned int skipped;
};

/**
 * @brief Make each region of a table ready and add it to the pool.
 *
 * Does with a table what smh_devicetree_add() does with a plan.
 *
 * @param      table     The regions. They, and @p table, must live as long as the pool.
 * @param      init_reg  Called for each region, in their order, before it joins; NULL uses
 *                       the addresses as they are. What the hook writes to the structure
 *                       that it is given is undone. A result of NULL, of a size that is 0, too
 *                       small or above the region's own, or of a range that wraps around, is
 *                       unusable.
 * @param[out] result    Counts, or NULL. Each region's user data is its
 *                       struct smh_table_region.
 *
 * @retval 0        Every region was added or skipped.
 * @retval -EPERM   The pool is not initialised; no hook was called.
 * @retval -EINVAL  @p table is NULL, or has a count but no regions; no hook was called.
 * @retval -EALREADY  @p table was added before, or another thread is adding it, so that some of
 *                  its regions may not be there yet; no hook was called.
 * @retval -ENOMEM  The pool has no room for all of them; no hook was called.
 *
 * @par Context  Thread. @par Time  O(regions). @par Source  SPEC SMH-TABLE.
 */
int smh_region_table_add(struct smh_region_table *table, smh_init_reg_fn_t init_reg,
			 struct smh_table_result *result);

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* SMH_REGION_TABLE_H_ */
