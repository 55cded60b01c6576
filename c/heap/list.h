/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* The lists of free blocks of one heap, one for each bin, and the map of those that are not empty. */

#ifndef SMH_HEAP_LIST_H_
#define SMH_HEAP_LIST_H_

#include "heap/block.h"
#include "heap/index.h"

SMH_INLINE region_u32 *bin_map(const struct sys_heap *h)
{
	return (region_u32 *)(void *)(h->heap + 1);
}

SMH_INLINE uint32_t head_get(const struct sys_heap *h, enum format f, uint32_t bin)
{
	region_u32 *heads = bin_map(h) + h->map_words;

	SMH_ASSERT(bin != 0);
	return f == NARROW ? ((region_u16 *)(void *)heads)[bin - 1] : heads[bin - 1];
}

SMH_INLINE void head_set(const struct sys_heap *h, enum format f, uint32_t bin, uint32_t i)
{
	region_u32 *heads = bin_map(h) + h->map_words;

	SMH_ASSERT(bin != 0);
	if (f == NARROW) {
		((region_u16 *)(void *)heads)[bin - 1] = (uint16_t)i;
	} else {
		heads[bin - 1] = i;
	}
}

SMH_INLINE void bin_mark(struct sys_heap *h, uint32_t bin)
{
	bin_map(h)[bin >> 5] |= UINT32_C(1) << (bin & 31);
	h->heap->words |= UINT32_C(1) << (bin >> 5);
	if (h->index != NULL) {
		index_mark(h->index, h->lane, bin);
	}
}

SMH_INLINE void bin_clear(struct sys_heap *h, uint32_t bin)
{
	uint32_t word = bin_map(h)[bin >> 5] & ~(UINT32_C(1) << (bin & 31));

	bin_map(h)[bin >> 5] = word;
	if (word == 0) {
		h->heap->words &= ~(UINT32_C(1) << (bin >> 5)) & 0x3FF;
	}
	if (h->index != NULL) {
		bool octave_left = ((word >> (bin & 24)) & 0xFF) != 0;

		index_clear(h->index, h->lane, bin, octave_left);
	}
}

/* The lowest bin from `bin` upwards that has a block; 0 if there is none. */
SMH_INLINE uint32_t bin_at_least(const struct sys_heap *h, uint32_t bin)
{
	uint32_t w = bin >> 5;
	uint32_t word;
	uint32_t words;

	if (w >= h->map_words) {
		return 0;
	}
	word = bin_map(h)[w] & bits_from(bin & 31);
	if (word == 0) {
		words = h->heap->words & (bits_from(w) << 1);
		if (words == 0) {
			return 0;
		}
		w = bits_first(words);
		word = bin_map(h)[w];
	}
	return (w << 5) + bits_first(word);
}

/* The highest bin that has a block; 0 if there is none. */
SMH_INLINE uint32_t bin_top(const struct sys_heap *h)
{
	uint32_t w;

	if (h->heap->words == 0) {
		return 0;
	}
	w = bits_last(h->heap->words);
	return (w << 5) + bits_last(bin_map(h)[w]);
}

/*
 * head -> A <-> B            head -> i <-> A <-> B
 */
SMH_INLINE void list_push(struct sys_heap *h, enum format f, uint32_t i, uint32_t size)
{
	uint32_t bin = bin_of(size);
	uint32_t head;

	if (size < min_granules(f)) {
		return;
	}
	head = head_get(h, f, bin);
	link_set_next(h, f, i, head);
	link_set_prev(h, f, i, 0);
	head_set(h, f, bin, i);
	if (head != 0) {
		link_set_prev(h, f, head, i);
	} else {
		bin_mark(h, bin);
	}
}

/*
 * A <-> i <-> B              A <-> B
 */
SMH_INLINE void list_remove(struct sys_heap *h, enum format f, uint32_t i, uint32_t size)
{
	uint32_t next;
	uint32_t prev;

	if (size < min_granules(f)) {
		return;
	}
	next = link_next(h, f, i);
	prev = link_prev(h, f, i);
	if (next != 0) {
		link_set_prev(h, f, next, prev);
	}
	if (prev != 0) {
		link_set_next(h, f, prev, next);
	} else {
		uint32_t bin = bin_of(size);

		head_set(h, f, bin, next);
		if (next == 0) {
			bin_clear(h, bin);
		}
	}
}

/* Whether a free block can be removed from its list without writing to a wrong place. */
SMH_INLINE bool links_agree(const struct sys_heap *h, enum format f, uint32_t i, uint32_t size)
{
	uint32_t next;
	uint32_t prev;

	if (size < min_granules(f)) {
		return true;
	}
	next = link_next(h, f, i);
	prev = link_prev(h, f, i);
	if (next != 0 && (!index_in_range(h, next) || link_prev(h, f, next) != i)) {
		return false;
	}
	if (prev == 0) {
		return head_get(h, f, bin_of(size)) == i;
	}
	return index_in_range(h, prev) && link_next(h, f, prev) == i;
}

/* Whether a block is what the lists say: free, in line with its neighbours, well linked. */
SMH_INLINE bool free_block_is_sound(const struct sys_heap *h, enum format f, uint32_t i,
				    struct header hd)
{
	return !hd.used && size_in_range(h, i, hd) && left_agrees(h, f, i, hd) &&
	       right_agrees(h, f, i, hd) && links_agree(h, f, i, hd.size);
}

#endif /* SMH_HEAP_LIST_H_ */
