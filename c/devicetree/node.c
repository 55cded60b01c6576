/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include <string.h>

#include <libfdt.h>

#include "devicetree/node.h"
#include "devicetree/prop.h"

/* Bits of `zephyr,memory-attr` that tell what the memory is like. */
#define ATTR_CACHEABLE     (UINT32_C(1) << 0)
#define ATTR_NON_CACHEABLE (UINT32_C(1) << 8)

/* Those that speak to an allocator. */
#define ATTR_ALLOC_CACHE     (UINT32_C(1) << 16)
#define ATTR_ALLOC_NON_CACHE (UINT32_C(1) << 17)
#define ATTR_ALLOC_DMA       (UINT32_C(1) << 18)
#define ATTR_ALLOC_MASK      (UINT32_C(15) << 16)

/* Those of the architecture: what DT_MEM_ARM() sets on ARM, where one alone tells the MPU's mode.
 */
#define ATTR_ARM_RAM         (UINT32_C(1) << 20)
#define ATTR_ARM_RAM_NOCACHE (UINT32_C(1) << 21)
#define ATTR_ARM_EXTMEM      (UINT32_C(1) << 25)
#define ATTR_ARCH_MASK       (UINT32_C(0xfff) << 20)

/* The properties that tell the attribute, one for each form. */
#define CAPABILITY  "capability"
#define MEMORY_ATTR "zephyr,memory-attr"

/* One word of `compatible`, and a property of its own. */
#define MEMORY_REGION "zephyr,memory-region"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct smh_dt_capability builtin_capabilities[] = {
	{"cacheable", SMH_REG_ATTR_CACHEABLE},
	{"non-cacheable", SMH_REG_ATTR_NON_CACHEABLE},
	{"external", SMH_REG_ATTR_EXTERNAL},
};

static const struct smh_dt_memory_attr builtin_memory_attrs[] = {
	{ATTR_ALLOC_CACHE, SMH_REG_ATTR_CACHEABLE},
	{ATTR_ALLOC_NON_CACHE, SMH_REG_ATTR_NON_CACHEABLE},
};

/* Tried last. Memory for DMA is not cached unless it says so. */
static const struct smh_dt_memory_attr dma_attrs[] = {
	{ATTR_ALLOC_DMA | ATTR_CACHEABLE, SMH_REG_ATTR_CACHEABLE},
	{ATTR_ALLOC_DMA, SMH_REG_ATTR_NON_CACHEABLE},
};

/*
 * A contradiction is no marking by ARM: on AArch64, bits 21 and 0 together are cacheable memory.
 * Flash, devices and the private bus are no memory to allocate from.
 */
static const struct arm_attr {
	uint32_t mode;
	uint32_t against;
	unsigned int attr;
} arm_attrs[] = {
	{ATTR_ARM_RAM, ATTR_NON_CACHEABLE, SMH_REG_ATTR_CACHEABLE},
	{ATTR_ARM_RAM_NOCACHE, ATTR_CACHEABLE, SMH_REG_ATTR_NON_CACHEABLE},
	{ATTR_ARM_EXTMEM, 0, SMH_REG_ATTR_EXTERNAL},
};

static int current(const struct dt_tree *tree)
{
	return tree->level[tree->depth].node;
}

/* Does the current node name itself compatible with this? */
static bool compatible(struct dt_tree *tree, const char *wanted, bool *found)
{
	enum dt_prop result = smh_dt_prop_compatible(tree->blob, current(tree), wanted);

	*found = result == DT_PROP_FOUND;
	return result != DT_PROP_BROKEN ||
	       smh_dt_fail(tree, SMH_DT_BAD_BLOB, current(tree), "compatible");
}

/* The bits that the current node sets, 0 if it says nothing. */
static bool memory_attr(struct dt_tree *tree, uint32_t *bits)
{
	*bits = 0;
	return smh_dt_prop_cell(tree->blob, current(tree), MEMORY_ATTR, bits) != DT_PROP_BROKEN ||
	       smh_dt_fail(tree, SMH_DT_BAD_CAPABILITY, current(tree), MEMORY_ATTR);
}

static bool find_arm_attr(uint32_t bits, unsigned int *attr)
{
	for (size_t i = 0; i < COUNT(arm_attrs); i++) {
		if ((bits & ATTR_ARCH_MASK) == arm_attrs[i].mode &&
		    (bits & arm_attrs[i].against) == 0) {
			*attr = arm_attrs[i].attr;
			return true;
		}
	}
	return false;
}

/* Do these bits ask for an allocator? */
static bool asks(const struct smh_dt_options *options, uint32_t bits)
{
	unsigned int attr;

	return (bits & ATTR_ALLOC_MASK) != 0 ||
	       (options->arm_mpu_attrs && find_arm_attr(bits, &attr));
}

bool smh_dt_node_form(struct dt_tree *tree, const struct smh_dt_options *options,
		      enum dt_form *form)
{
	bool named;
	bool placed;
	uint32_t bits;

