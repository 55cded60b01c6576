/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include <stddef.h>

#include <libfdt.h>

#include "devicetree/prop.h"
#include "devicetree/reg.h"

#define MAX_ADDRESS_CELLS 4u
#define MAX_SIZE_CELLS    2u

/*
 * An address of up to four cells. The upper half stays empty but on buses such as PCI, where
 * it tells one space from another.
 */
struct address {
	uint64_t high;
	uint64_t low;
};

/* Layout of one entry of `ranges`, in cells. */
struct ranges {
	const fdt32_t *cells;
	unsigned int child_cells;
	unsigned int parent_cells;
	unsigned int size_cells;
	unsigned int count;
};

static struct address load_address(const fdt32_t *cells, unsigned int count)
{
	struct address address = {0, 0};

	for (unsigned int i = 0; i < count; i++) {
		address.high = address.high << 32 | address.low >> 32;
		address.low = address.low << 32 | fdt32_ld(&cells[i]);
	}
	return address;
}

static uint64_t load_size(const fdt32_t *cells, unsigned int count)
{
	return load_address(cells, count).low;
}

/* The value of #address-cells or #size-cells, which must be from 1 to most. */
static bool cell_count(struct dt_tree *tree, int node, const char *name, unsigned int most,
		       unsigned int *count)
{
	uint32_t value = 0;

	if (smh_dt_prop_cell(tree->blob, node, name, &value) != DT_PROP_FOUND || value < 1 ||
	    value > most) {
		smh_dt_fail(tree, SMH_DT_BAD_CELLS, node, name);
		return false;
	}
	*count = value;
	return true;
}

static bool address_cells(struct dt_tree *tree, int node, unsigned int *count)
{
	return cell_count(tree, node, "#address-cells", MAX_ADDRESS_CELLS, count);
}

static bool size_cells(struct dt_tree *tree, int node, unsigned int *count)
{
	return cell_count(tree, node, "#size-cells", MAX_SIZE_CELLS, count);
}

bool smh_dt_reg_open(struct dt_tree *tree, struct dt_reg *reg)
{
	int node = tree->level[tree->depth].node;
	int bus = tree->level[tree->depth - 1].node;
	unsigned int tuple;
	int bytes;

	if (!address_cells(tree, bus, &reg->address_cells) ||
	    !size_cells(tree, bus, &reg->size_cells)) {
		return false;
	}
	tuple = (reg->address_cells + reg->size_cells) * (unsigned int)sizeof(fdt32_t);
	reg->cells = fdt_getprop(tree->blob, node, "reg", &bytes);
	if (reg->cells == NULL || bytes <= 0 || (unsigned int)bytes % tuple != 0) {
		return smh_dt_fail(tree, SMH_DT_BAD_REG, node, "reg");
	}
	reg->count = (unsigned int)bytes / tuple;
	return true;
}

static const fdt32_t *reg_tuple(const struct dt_reg *reg, unsigned int index)
{
	const fdt32_t *cells = reg->cells;

	SMH_ASSERT(index < reg->count);
	return &cells[(size_t)index * (reg->address_cells + reg->size_cells)];
}

uint64_t smh_dt_reg_size(const struct dt_reg *reg, unsigned int index)
{
	return load_size(reg_tuple(reg, index) + reg->address_cells, reg->size_cells);
}

/* Lay out a `ranges` that is not empty. */
static bool ranges_open(struct dt_tree *tree, int depth, struct ranges *ranges, int bytes)
{
	int bus = tree->level[depth].node;
	unsigned int entry;

	if (!address_cells(tree, bus, &ranges->child_cells) ||
	    !size_cells(tree, bus, &ranges->size_cells) ||
	    !address_cells(tree, tree->level[depth - 1].node, &ranges->parent_cells)) {
		return false;
	}
	entry = ranges->child_cells + ranges->parent_cells + ranges->size_cells;
	entry *= (unsigned int)sizeof(fdt32_t);
	if ((unsigned int)bytes % entry != 0) {
		return smh_dt_fail(tree, SMH_DT_BAD_RANGES, bus, "ranges");
	}
	ranges->count = (unsigned int)bytes / entry;
	return true;
}

/*
 * Move an address by one entry if that holds the whole of it. The parent's range must not
 * carry into its upper half: no bus can mean that.
 */
static bool entry_apply(const struct ranges *ranges, const fdt32_t *cells, uint64_t size,
			struct address *address)
{
	struct address child = load_address(cells, ranges->child_cells);
	struct address parent = load_address(cells + ranges->child_cells, ranges->parent_cells);
	uint64_t length =
		load_size(cells + ranges->child_cells + ranges->parent_cells, ranges->size_cells);
	uint64_t offset = address->low - child.low;

	if (address->high != child.high || address->low < child.low || size > length ||
	    offset > length - size || offset > UINT64_MAX - parent.low) {
		return false;
	}
	address->high = parent.high;
	address->low = parent.low + offset;
	return true;
}

/* Take an address from the bus at this depth to the one above. */
static bool translate_once(struct dt_tree *tree, int depth, uint64_t size, struct address *address)
{
	int bus = tree->level[depth].node;
	struct ranges ranges = {NULL, 0, 0, 0, 0};
	int bytes;

	ranges.cells = fdt_getprop(tree->blob, bus, "ranges", &bytes);
	if (ranges.cells == NULL) {
		/* It is no bus but a list: without `ranges` its addresses are the root's. */
		return smh_dt_is_reserved_memory(tree, depth) ||
		       smh_dt_fail(tree, SMH_DT_BAD_RANGES, bus, "ranges");
	}
	if (bytes == 0) {
		return true;
	}
	if (!ranges_open(tree, depth, &ranges, bytes)) {
		return false;
	}
	for (unsigned int i = 0; i < ranges.count; i++) {
		if (entry_apply(&ranges, ranges.cells, size, address)) {
			return true;
		}
		ranges.cells += ranges.child_cells + ranges.parent_cells + ranges.size_cells;
	}
	return smh_dt_fail(tree, SMH_DT_BAD_RANGES, bus, "ranges");
}

bool smh_dt_reg_span(struct dt_tree *tree, const struct dt_reg *reg, unsigned int index,
		     struct dt_span *span)
{
	struct address address = load_address(reg_tuple(reg, index), reg->address_cells);
	uint64_t size = smh_dt_reg_size(reg, index);

	SMH_ASSERT(size > 0);
	for (int depth = tree->depth - 1; depth > 0; depth--) {
		if (!translate_once(tree, depth, size, &address)) {
			return false;
		}
	}
	if (address.high != 0 || size - 1 > UINT64_MAX - address.low) {
		return smh_dt_fail(tree, SMH_DT_BAD_REG, tree->level[tree->depth].node, "reg");
	}
	span->first = address.low;
	span->last = address.low + (size - 1);
	return true;
}
