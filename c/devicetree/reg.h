/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* `reg`: addresses and sizes as the root sees them. */

#ifndef SMH_DEVICETREE_REG_H_
#define SMH_DEVICETREE_REG_H_

#include "devicetree/tree.h"

/* Physical addresses, both ends included, so that the last byte of all can be told. */
struct dt_span {
	uint64_t first;
	uint64_t last;
};

/* The property `reg` of a node. */
struct dt_reg {
	const void *cells;
	unsigned int address_cells;
	unsigned int size_cells;
	unsigned int count; /* tuples of address and size */
};

/* Read `reg` of the current node, which is not the root. False and a fault if it is unusable. */
bool smh_dt_reg_open(struct dt_tree *tree, struct dt_reg *reg);

/* Size in the given tuple. */
uint64_t smh_dt_reg_size(const struct dt_reg *reg, unsigned int index);

/*
 * Translate the given tuple, whose size is not 0, through all buses above the current node.
 * False and a fault if no address in 64 bits comes out of it.
 */
bool smh_dt_reg_span(struct dt_tree *tree, const struct dt_reg *reg, unsigned int index,
		     struct dt_span *span);

#endif /* SMH_DEVICETREE_REG_H_ */
