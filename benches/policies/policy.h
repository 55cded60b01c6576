/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief What the workloads know of a region policy.
 */

#ifndef POLICIES_POLICY_H_
#define POLICIES_POLICY_H_

#include "layout.h"

#include "smh_info.h"

/** Who chooses the region. */
enum chooser {
	/** The pool: its attributes are the kinds of regions. */
	CHOOSER_POOL,
	/** A policy written here: each region has an attribute of its own, its number. */
	CHOOSER_REFERENCE,
};

struct policy {
	/** Name in the tables. */
	const char *name;
	enum chooser chooser;
	/** Goes through all blocks for each request. */
	bool is_slow;
	/** Start anew. All memory is free. */
	void (*prepare)(void);
	/** Allocate from regions of a kind. This is what is counted. */
	void *(*alloc)(unsigned int kind, size_t bytes);
	void (*free)(void *mem);
	/** Visit all blocks of a region; 0 if it is sound as far as that shows. */
	int (*walk)(unsigned int region, smh_block_visitor_t visit, void *arg);
	/** Check the invariants of a region; 0 if they hold. */
	int (*validate)(unsigned int region);
	/** Number of the region that has this address, or a negative number. */
	int (*owner)(const void *mem);
};

/** All policies, and the number of them. */
extern const struct policy *const policies[];
extern const unsigned int policy_count;

/** The regions. */
extern struct layout layout;

/** Give the regions to a new pool, as the policy wants them. */
void regions_add(const struct policy *policy);

extern const struct policy policy_pool_first;
extern const struct policy policy_pool_best;
extern const struct policy policy_pool_switch;
extern const struct policy policy_first;
extern const struct policy policy_best;
extern const struct policy policy_worst;
extern const struct policy policy_next;
extern const struct policy policy_round_robin;
extern const struct policy policy_block_first;
extern const struct policy policy_block_best;

#endif /* POLICIES_POLICY_H_ */
