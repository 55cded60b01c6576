/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * What the layers above need most of one heap, in line where the build is for speed. Where it is
 * for size it is called, and with SMH_ASAN too, as only the files of this folder may touch headers.
 */

#ifndef SMH_HEAP_HOT_H_
#define SMH_HEAP_HOT_H_

#include "heap/aligned.h"
#include "heap/give.h"

/* Wide heaps are usual where all are in line, or where all heaps are wide. */
#define WIDE_IN_LINE         (HEAP_IN_LINE && HAVE_WIDE && (ALL_IN_LINE || !HAVE_NARROW))
#define FORMAT_IS_IN_LINE(f) ((f) == NARROW ? HAVE_NARROW : WIDE_IN_LINE)

/*
 * The fast paths of alloc and free for heaps of one format, which call nothing, so that a caller
 * that begins with them saves no registers for a call.
 *
 *   heap_alloc() true, *block an address   allocated
 *   heap_alloc() true, *block 0            this heap has no such block: no need to ask again
 *   heap_alloc() false                     nothing was done: call smh_heap_alloc(), which also
 *                                          finds out what is wrong
 *   heap_free() 0                          freed
 *   heap_free() anything else              to be passed to smh_heap_free_rest()
 */
SMH_INLINE bool heap_alloc_find(const struct sys_heap *h, enum format f, size_t granules,
				struct find *find, outcome_t *block)
{
#if HEAP_IN_LINE
	const struct view v = view_as(h, f);

	if (FORMAT_IS_IN_LINE(f) && SMH_LIKELY(granules < end_of(&v))) {
		enum search search;

		find->block = NULL;
		search = take_in(&v, (uint32_t)granules, find, block);
		if (SMH_LIKELY(search == FOUND)) {
			return true;
		}
		*block = 0;
		return search == NONE && (SMH_FLOOR_TRIES == 0 || find->block == NULL);
	}
#endif
	(void)h;
	(void)f;
	(void)granules;
	(void)find;
	(void)block;
	return false;
}

SMH_INLINE bool heap_alloc(const struct sys_heap *h, enum format f, size_t granules,
			   outcome_t *block)
{
	struct find find;

	return heap_alloc_find(h, f, granules, &find, block);
}

/*
 * The same where the head of a bin is known to fit: *find tells how large it was. True only if the
 * block was allocated.
 */
SMH_INLINE bool heap_alloc_head(const struct sys_heap *h, uint32_t bin, uint32_t n,
				struct find *find, outcome_t *block)
{
#if HEAP_IN_LINE
	const struct view v = view_as(h, NARROW);

	if (HAVE_NARROW && SMH_LIKELY(n < end_of(&v))) {
		*block = take_head(&v, bin, n, find);
		return SMH_LIKELY(*block != 0);
	}
#endif
	(void)h;
	(void)bin;
	(void)n;
	(void)find;
	(void)block;
	return false;
}

/*
 * heap_alloc() at a multiple of `most` + 1 granules, a power of two above 1. Else nothing was done:
 * call smh_heap_aligned_alloc().
 */
SMH_INLINE bool heap_alloc_aligned(const struct sys_heap *h, size_t granules, size_t most,
				   outcome_t *block)
{
#if ALL_IN_LINE
	const struct view v = view_as(h, NARROW);

	if (HAVE_NARROW && SMH_LIKELY(granules + most < end_of(&v))) {
		const struct request r = {.granules = (uint32_t)granules,
					  .align = (uint32_t)most + 1};
		struct place place = {.lead = 0};

		*block = 0;
		return SMH_LIKELY(take_aligned_in(&v, &r, (uint32_t)(granules + most), &place,
						  block) != DAMAGED);
	}
#endif
	(void)h;
	(void)granules;
	(void)most;
	(void)block;
	return false;
}

/*
 * Also tells the bin of the free block that has come of it, which the top bin is not below, and
 * what it was merged with.
 */
SMH_INLINE outcome_t heap_free_live(const struct sys_heap *h, enum format f, void *ptr,
				    struct live *live, uint32_t *bin)
{
#if HEAP_IN_LINE
	const struct view v = view_as(h, f);

	if (FORMAT_IS_IN_LINE(f) && SMH_LIKELY(granule_of(v.base, ptr) < end_of(&v))) {
		return give_live(&v, ptr, live, bin);
	}
#endif
	(void)h;
	(void)f;
	(void)ptr;
	(void)live;
	(void)bin;
	return SMH_FAULT_FOREIGN_POINTER;
}

SMH_INLINE outcome_t heap_free(const struct sys_heap *h, enum format f, void *ptr, uint32_t *bin)
{
	struct live live;

	return heap_free_live(h, f, ptr, &live, bin);
}

/* The first block of a bin of a narrow heap, or 0. */
SMH_INLINE uint32_t heap_head(const struct sys_heap *h, uint32_t bin)
{
	const struct view v = view_as(h, NARROW);

	return bin_head(&v, bin);
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

/* The same of a narrow heap in which no bin above `bin` has a block. */
SMH_INLINE uint32_t heap_top_from(const struct sys_heap *h, uint32_t bin)
{
	const struct view v = view_as(h, NARROW);
	uint32_t word = *bin_word(&v, bin);
	uint32_t top = bin | 31;

	while (SMH_UNLIKELY(word == 0)) {
		if (top < 32) {
			return 0;
		}
		top -= 32;
		word = *bin_word(&v, top);
	}
	top -= bits_first(word);
	/* A bit above that is damage, which needs a closer look. */
	return !SMH_CHECK || SMH_LIKELY(top <= bin) ? top : smh_heap_top(h);
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
