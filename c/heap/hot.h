/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * What the layers above need most of one heap, in line where the build is for speed. Where it is
 * for size it is called, and with SMH_ASAN too, as only the files of this folder may touch headers.
 */

#ifndef SMH_HEAP_HOT_H_
#define SMH_HEAP_HOT_H_

#include "heap/give.h"
#include "heap/take.h"

#define HEAP_IN_LINE (!SMH_FOR_SIZE && !SMH_ASAN)

/*
 * The fast paths of alloc and free, which call nothing, so that a caller that begins with them
 * saves no registers for a call.
 *
 *   heap_alloc() true, *block an address   allocated
 *   heap_alloc() true, *block 0            this heap has no such block: no need to ask again
 *   heap_alloc() false                     nothing was done: call smh_heap_alloc(), which also
 *                                          finds out what is wrong
 *   heap_free() 0                          freed
 *   heap_free() anything else              to be passed to smh_heap_free_rest()
 */
SMH_INLINE bool heap_alloc(const struct sys_heap *h, size_t granules, outcome_t *block)
{
#if HEAP_IN_LINE
	const struct view v = view_as(h, NARROW);

	if (HAVE_NARROW && SMH_LIKELY(granules < end_of(&v))) {
		struct find find = {.block = NULL};
		enum search search = take_in(&v, (uint32_t)granules, &find, block);

		if (SMH_LIKELY(search == FOUND)) {
			return true;
		}
		*block = 0;
		return search == NONE && (SMH_FLOOR_TRIES == 0 || find.block == NULL);
	}
#endif
	(void)h;
	(void)granules;
	(void)block;
	return false;
}

/* Also tells how high the top bin is now at least: that of the free block that has come of it. */
SMH_INLINE outcome_t heap_free(const struct sys_heap *h, void *ptr, uint32_t *top)
{
#if HEAP_IN_LINE
	const struct view v = view_as(h, NARROW);

	if (HAVE_NARROW && SMH_LIKELY(granule_of(v.base, ptr) < end_of(&v))) {
		return give_in(&v, ptr, top);
	}
#endif
	(void)h;
	(void)ptr;
	(void)top;
	return SMH_FAULT_FOREIGN_POINTER;
}

/* The highest bit of a narrow map that is set, as the number of a bin; 0 if there is none. */
SMH_INLINE uint32_t narrow_map_top(const struct sys_heap *h)
{
	const region_u32 *map = (const region_u32 *)(void *)h->u.map;
	uint32_t word = h->bins >> 5;

	while (map[word] == 0) {
		if (word-- == 0) {
			return 0;
		}
	}
	return (word << 5) + 31 - bits_first(map[word]);
}

/* The highest bin that has a block; 0 if there is none. */
SMH_INLINE uint32_t heap_top(const struct sys_heap *h)
{
	if (HEAP_IN_LINE && format_of(h) == NARROW) {
		uint32_t top = narrow_map_top(h);

		/* A bit beyond the heads of this heap is damage, which needs a closer look. */
		if (!SMH_CHECK || SMH_LIKELY(top <= h->bins)) {
			return top;
		}
	}
	return smh_heap_top(h);
}

/*
 * Size in granules of the first block of a bin that has one. A damaged header can only mislead a
 * choice, and is seen when the block is taken.
 */
SMH_INLINE uint32_t heap_head_size(const struct sys_heap *h, uint32_t bin)
{
	if (HEAP_IN_LINE && format_of(h) == NARROW) {
		const struct view v = view_as(h, NARROW);

		return head_size(&v, bin);
	}
	return smh_heap_head_size(h, bin);
}

#endif /* SMH_HEAP_HOT_H_ */
