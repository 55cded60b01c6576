/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* The lists of free blocks of one heap, one for each bin, and the map of the bins that have any. */

#ifndef SMH_HEAP_LIST_H_
#define SMH_HEAP_LIST_H_

#include "heap/block.h"

/* The first word of the map: at the start of the region. */
SMH_INLINE region_u32 *map_of(const struct view *v)
{
	return v->f == NARROW && FORMAT_IS_KNOWN
		       ? (region_u32 *)(void *)v->h->u.map
		       : (region_u32 *)(void *)(v->base - (size_t)v->h->lead * SMH_ALIGN);
}

/* The word of a bin in the map. */
SMH_INLINE region_u32 *bin_word(const struct view *v, uint32_t bin)
{
	return map_of(v) + (bin >> 5);
}

/* The bit of a bin: the lower the bin the higher, so that a search counts zeros. */
SMH_INLINE uint32_t bin_bit(uint32_t bin)
{
	return (UINT32_C(1) << 31) >> (bin & 31);
}

SMH_INLINE bool bin_has_block(const struct view *v, uint32_t bin)
{
	return (*bin_word(v, bin) & bin_bit(bin)) != 0;
}

/* Where the head of a bin is, but for what is the same for all bins. */
SMH_INLINE uint8_t *head_at(const struct view *v, uint32_t bin)
{
	uint8_t *at = v->base - (v->f == NARROW ? 2 : 4) * (size_t)bin;

	SMH_ASSERT(bin != 0 && bin <= v->h->bins);
	SMH_KEEP(at);
	return at;
}

SMH_INLINE uint32_t head_get(const struct view *v, uint8_t *at)
{
	region_u32 *head = ctl_word(at, COUNT_BYTES);

	return v->f == NARROW ? *(region_u16 *)head : *head;
}

SMH_INLINE void head_set(const struct view *v, uint8_t *at, uint32_t i)
{
	region_u32 *head = ctl_word(at, COUNT_BYTES);

	if (v->f == NARROW) {
		*(region_u16 *)head = (uint16_t)i;
	} else {
		*head = i;
	}
}

/* The first block of a bin, or 0; any number, if the control block is damaged. */
SMH_INLINE uint32_t bin_head(const struct view *v, uint32_t bin)
{
	return head_get(v, head_at(v, bin));
}

/* Size in granules of the first block of a bin that has one, as its header tells, or 0. */
SMH_INLINE uint32_t head_size(const struct view *v, uint32_t bin)
{
	uint32_t i = bin_head(v, bin);

	if (SMH_CHECK && SMH_UNLIKELY(!index_in_range(v, i))) {
		return 0;
	}
	return free_size(v->f, header_read(v, block_at(v->base, i), i));
}

SMH_INLINE void bin_mark(const struct view *v, uint32_t bin)
{
	*bin_word(v, bin) |= bin_bit(bin);
}

SMH_INLINE void bin_clear(const struct view *v, uint32_t bin)
{
	*bin_word(v, bin) &= ~bin_bit(bin);
}

/* A search upwards from a bin: what its word says of it, in the highest bit, and of those above. */
struct seek {
	uint32_t bin;
	uint32_t word;
};

SMH_INLINE struct seek seek_from(const struct view *v, uint32_t bin)
{
	return (struct seek){.bin = bin, .word = *bin_word(v, bin) << (bin & 31)};
}

/*
 * Go on to the next word of a narrow map that says something. The map has at most three words more;
 * what lies behind it, heads, may be read, and says bins that this heap has not.
 */
SMH_INLINE bool seek_far_narrow(const struct view *v, struct seek *s)
{
	const region_u32 *at = bin_word(v, s->bin);

	s->bin &= ~UINT32_C(31);
	s->word = at[1];
	s->bin += 32;
	if (s->word == 0) {
		s->word = at[2];
		s->bin += 32;
	}
	if (s->word == 0) {
		s->word = at[3];
		s->bin += 32;
	}
	return s->word != 0;
}

