/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include <libfdt.h>

#include "devicetree/node.h"
#include "devicetree/overlap.h"
#include "devicetree/reg.h"

static struct dt_span region_span(const struct smh_dt_region *entry)
{
	struct dt_span span = {
		.first = entry->region.addr,
		.last = (uint64_t)entry->region.addr + (entry->region.size - 1),
	};

	return span;
}

/* A range that runs beyond the last address ends there. */
static struct dt_span clipped_span(uint64_t addr, uint64_t size)
{
	struct dt_span span = {
		.first = addr,
		.last = size - 1 > UINT64_MAX - addr ? UINT64_MAX : addr + (size - 1),
	};

	return span;
}

static bool meet(struct dt_span a, struct dt_span b)
{
	return a.first <= b.last && b.first <= a.last;
}

/* Does this span leave the first count regions alone? */
static bool clear_of_regions(struct dt_tree *tree, const struct smh_dt_plan *plan,
			     struct dt_span span)
{
	for (unsigned int i = 0; i < plan->count; i++) {
		if (meet(region_span(&plan->regions[i]), span)) {
			return smh_dt_fail(tree, SMH_DT_OVERLAP, plan->regions[i].node, "reg");
		}
	}
	return true;
}

/* As above, for a range from outside the tree, which may be empty. */
static bool clear_of_range(struct dt_tree *tree, const struct smh_dt_plan *plan, uint64_t addr,
			   uint64_t size)
{
	return size == 0 || clear_of_regions(tree, plan, clipped_span(addr, size));
}

static bool disjoint(struct dt_tree *tree, const struct smh_dt_plan *plan)
{
	for (unsigned int i = 1; i < plan->count; i++) {
		struct dt_span span = region_span(&plan->regions[i]);

		for (unsigned int j = 0; j < i; j++) {
			if (meet(region_span(&plan->regions[j]), span)) {
				return smh_dt_fail(tree, SMH_DT_OVERLAP, plan->regions[i].node,
						   "reg");
			}
		}
	}
	return true;
}

static bool clear_of_blob(struct dt_tree *tree, const struct smh_dt_options *options,
			  const struct smh_dt_plan *plan)
{
	uint64_t addr = options->blob_phys_valid ? options->blob_phys : (uintptr_t)tree->blob;

	return options->blob_elsewhere ||
	       clear_of_range(tree, plan, addr, fdt_totalsize(tree->blob));
}

static bool clear_of_reservation_block(struct dt_tree *tree, const struct smh_dt_plan *plan)
{
	uint64_t addr;
	uint64_t size;

	for (int i = 0; fdt_get_mem_rsv(tree->blob, i, &addr, &size) == 0 && size != 0; i++) {
		if (!clear_of_range(tree, plan, addr, size)) {
			return false;
		}
	}
	return true;
}

static bool clear_of_ranges_in_use(struct dt_tree *tree, const struct smh_dt_options *options,
				   const struct smh_dt_plan *plan)
{
	for (size_t i = 0; options->in_use != NULL && i < options->num_in_use; i++) {
		if (!clear_of_range(tree, plan, options->in_use[i].addr, options->in_use[i].size)) {
			return false;
		}
	}
	return true;
}

/* Is the current node one that keeps memory for somebody else? */
static bool reserves(struct dt_tree *tree, const struct smh_dt_options *options)
{
	int node = tree->level[tree->depth].node;
	enum dt_form form;

	return tree->depth > 0 && smh_dt_is_reserved_memory(tree, tree->depth - 1) &&
	       tree->level[tree->depth].present && smh_dt_node_form(tree, options, &form) &&
	       form == DT_FORM_NONE && fdt_getprop(tree->blob, node, "reg", NULL) != NULL;
}

static bool clear_of_node(struct dt_tree *tree, const struct smh_dt_plan *plan)
{
	struct dt_reg reg;
	struct dt_span span;

	if (!smh_dt_reg_open(tree, &reg)) {
		return false;
	}
	for (unsigned int i = 0; i < reg.count; i++) {
		if (smh_dt_reg_size(&reg, i) == 0) {
			continue;
		}
		if (!smh_dt_reg_span(tree, &reg, i, &span) || !clear_of_regions(tree, plan, span)) {
			return false;
		}
	}
	return true;
}

static bool clear_of_reserved_nodes(struct dt_tree *tree, const struct smh_dt_options *options,
				    const struct smh_dt_plan *plan)
{
	smh_dt_tree_start(tree, tree->blob);
	while (smh_dt_tree_next(tree)) {
		if (reserves(tree, options) && !clear_of_node(tree, plan)) {
			return false;
		}
	}
	return tree->error == SMH_DT_OK;
}

bool smh_dt_no_overlaps(struct dt_tree *tree, const struct smh_dt_options *options,
			const struct smh_dt_plan *plan)
{
	return disjoint(tree, plan) && clear_of_blob(tree, options, plan) &&
	       clear_of_reservation_block(tree, plan) &&
	       clear_of_ranges_in_use(tree, options, plan) &&
	       clear_of_reserved_nodes(tree, options, plan);
}
