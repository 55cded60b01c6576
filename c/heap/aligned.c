/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Taking a block at an alignment from one heap: what is not done in line. */

#include "heap/aligned.h"

#if !ALLOC_IS_ALIGNED

SMH_INLINE outcome_t take_aligned(const struct sys_heap *h, enum format f, struct request r)
{
	const struct view v = view_as(h, f);
	uint32_t certain;
	struct place place = {.lead = 0};
	outcome_t outcome = 0;

	if (min_granules(f) > 1 && r.granules < min_granules(f)) {
		r.granules = min_granules(f);
	}
	if (r.granules >= end_of(&v)) {
		return 0;
	}
	certain = r.granules + (r.align - 1);
	/* No bin is searched for that the heap has not. */
	certain = certain < end_of(&v) ? certain : end_of(&v) - 1;
	return take_aligned_in(&v, &r, certain, &place, &outcome) == DAMAGED
		       ? smh_heap_cut_head(h, place.find.bin)
		       : outcome;
}

outcome_t smh_heap_take_aligned(const struct sys_heap *h, uint32_t granules, uint32_t align,
				uint32_t phase)
{
	struct request r = {.granules = granules, .align = align, .phase = phase};

	return format_of(h) == NARROW ? take_aligned(h, NARROW, r) : take_aligned(h, WIDE, r);
}

#endif
