/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* The lists of free blocks of one heap, one for each bin, and the map of the bins that have any. */

#ifndef SMH_HEAP_LIST_H_
#define SMH_HEAP_LIST_H_

#include "heap/block.h"
#include "heap/index.h"

SMH_INLINE region_u32 *bin_map(const struct sys_heap *h, uint8_t *base)
{
	return (region_u32 *)(void *)(base + h->map_offset);
}

SMH_INLINE bool bin_has_block(const struct sys_heap *h, uint8_t *base, uint32_t bin)
{
	return ((bin_map(h, base)[bin >> 5] >> (bin & 31)) & 1) != 0;
}

/* Heads start behind the control block with that of bin 1. */
SMH_INLINE uint32_t head_get(uint8_t *base, enum format f, uint32_t bin)
{
	uint8_t *heads = base + sizeof(struct smh_heap_ctl);

	SMH_ASSERT(bin != 0);
	return f == NARROW ? *(region_u16 *)(void *)(heads - 2 + 2 * (size_t)bin)
			   : *(region_u32 *)(void *)(heads - 4 + 4 * (size_t)bin);
}

SMH_INLINE void head_set(uint8_t *base, enum format f, uint32_t bin, uint32_t i)
{
	uint8_t *heads = base + sizeof(struct smh_heap_ctl);

	SMH_ASSERT(bin != 0);
	if (f == NARROW) {
		*(region_u16 *)(void *)(heads - 2 + 2 * (size_t)bin) = (uint16_t)i;
	} else {
		*(region_u32 *)(void *)(heads - 4 + 4 * (size_t)bin) = i;
	}
}

SMH_HOT void bin_mark(const struct sys_heap *h, uint8_t *base, uint32_t bin)
{
	region_u32 *map = &bin_map(h, base)[bin >> 5];
	uint32_t word = *map;

	*map = word | (UINT32_C(1) << (bin & 31));
	if (word == 0) {
		ctl_at(base)->words |= UINT32_C(1) << (bin >> 5);
	}
	if (h->index != NULL) {
		smh_index_mark(h->index, h->lane, bin);
	}
}

SMH_HOT void bin_clear(const struct sys_heap *h, uint8_t *base, uint32_t bin)
{
	region_u32 *map = &bin_map(h, base)[bin >> 5];
	uint32_t word = *map & ~(UINT32_C(1) << (bin & 31));

	*map = word;
	if (word == 0) {
		ctl_at(base)->words &= ~(UINT32_C(1) << (bin >> 5));
	}
	if (h->index != NULL) {
		bool octave_left = ((word >> (bin & 24)) & 0xFF) != 0;

		smh_index_clear(h->index, h->lane, bin, octave_left);
	}
}

/* The lowest bin from `bin` upwards that has a block; 0 if there is none. */
SMH_HOT uint32_t bin_at_least(const struct sys_heap *h, uint8_t *base, uint32_t bin)
{
	uint32_t words = ctl_at(base)->words & bits_from(bin >> 5);
	uint32_t w;
	uint32_t word;

	if (words == 0) {
		return 0;
	}
	w = bits_first(words);
	word = bin_map(h, base)[w];
	if (w == bin >> 5) {
		word &= bits_from(bin & 31);
		if (word == 0) {
			words &= words - 1;
			if (words == 0) {
				return 0;
			}
			w = bits_first(words);
			word = bin_map(h, base)[w];
		}
	}
	return (w << 5) + bits_first(word);
}

/* The highest bin that has a block; 0 if there is none. */
SMH_INLINE uint32_t bin_top(const struct sys_heap *h, uint8_t *base)
{
	uint32_t words = ctl_at(base)->words;
	uint32_t w;

	if (words == 0) {
		return 0;
	}
	w = bits_last(words);
	return (w << 5) + bits_last(bin_map(h, base)[w]);
}

/*
 * head -> A <-> B            head -> i <-> A <-> B
 */
SMH_HOT void list_push(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t i,
		       uint32_t size)
{
	uint32_t bin;
	uint32_t head;

	if (size < min_granules(f)) {
		return;
	}
	bin = bin_of(size);
	head = head_get(base, f, bin);
	link_set_next(base, f, i, head);
	link_set_prev(base, f, i, 0);
	head_set(base, f, bin, i);
	if (head != 0) {
		link_set_prev(base, f, head, i);
	} else {
		bin_mark(h, base, bin);
	}
}

/*
 * Take out a block whose place is known: its bin, and the block before it (0 for the head).
 *
 * A <-> i <-> B              A <-> B
 */
SMH_HOT void list_unlink(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t i,
			 uint32_t prev, uint32_t bin)
{
	uint32_t next = link_next(base, f, i);

	if (next != 0) {
		link_set_prev(base, f, next, prev);
	}
	if (prev != 0) {
		link_set_next(base, f, prev, next);
		return;
	}
	SMH_ASSERT(head_get(base, f, bin) == i);
	head_set(base, f, bin, next);
	if (next == 0) {
		bin_clear(h, base, bin);
	}
}

SMH_HOT void list_remove(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t i,
			 uint32_t size)
{
	if (size >= min_granules(f)) {
		list_unlink(h, base, f, i, link_prev(base, f, i), bin_of(size));
	}
}

/* Whether a block's link forwards leads to a block that links back. */
SMH_HOT bool next_agrees(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t i)
{
	uint32_t next = link_next(base, f, i);

	return next == 0 || (index_in_range(h, base, next) && link_prev(base, f, next) == i);
}

/* Whether a free block can be removed from its list without writing to a wrong place. */
SMH_HOT bool links_agree(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t i,
			 uint32_t size)
{
	uint32_t prev;

	if (size < min_granules(f)) {
		return true;
	}
	prev = link_prev(base, f, i);
	if (!next_agrees(h, base, f, i)) {
		return false;
	}
	if (prev == 0) {
		return head_get(base, f, bin_of(size)) == i;
	}
	return index_in_range(h, base, prev) && link_next(base, f, prev) == i;
}

/*
 * Whether a block that should be free is so and may be taken out: its own header, what its
 * neighbours say of it, and its links. What a caller has found out before is left away.
 */
SMH_HOT bool right_free_is_sound(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t i,
				 struct header hd)
{
	return size_in_range(base, i, hd) && right_agrees(base, f, i, hd) &&
	       links_agree(h, base, f, i, hd.size);
}

SMH_HOT bool left_free_is_sound(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t i,
				struct header hd)
{
	return left_agrees(h, base, f, i, hd) && links_agree(h, base, f, i, hd.size);
}

SMH_HOT bool free_block_is_sound(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t i,
				 struct header hd)
{
	return !hd.used && left_agrees(h, base, f, i, hd) && right_free_is_sound(h, base, f, i, hd);
}

#endif /* SMH_HEAP_LIST_H_ */