SMH_INLINE bool seek_far(const struct view *v, struct seek *s)
{
	const region_u32 *at = bin_word(v, s->bin);
	uint32_t last = s->bin | 31; /* of this word */
	uint32_t bins = v->h->bins;

	do {
		if (last >= bins) {
			return false;
		}
		last += 32;
		s->word = *++at;
	} while (s->word == 0);
	s->bin = last - 31;
	return true;
}

/*
 * Go on to a bin that has a block. False if there is none. A bit beyond the heads of this heap is
 * damage, and says nothing.
 */
SMH_INLINE bool seek_block(const struct view *v, struct seek *s)
{
	if (SMH_UNLIKELY(s->word == 0)) {
		if (v->f == NARROW && FORMAT_IS_KNOWN) {
			if (!seek_far_narrow(v, s) || s->bin + bits_leading(s->word) > v->h->bins) {
				return false;
			}
		} else if (!seek_far(v, s)) {
			return false;
		}
	}
	s->bin += bits_leading(s->word);
	return !SMH_CHECK || SMH_LIKELY(s->bin <= v->h->bins);
}

/* A word of the map, without what is damage there: bits beyond the heads of this heap. */
SMH_INLINE uint32_t map_word(const struct view *v, uint32_t w)
{
	uint32_t word = *bin_word(v, w << 5);
	uint32_t bins = v->h->bins + 1u; /* bit 0 stands for no bin */

	if (!SMH_CHECK || bins >= (w + 1) << 5) {
		return word;
	}
	return bins > w << 5 ? word & ~(UINT32_MAX >> (bins & 31)) : 0;
}

/* The highest bin that has a block; 0 if there is none. */
SMH_INLINE uint32_t bin_top(const struct view *v)
{
	for (uint32_t w = map_words_for(v->h->bins); w-- > 0;) {
		uint32_t word = map_word(v, w);

		if (word != 0) {
			return (w << 5) + 31 - bits_first(word);
		}
	}
	return 0;
}

/* The list for blocks of one size. */
struct list {
	uint32_t bin;
	uint8_t *head; /* as head_at() has it */
};

/* There is none for a block of fewer than min_granules(). */
SMH_INLINE struct list list_of(const struct view *v, uint32_t size)
{
	struct list list = {.bin = bin_of(size)};

	list.head = head_at(v, list.bin);
	return list;
}

/* Whether a block has no link back, as a head has none. */
SMH_INLINE bool is_head(const struct view *v, uint8_t *block)
{
	return prev_is(v, block, 0);
}

/* Whether a block can be put in front: what the head names is a head. */
SMH_INLINE bool list_is_sound(const struct view *v, const struct list *list)
{
	uint32_t first = head_get(v, list->head);

	return !SMH_CHECK || first == 0 ||
	       (index_in_range(v, first) && is_head(v, block_at(v->base, first)));
}

/*
 * Put a block in front. False, with nothing changed, if what the head names is no head.
 *
 * head -> A <-> B            head -> i <-> A <-> B
 */
SMH_INLINE bool list_push(const struct view *v, const struct list *list, uint8_t *block, uint32_t i)
{
	uint32_t first = head_get(v, list->head);

	if (first == 0) {
		bin_mark(v, list->bin);
	} else {
		uint8_t *behind = block_at(v->base, first);

		if (SMH_CHECK && SMH_UNLIKELY(!index_in_range(v, first) || !is_head(v, behind))) {
			return false;
		}
		prev_write(v->f, behind, link_mixed(v->f, i));
	}
	link_set_head(v->f, block, first);
	head_set(v, list->head, i);
	return true;
}

/* Whether a link of i leads to a block in the same list, which links back, or nowhere. */
SMH_INLINE bool next_agrees(const struct view *v, uint32_t i, uint32_t next)
{
	return next == 0 || (index_in_range(v, next) && prev_is(v, block_at(v->base, next), i));
}

SMH_INLINE bool prev_agrees(const struct view *v, uint32_t i, uint32_t prev, uint32_t bin)
{
	if (prev == 0) {
		return bin_head(v, bin) == i;
	}
	return index_in_range(v, prev) && next_is(v, block_at(v->base, prev), i);
}

