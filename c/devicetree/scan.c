/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* The first pass: from a blob to a plan of regions that can all be added. */

#include <string.h>

#include "smh_info.h"
#include "pool/region_size.h"
#include "devicetree/blob.h"
#include "devicetree/node.h"
#include "devicetree/overlap.h"
#include "devicetree/reg.h"

/* A tuple of `reg` as it will be known to the pool. */
struct candidate {
	unsigned int attr;
	const char *label;
	const char *memory_region;
	struct dt_reg reg;
};

/* Is there a place for one more, beside those planned and those in the pool? */
static bool room_left(const struct smh_dt_plan *plan)
{
	return plan->count + shared_multi_heap_region_count() < SMH_MAX_REGIONS;
}

/* The last byte that the processor can address. */
static uint64_t last_address(const struct smh_dt_options *options)
{
	const unsigned int most = 8 * (unsigned int)sizeof(uintptr_t);
	unsigned int bits = options->address_bits;

	if (bits == 0 || bits > most) {
		bits = most;
	}
	return UINT64_MAX >> (64 - bits);
}

static void plan_region(struct smh_dt_plan *plan, const struct candidate *found, int node,
			const struct dt_span *span)
{
	struct smh_dt_region *entry = &plan->regions[plan->count++];

	SMH_ASSERT(plan->count <= SMH_MAX_REGIONS);
	entry->region.attr = found->attr;
	entry->region.addr = (uintptr_t)span->first;
	entry->region.size = (size_t)(span->last - span->first + 1);
	entry->label = found->label;
	entry->memory_region = found->memory_region;
	entry->node = node;
}

static bool plan_tuple(struct dt_tree *tree, const struct smh_dt_options *options,
		       const struct candidate *found, unsigned int index, struct smh_dt_plan *plan)
{
	int node = tree->level[tree->depth].node;
	uint64_t size = smh_dt_reg_size(&found->reg, index);
	struct dt_span span;

	if (size == 0) {
		return smh_dt_fail(tree, SMH_DT_BAD_SIZE, node, "reg");
	}
	if (!smh_dt_reg_span(tree, &found->reg, index, &span)) {
		return false;
	}
	if (!smh_region_size_usable(span.first, size)) {
		return smh_dt_fail(tree, SMH_DT_BAD_SIZE, node, "reg");
	}
	if (span.last > last_address(options)) {
		return smh_dt_fail(tree, SMH_DT_BAD_REG, node, "reg");
	}
	if (!room_left(plan)) {
		return smh_dt_fail(tree, SMH_DT_TABLE_FULL, node, "reg");
	}
	plan_region(plan, found, node, &span);
	return true;
}

/* Count a node that is no region although it tells of its memory, and say so. */
static void pass_node(const struct dt_tree *tree, const struct smh_dt_options *options,
		      struct smh_dt_plan *plan)
{
	struct smh_dt_passed passed;

	if (smh_dt_node_passed(tree, &passed)) {
		plan->passed++;
		if (options->passed != NULL) {
			options->passed(&passed, options->passed_context);
		}
	}
}

/* Plan the regions of the current node, if it is one that has any. */
static bool plan_node(struct dt_tree *tree, const struct smh_dt_options *options,
		      struct smh_dt_plan *plan)
{
	struct candidate found;
	enum dt_form form;

	if (!smh_dt_node_form(tree, options, &form)) {
		return false;
	}
	if (form == DT_FORM_NONE) {
		pass_node(tree, options, plan);
		return true;
	}
	if (!smh_dt_node_attr(tree, form, options, &found.attr) ||
	    !smh_dt_node_label(tree, &found.label) ||
	    !smh_dt_node_memory_region(tree, &found.memory_region) ||
	    !smh_dt_reg_open(tree, &found.reg)) {
		return false;
	}
	for (unsigned int i = 0; i < found.reg.count; i++) {
		if (!plan_tuple(tree, options, &found, i, plan)) {
			return false;
		}
	}
	return true;
}

static bool plan_all(struct dt_tree *tree, const void *blob, const struct smh_dt_options *options,
		     struct smh_dt_plan *plan)
{
	smh_dt_tree_start(tree, blob);
	while (smh_dt_tree_next(tree)) {
		if (!plan_node(tree, options, plan)) {
			return false;
		}
	}
	return tree->error == SMH_DT_OK && smh_dt_no_overlaps(tree, options, plan);
}

static int error_number(enum smh_dt_error error)
{
	switch (error) {
	case SMH_DT_OK:
		return 0;
	case SMH_DT_OVERLAP:
		return -EEXIST;
	case SMH_DT_TABLE_FULL:
		return -ENOMEM;
	default:
		return -EINVAL;
	}
}

/* Leave nothing in a plan but the reason why it is empty. */
static int refuse(struct smh_dt_plan *plan, enum smh_dt_error error, int node, const char *property)
{
	memset(plan, 0, sizeof(*plan));
	plan->error = error;
	plan->error_node = node;
	plan->error_property = property;
	return error_number(error);
}

int smh_devicetree_scan(const void *blob, size_t max_bytes, const struct smh_dt_options *options,
			struct smh_dt_plan *plan)
{
	static const struct smh_dt_options defaults;
	struct dt_tree tree;

	if (plan == NULL) {
		return -EINVAL;
	}
	memset(plan, 0, sizeof(*plan));
	plan->error_node = -1;
	if (!smh_dt_blob_sound(blob, max_bytes)) {
		return refuse(plan, SMH_DT_BAD_BLOB, -1, NULL);
	}
	if (!plan_all(&tree, blob, options != NULL ? options : &defaults, plan)) {
		return refuse(plan, tree.error, tree.error_node, tree.error_property);
	}
	return 0;
}