	*form = DT_FORM_NONE;
	if (!compatible(tree, "shared-multi-heap", &named) ||
	    !compatible(tree, MEMORY_REGION, &placed)) {
		return false;
	}
	if (tree->depth == 0 || !tree->level[tree->depth].usable) {
		return true;
	}
	if (named && smh_dt_is_reserved_memory(tree, tree->depth - 1)) {
		*form = DT_FORM_CAPABILITY;
	} else if (placed) {
		if (!memory_attr(tree, &bits)) {
			return false;
		}
		*form = asks(options, bits) ? DT_FORM_MEMORY_ATTR : DT_FORM_NONE;
	}
	return true;
}

static enum smh_dt_pass pass_reason(const struct dt_tree *tree, uint32_t bits)
{
	const int node = current(tree);
	unsigned int attr;

	if ((bits & ATTR_ALLOC_MASK) == 0 && !find_arm_attr(bits, &attr)) {
		return SMH_DT_PASS_BITS;
	}
	if (!tree->level[tree->depth].usable) {
		return SMH_DT_PASS_STATUS;
	}
	if (smh_dt_prop_compatible(tree->blob, node, MEMORY_REGION) != DT_PROP_FOUND) {
		return SMH_DT_PASS_COMPATIBLE;
	}
	return SMH_DT_PASS_ARM;
}

bool smh_dt_node_passed(const struct dt_tree *tree, struct smh_dt_passed *passed)
{
	passed->node = current(tree);
	if (tree->depth == 0 || smh_dt_prop_cell(tree->blob, passed->node, MEMORY_ATTR,
						 &passed->bits) != DT_PROP_FOUND) {
		return false;
	}
	passed->reason = pass_reason(tree, passed->bits);
	return true;
}

static bool find_capability(const struct smh_dt_capability *rows, size_t count, const char *name,
			    unsigned int *attr)
{
	for (size_t i = 0; rows != NULL && i < count; i++) {
		if (rows[i].name != NULL && strcmp(rows[i].name, name) == 0) {
			*attr = rows[i].attr;
			return true;
		}
	}
	return false;
}

static bool find_memory_attr(const struct smh_dt_memory_attr *rows, size_t count, uint32_t bits,
			     unsigned int *attr)
{
	for (size_t i = 0; rows != NULL && i < count; i++) {
		if ((rows[i].bits & bits) == rows[i].bits) {
			*attr = rows[i].attr;
			return true;
		}
	}
	return false;
}

static bool attr_by_capability(struct dt_tree *tree, const struct smh_dt_options *options,
			       unsigned int *attr)
{
	const char *name;

	return smh_dt_prop_string(tree->blob, current(tree), CAPABILITY, &name) == DT_PROP_FOUND &&
	       (find_capability(options->capabilities, options->num_capabilities, name, attr) ||
		find_capability(builtin_capabilities, COUNT(builtin_capabilities), name, attr));
}

static bool attr_by_bits(struct dt_tree *tree, const struct smh_dt_options *options,
			 unsigned int *attr)
{
	uint32_t bits;

	return memory_attr(tree, &bits) &&
	       (find_memory_attr(options->memory_attrs, options->num_memory_attrs, bits, attr) ||
		find_memory_attr(builtin_memory_attrs, COUNT(builtin_memory_attrs), bits, attr) ||
		(options->arm_mpu_attrs && find_arm_attr(bits, attr)) ||
		find_memory_attr(dma_attrs, COUNT(dma_attrs), bits, attr));
}

bool smh_dt_node_attr(struct dt_tree *tree, enum dt_form form, const struct smh_dt_options *options,
		      unsigned int *attr)
{
	bool named = form == DT_FORM_CAPABILITY;
	bool known =
		named ? attr_by_capability(tree, options, attr) : attr_by_bits(tree, options, attr);
	const char *property = named ? CAPABILITY : MEMORY_ATTR;

	if (!known) {
		return smh_dt_fail(tree, SMH_DT_BAD_CAPABILITY, current(tree), property);
	}
	if (*attr >= MAX_SHARED_MULTI_HEAP_ATTR) {
		return smh_dt_fail(tree, SMH_DT_BAD_ATTR, current(tree), property);
	}
	return true;
}

/* A property that must be a string if it is there at all. */
static bool string_if_any(struct dt_tree *tree, const char *property, const char **value)
{
	return smh_dt_prop_string(tree->blob, current(tree), property, value) != DT_PROP_BROKEN ||
	       smh_dt_fail(tree, SMH_DT_BAD_BLOB, current(tree), property);
}

bool smh_dt_node_label(struct dt_tree *tree, const char **label)
{
	*label = fdt_get_name(tree->blob, current(tree), NULL);
	return string_if_any(tree, "label", label);
}

bool smh_dt_node_memory_region(struct dt_tree *tree, const char **name)
{
	*name = NULL;
	return string_if_any(tree, MEMORY_REGION, name);
}
