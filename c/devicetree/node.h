/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Which nodes are regions, and what they say of themselves. */

#ifndef SMH_DEVICETREE_NODE_H_
#define SMH_DEVICETREE_NODE_H_

#include "devicetree/tree.h"

enum dt_form {
	DT_FORM_NONE,        /* no region, or not enabled */
	DT_FORM_CAPABILITY,  /* "shared-multi-heap" with `capability` */
	DT_FORM_MEMORY_ATTR, /* "zephyr,memory-region" with `zephyr,memory-attr` */
};

/* Tell what the current node is. False on a fault. */
bool smh_dt_node_form(struct dt_tree *tree, const struct smh_dt_options *options,
		      enum dt_form *form);

/* True if the current node, which has no form, has `zephyr,memory-attr`; then with the reason. */
bool smh_dt_node_passed(const struct dt_tree *tree, struct smh_dt_passed *passed);

/* The attribute that a node of this form asks for. False on a fault. */
bool smh_dt_node_attr(struct dt_tree *tree, enum dt_form form, const struct smh_dt_options *options,
		      unsigned int *attr);

/* The name that people know the current node by. False on a fault. */
bool smh_dt_node_label(struct dt_tree *tree, const char **label);

/* The name that the linker shall know its memory by, NULL if it has none. False on a fault. */
bool smh_dt_node_memory_region(struct dt_tree *tree, const char **name);

#endif /* SMH_DEVICETREE_NODE_H_ */
