/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* What the usual paths of an allocation share. */

#ifndef SMH_POOL_POOL_ALLOC_H_
#define SMH_POOL_POOL_ALLOC_H_

#include "smh_alloc.h"
#include "pool/pool.h"

/* Turn the arguments of a call into a request. False if no region can ever serve it. */
SMH_INLINE bool request_make(struct request *r, unsigned int attr, size_t align, size_t bytes)
{
	if (attr >= SMH_MAX_ATTR || !heap_request(r, align, bytes)) {
		return false;
	}
	/* What the region that is chosen will ask for with a lead must be what is searched for. */
	if (r->align != 1 && r->granules < MIN_GRANULES_ANYWHERE) {
		r->granules = MIN_GRANULES_ANYWHERE;
	}
	return true;
}

/*
 * An allocation for which a region was chosen, or none, but that was not served in line: wide
 * metadata, damage, another region if the one chosen has no block. The lock is held, and released
 * here.
 */
void *smh_alloc_rest(unsigned int attr, size_t bytes, struct region *region, smh_key_t key);

#endif /* SMH_POOL_POOL_ALLOC_H_ */
