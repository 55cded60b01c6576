/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* A walk through all nodes that knows the ancestors of each, and what went wrong on the way. */

#ifndef SMH_DEVICETREE_TREE_H_
#define SMH_DEVICETREE_TREE_H_

#include "smh_devicetree.h"

/* A node on the way from the root to the current one. */
struct dt_level {
	int node;
	bool usable;  /* it and all above are enabled */
	bool present; /* neither it nor one above says "disabled" */
};

struct dt_tree {
	const void *blob;
	struct dt_level level[SMH_DT_MAX_DEPTH];
	int depth; /* level[depth] is the current node; the root has depth 0 */
	enum smh_dt_error error;
	int error_node;
	const char *error_property; /* NULL if none is to blame */
};

/* Stand before the root of a blob that was found sound. */
void smh_dt_tree_start(struct dt_tree *tree, const void *blob);

/* Go to the next node; false behind the last one and on a fault, which tree->error tells. */
bool smh_dt_tree_next(struct dt_tree *tree);

/* Is this level the top-level node "reserved-memory"? */
bool smh_dt_is_reserved_memory(const struct dt_tree *tree, int depth);

/* Note a fault of a node's property, unless there was a fault already. Always false. */
bool smh_dt_fail(struct dt_tree *tree, enum smh_dt_error error, int node, const char *property);

#endif /* SMH_DEVICETREE_TREE_H_ */
