/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The blocks that a workload holds, checked whenever one comes or goes.
 *
 * A request that was not served stays in the table without memory, so that what comes next does
 * not depend on the policy.
 */

#ifndef POLICIES_LIVE_H_
#define POLICIES_LIVE_H_

#include "figures.h"
#include "policy.h"

/** Most blocks at a time. */
#define MOST_LIVE 49152u

struct live {
	const struct policy *policy;
	struct run *run;
	unsigned int count;
	/** Sum of what was requested for the entries. */
	size_t bytes;
};

/** Hold nothing. What happens from now on is added to @p run, unless that is NULL. */
void live_start(struct live *live, const struct policy *policy, struct run *run);

/** Request a block. False if it was not served. */
bool live_add(struct live *live, unsigned int kind, size_t bytes);

/** Give back entry number @p i; the last one takes its number. */
void live_remove(struct live *live, unsigned int i);

/**
 * For traces, whose blocks have numbers: entry @p i, which live_add() then must not use, gets a
 * block, in the place of the one that it has. If that fails it keeps what it has.
 */
bool live_replace(struct live *live, unsigned int i, unsigned int kind, size_t bytes);

/** Give back the block of entry @p i, if it has one. */
void live_empty(struct live *live, unsigned int i);

/** Look at all regions and add what is there to the run. */
void live_sample(struct live *live);

/** Give back everything; then all memory must be free. */
void live_end(struct live *live);

#endif /* POLICIES_LIVE_H_ */
