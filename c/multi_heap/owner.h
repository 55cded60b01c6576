/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* From an address to the heap that holds it. */

#ifndef SMH_MULTI_HEAP_OWNER_H_
#define SMH_MULTI_HEAP_OWNER_H_

#include "sys_multi_heap.h"
#include "heap/heap.h"

/* The places left after some halvings: half of them, rounded up, each time. */
#define OWNER_SPAN(halvings) (((MAX_MULTI_HEAPS - 1u) >> (halvings)) + 1u)

_Static_assert(OWNER_SPAN(6) == 1, "six halvings must do");

SMH_INLINE const uintptr_t *owner_halve(const uintptr_t *low, uint32_t span, uintptr_t key)
{
	return low[span / 2] >= key ? low + span / 2 : low;
}

/* Halvings that are not needed to find one of so many places. */
SMH_INLINE uint32_t owner_skip(uint32_t count)
{
	uint32_t skip = 0;

	while (skip < 6 && OWNER_SPAN(skip + 1) >= count) {
		skip++;
	}
	return skip;
}

/*
 * Of starts in rising order, given by their complements, the place of the last one at an address or
 * below; 0 if there is none.
 *
 * Binary search over the complements, which fall; the empty places behind them are 0. So all of the
 * table could be searched, and the first halvings are skipped if there are few. No branch depends
 * on an address.
 */
SMH_INLINE uint32_t owner_place(const uintptr_t *starts, uint32_t skip, uintptr_t addr)
{
	const uintptr_t *low = starts;
	const uintptr_t key = ~addr;

	SMH_KEEP(low); /* else the first step takes twice as many instructions */
	switch (skip) {
	case 0:
		low = owner_halve(low, OWNER_SPAN(0), key); /* fall through */
	case 1:
		low = owner_halve(low, OWNER_SPAN(1), key); /* fall through */
	case 2:
		low = owner_halve(low, OWNER_SPAN(2), key); /* fall through */
	case 3:
		low = owner_halve(low, OWNER_SPAN(3), key); /* fall through */
	case 4:
		low = owner_halve(low, OWNER_SPAN(4), key); /* fall through */
	case 5:
		low = owner_halve(low, OWNER_SPAN(5), key); /* fall through */
	default:
		break;
	}
	return (uint32_t)(low - starts);
}

/* The record of the heap that holds an address, or NULL. */
SMH_INLINE const struct sys_multi_heap_rec *owner_find(const struct sys_multi_heap *mheap,
						       uintptr_t addr)
{
	const struct sys_multi_heap_rec *rec = &mheap->heaps[owner_place(mheap->keys, 0, addr)];

	return rec->heap != NULL && smh_heap_contains(rec->heap, addr) ? rec : NULL;
}

#endif /* SMH_MULTI_HEAP_OWNER_H_ */
