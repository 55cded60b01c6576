/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include <string.h>

#include <libfdt.h>

#include "devicetree/prop.h"
#include "devicetree/tree.h"

bool smh_dt_fail(struct dt_tree *tree, enum smh_dt_error error, int node, const char *property)
{
	if (tree->error == SMH_DT_OK) {
		tree->error = error;
		tree->error_node = node;
		tree->error_property = property;
	}
	return false;
}

void smh_dt_tree_start(struct dt_tree *tree, const void *blob)
{
	tree->blob = blob;
	tree->depth = -1;
	tree->error = SMH_DT_OK;
	tree->error_node = -1;
	tree->error_property = NULL;
}

/* Enter what `status` says of the current node and what it inherits. */
static bool read_status(struct dt_tree *tree)
{
	struct dt_level *level = &tree->level[tree->depth];
	const char *status = "okay";

	if (smh_dt_prop_string(tree->blob, level->node, "status", &status) == DT_PROP_BROKEN) {
		return smh_dt_fail(tree, SMH_DT_BAD_BLOB, level->node, "status");
	}
	level->usable = strcmp(status, "okay") == 0 || strcmp(status, "ok") == 0;
	level->present = strcmp(status, "disabled") != 0;
	if (tree->depth > 0) {
		level->usable = level->usable && level[-1].usable;
		level->present = level->present && level[-1].present;
	}
	return true;
}

bool smh_dt_tree_next(struct dt_tree *tree)
{
	int depth = tree->depth;
	int node = depth < 0 ? -1 : tree->level[depth].node;

	if (tree->error != SMH_DT_OK) {
		return false;
	}
	node = fdt_next_node(tree->blob, node, &depth);
	if (node < 0 || depth < 0) {
		return false;
	}
	if (depth >= SMH_DT_MAX_DEPTH) {
		return smh_dt_fail(tree, SMH_DT_BAD_BLOB, node, NULL);
	}
	tree->depth = depth;
	tree->level[depth].node = node;
	return read_status(tree);
}

bool smh_dt_is_reserved_memory(const struct dt_tree *tree, int depth)
{
	const char *name;

	if (depth != 1) {
		return false;
	}
	name = fdt_get_name(tree->blob, tree->level[depth].node, NULL);
	return name != NULL && strcmp(name, "reserved-memory") == 0;
}
