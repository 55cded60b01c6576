/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * alloc and free of one heap for the layers above, in line where the build is for speed, called
 * where it is for size.
 */

#ifndef SMH_HEAP_HOT_H_
#define SMH_HEAP_HOT_H_

#include "heap/give.h"
#include "heap/take.h"

/* True if the outcome is a block; else it is to be looked at. */
SMH_INLINE bool heap_alloc(const struct sys_heap *h, size_t granules, outcome_t *outcome)
{
#ifndef __OPTIMIZE_SIZE__
	if (HAVE_NARROW && SMH_LIKELY(granules < h->end)) {
		return take_in(h, NARROW, (uint32_t)granules, outcome);
	}
#endif
	*outcome = smh_heap_alloc(h, granules);
	return outcome_fault(*outcome) == SMH_FAULT_NONE;
}

SMH_INLINE outcome_t heap_free(const struct sys_heap *h, void *ptr)
{
#ifndef __OPTIMIZE_SIZE__
	if (HAVE_NARROW && SMH_LIKELY(granule_of(base_of(h), ptr) < h->end)) {
		return give_in(h, NARROW, ptr);
	}
#endif
	return smh_heap_free(h, ptr);
}

#endif /* SMH_HEAP_HOT_H_ */
