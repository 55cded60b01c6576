/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief Regions from a devicetree blob that is present at run time.
 *
 * Needs libfdt. Two kinds of node are read:
 *
 * - children of /reserved-memory with compatible = "shared-multi-heap"; the string
 *   `capability` names the attribute;
 * - nodes anywhere with compatible = "zephyr,memory-region" whose cell
 *   `zephyr,memory-attr` asks for one of the allocator bits (16 to 19), or, by an option, is
 *   marked with DT_MEM_ARM() only.
 *
 * A node counts if it and all its ancestors are enabled: `status` absent, "okay" or "ok".
 * A node with `zephyr,memory-attr` that does not count is told to the option `passed`.
 * The blob is untrusted: it is checked as a whole before it is used.
 */

#ifndef SMH_DEVICETREE_H_
#define SMH_DEVICETREE_H_

#include "shared_multi_heap.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @defgroup smh_devicetree Regions from the devicetree
 * @ingroup shared_multi_heap
 * @{
 */

/** Levels of nodes that a blob may have, the root included; a deeper one is refused. */
#ifndef SMH_DT_MAX_DEPTH
#define SMH_DT_MAX_DEPTH 32
#elif (SMH_DT_MAX_DEPTH) < 1
#error "SMH_DT_MAX_DEPTH must be at least 1"
#endif

/** One row of the table from `capability` strings to attributes. */
struct smh_dt_capability {
	/** Value of the property. */
	const char *name;
	/** Attribute it stands for. */
	unsigned int attr;
};

/** One row of the table from `zephyr,memory-attr` bits to attributes. */
struct smh_dt_memory_attr {
	/** The row fits if all of these bits are set. */
	uint32_t bits;
	/** Attribute it stands for. */
	unsigned int attr;
};

/** A physical range that no region may touch. */
struct smh_dt_range {
	/** First byte. */
	uint64_t addr;
	/** Length in bytes. */
	uint64_t size;
};

/** Why a blob was refused. Passed as unsigned int: the size of an enum differs between compilers.
 */
enum smh_dt_error {
	/** Not refused. */
	SMH_DT_OK,
	/** Not a devicetree, truncated, misaligned, or its structure or a string is broken. */
	SMH_DT_BAD_BLOB,
	/** #address-cells or #size-cells is missing where needed, or not 1 to 4 / 1 to 2. */
	SMH_DT_BAD_CELLS,
	/** `reg` is missing, empty, no multiple of its cells, or beyond the address range. */
	SMH_DT_BAD_REG,
	/** `ranges` is missing on a bus, malformed, or does not cover the region. */
	SMH_DT_BAD_RANGES,
	/** `capability` or `zephyr,memory-attr` is missing, malformed or unknown. */
	SMH_DT_BAD_CAPABILITY,
	/** The attribute is not below MAX_SHARED_MULTI_HEAP_ATTR. */
	SMH_DT_BAD_ATTR,
	/** The region is too large, or trimmed to SMH_ALIGN below 64 bytes (128 if that is 64). */
	SMH_DT_BAD_SIZE,
	/** The region overlaps another region, a reserved range, the blob or a range in use. */
	SMH_DT_OVERLAP,
	/** There are more regions than the pool has room for. */
	SMH_DT_TABLE_FULL,
};

/** Why a node with `zephyr,memory-attr` is no region. Passed as unsigned int. */
enum smh_dt_pass {
	/** No bit asks for an allocator: none of 16 to 19, and no DT_MEM_ARM() of memory. */
	SMH_DT_PASS_BITS,
	/** The node, or one above it, is not enabled. */
	SMH_DT_PASS_STATUS,
	/** `compatible` does not hold "zephyr,memory-region". */
	SMH_DT_PASS_COMPATIBLE,
	/** DT_MEM_ARM() alone marks the node, and the option `arm_mpu_attrs` is not set. */
	SMH_DT_PASS_ARM,
};

/** A node with `zephyr,memory-attr` that is no region. */
struct smh_dt_passed {
	/** Offset of the node in the blob. */
	int node;
	/** Value of `zephyr,memory-attr`. */
	uint32_t bits;
	/** A value of enum smh_dt_pass. */
	unsigned int reason;
};

/** Told of one such node; gets the option `passed_context`. */
typedef void (*smh_dt_passed_fn_t)(const struct smh_dt_passed *passed, void *context);

/** A region found in the blob. */
struct smh_dt_region {
	/** Attribute, physical address and size. */
	struct shared_multi_heap_region region;
	/** `label`, else the name of the node; points into the blob. */
	const char *label;
	/** `zephyr,memory-region`, or NULL; points into the blob. */
	const char *memory_region;
	/** Offset of the node in the blob. */
	int node;
};

/** What the blob is read with. Zero-initialise, then set what is needed. */
struct smh_dt_options {
	/** Rows tried before the built-in ones ("cacheable", "non-cacheable", "external"). */
	const struct smh_dt_capability *capabilities;
	/** Number of these rows. */
	size_t num_capabilities;
	/**
	 * Rows tried before the built-in ones: bit 16 cacheable, bit 17 non-cacheable, bit 18 (DMA)
	 * cacheable with bit 0, else non-cacheable.
	 */
	const struct smh_dt_memory_attr *memory_attrs;
	/** Number of these rows. */
	size_t num_memory_attrs;
	/**
	 * Set on ARM: nodes join that have none of the bits 16 to 19 but DT_MEM_ARM() of RAM (bit
	 * 20, cacheable), RAM_NOCACHE (bit 21, non-cacheable) or EXTMEM (bit 25, external). Other
	 * architectures mean other things by these bits.
	 */
	bool arm_mpu_attrs;
	/** Called during the scan for each node with `zephyr,memory-attr` that is no region; or
	 * NULL. */
	smh_dt_passed_fn_t passed;
	/** Second argument of @ref passed. */
	void *passed_context;
	/** Ranges in use, such as the program's image. */
	const struct smh_dt_range *in_use;
	/** Number of these ranges. */
	size_t num_in_use;
	/** Physical address of the blob; only looked at if blob_phys_valid. */
	uint64_t blob_phys;
	/** Set if the blob is not at the physical address that equals its pointer. */
	bool blob_phys_valid;
	/** Set if the blob is nowhere in the memory that it describes: no region can overlap it. */
	bool blob_elsewhere;
	/** Bits of a physical address, 1 to 64; 0, or more than uintptr_t has, are those of that.
	 */
	unsigned int address_bits;
};

/** All regions of a blob, checked. */
struct smh_dt_plan {
	/** The regions, in the order of the blob. */
	struct smh_dt_region regions[SMH_MAX_REGIONS];
	/** Number of regions. */
	unsigned int count;
	/** Number of nodes with `zephyr,memory-attr` that are no region; the option `passed` has
	 * why. */
	unsigned int passed;
	/** Why the blob was refused, a value of enum smh_dt_error. */
	unsigned int error;
	/** Offset of the node concerned, negative if none. */
	int error_node;
	/** Name of the property of that node, a static string; NULL if none is to blame. */
	const char *error_property;
	/** smh_devicetree_add() has called the hooks; it does so once. */
	bool added;
};

/** What became of the regions of a plan. */
struct smh_dt_result {
	/** Regions that joined the pool. */
	unsigned int added;
	/** Regions that the hook or the pool refused, or for which the hook's range is unusable. */
	unsigned int skipped;
};

/**
 * @brief First pass: find and check all regions.
 *
 * Nothing but @p plan is written and no region-init hook is called. A blob without regions is no
 * error: print what the option `passed` is told.
 *
 * @code{.c}
 * static void tell(const struct smh_dt_passed *passed, void *blob)
 * {
 *         printf("%s: %s\n", fdt_get_name(blob, passed->node, NULL),
 *                smh_devicetree_pass_name(passed->reason));
 * }
 *
 * options.passed = tell;
 * options.passed_context = blob;
 * @endcode
 *
 * @param      blob       The devicetree blob, aligned to 8 bytes. The labels in the plan
 *                        point into it.
 * @param      max_bytes  Bytes that may be read from @p blob; it may be shorter.
 * @param      options    Tables and ranges, or NULL.
 * @param[out] plan       The regions found.
 *
 * @retval 0        plan->count regions were found and can be added.
 * @retval -EINVAL  The blob is refused: plan->error tells why; plan->count is 0.
 *                  Or @p plan is NULL.
 * @retval -ENOMEM  More regions than the pool has room for; plan->count is 0.
 * @retval -EEXIST  Overlap; plan->count is 0.
 *
 * @par Context  Thread. @par Time  O(size of the blob * regions). @par Source  SPEC SMH-DT.
 */
int smh_devicetree_scan(const void *blob, size_t max_bytes, const struct smh_dt_options *options,
			struct smh_dt_plan *plan);

/**
 * @brief Second pass: make each region ready and add it to the pool.
 *
 * @param      plan      A plan that smh_devicetree_scan() accepted.
 * @param      init_reg  Called for each region, in their order, before it joins; NULL uses
 *                       the physical addresses as they are. The structure that it is given
 *                       stays where it is as long as @p plan; what the hook writes to it is
 *                       undone. A result of NULL, of a size that is 0, too small or above
 *                       the region's own, or of a range that wraps around, is unusable.
 * @param[out] result    Counts, or NULL. Each region's user data is its
 *                       struct smh_dt_region in @p plan, which must therefore live as
 *                       long as the pool.
 *
 * @retval 0        Every region was added or skipped.
 * @retval -EPERM   The pool is not initialised; no hook was called.
 * @retval -EINVAL  @p plan is NULL or was refused; no hook was called.
 * @retval -EALREADY  @p plan was added before, or another thread is adding it, so that some of
 *                  its regions may not be there yet; no hook was called.
 * @retval -ENOMEM  The pool has no room for all of them; no hook was called.
 *
 * @par Context  Thread. @par Time  O(regions). @par Source  SPEC SMH-DT.
 */
int smh_devicetree_add(struct smh_dt_plan *plan, smh_init_reg_fn_t init_reg,
		       struct smh_dt_result *result);

/**
 * @brief Short English text for a reason, for messages.
 *
 * @param error  A value of enum smh_dt_error.
 *
 * @return A static string; "unknown" for a value that is no reason.
 *
 * @par Context  Any. @par Time  Constant.
 */
const char *smh_devicetree_error_name(unsigned int error);

/**
 * @brief Short English text for why a node is no region, for messages.
 *
 * @param reason  A value of enum smh_dt_pass.
 *
 * @return A static string; "unknown" for a value that is no reason.
 *
 * @par Context  Any. @par Time  Constant.
 */
const char *smh_devicetree_pass_name(unsigned int reason);

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* SMH_DEVICETREE_H_ */
