/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* What the usual paths of a free share. */

#ifndef SMH_POOL_POOL_FREE_H_
#define SMH_POOL_POOL_FREE_H_

#include "pool/pool.h"

/*
 * A free that was not done in line, with what that came to: wide metadata, a pointer or a neighbour
 * that is no block, no region at all. The lock is held, and released here.
 */
void smh_free_rest(struct region *region, void *block, outcome_t outcome, smh_key_t key);

#endif /* SMH_POOL_POOL_FREE_H_ */