/*
 * What leads to the block i, with these links as they are in memory, leads to its next one from now
 * on. False, with nothing changed, if it did not lead to i.
 */
SMH_INLINE bool unlink_prev(const struct view *v, uint32_t i, uint32_t next, uint32_t prev,
			    uint32_t size)
{
	uint32_t to_prev = link_mixed(v->f, prev);
	uint8_t *before = block_at(v->base, to_prev);
	struct list list;

	if (to_prev != 0) {
		if (SMH_CHECK &&
		    SMH_UNLIKELY(!index_in_range(v, to_prev) || !next_is(v, before, i))) {
			return false;
		}
		next_write(v->f, before, next);
		return true;
	}
	list = list_of(v, size);
	if (SMH_CHECK && SMH_UNLIKELY(head_get(v, list.head) != i)) {
		return false;
	}
	head_set(v, list.head, link_mixed(v->f, next));
	if (next == link_mixed(v->f, 0)) {
		bin_clear(v, list.bin);
	}
	return true;
}

/*
 * Take a free block out of its list. False, with nothing changed, if what its links lead to does
 * not lead back. The links stay in the block.
 *
 * A <-> i <-> B              A <-> B
 */
SMH_INLINE bool list_remove(const struct view *v, uint8_t *block, uint32_t i, uint32_t size)
{
	const enum format f = v->f;
	uint32_t next = next_mixed(f, block);
	uint32_t prev = prev_mixed(f, block);

	SMH_KEEP(next); /* as it is in memory, which is how it is passed on */
	uint32_t to_next = link_mixed(f, next);
	uint32_t mixed = link_mixed(f, i);
	uint8_t *after = block_at(v->base, to_next);

	if (size < min_granules(f)) {
		return true;
	}
	if (to_next != 0) {
		if (SMH_CHECK &&
		    SMH_UNLIKELY(!index_in_range(v, to_next) || !prev_is(v, after, i))) {
			return false;
		}
		prev_write(f, after, prev);
	}
	if (SMH_UNLIKELY(!unlink_prev(v, i, next, prev, size))) {
		if (to_next != 0) {
			prev_write(f, after, mixed);
		}
		return false;
	}
	return true;
}

/*
 * The same for the head of a bin. For most heads both links lead nowhere; for the others the link
 * backwards must.
 *
 * head -> i <-> A            head -> A
 */
SMH_INLINE bool list_pop(const struct view *v, uint8_t *block, uint32_t i, uint32_t bin,
			 uint8_t *head, uint32_t size)
{
	/* With a narrow link backwards the word is not below the end. */
	uint32_t next = *word_of(block, 0) ^ LINK_MASK;

	if (SMH_CHECK && v->f == WIDE && SMH_UNLIKELY(!is_head(v, block))) {
		return false;
	}
	if (next == 0) {
		head_set(v, head, 0);
		bin_clear(v, bin);
	} else {
		if (SMH_CHECK && SMH_UNLIKELY(!next_agrees(v, i, next))) {
			return false;
		}
		prev_write(v->f, block_at(v->base, next), link_mixed(v->f, 0));
		head_set(v, head, next);
	}
	links_forget(v->f, block, size);
	return true;
}

/*
 * What follows works on a heap of either format, and is called.
 *
 * Take a free block out of its list, of which it then keeps no links. False, with nothing changed,
 * if what its links lead to does not lead back. Without `unlink` that is all that is done.
 */
bool smh_list_remove(const struct sys_heap *h, uint32_t i, uint32_t size, bool unlink);

/*
 * Make a free block of `size` granules at i, or none if that is 0, and put it into its list. The
 * used block behind it was behind a free block of `before` granules, or none. 0, or
 * OUTCOME_LIST_CUT if the list had a damaged head.
 */
outcome_t smh_free_put(const struct sys_heap *h, uint32_t i, uint32_t size, uint32_t before);

/*
 * The head of a bin cannot be taken, or be put a block in front of: empty the list. The fault that
 * tells of it.
 */
outcome_t smh_list_cut(const struct sys_heap *h, uint32_t bin);

#endif /* SMH_HEAP_LIST_H_ */
