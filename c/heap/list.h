/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* The lists of free blocks of one heap, one for each bin, and the map of the bins that have any. */

#ifndef SMH_HEAP_LIST_H_
#define SMH_HEAP_LIST_H_

#include "heap/block.h"
#include "heap/index.h"

/* Words of the map of so many bins. */
SMH_INLINE uint32_t map_words(const struct sys_heap *h, enum format f)
{
	return f == NARROW ? NARROW_MAP_WORDS : h->map_words;
}

/* The word of a bin in the map. */
SMH_INLINE region_u32 *bin_word(const struct sys_heap *h, uint8_t *base, enum format f,
				uint32_t bin)
{
	uint8_t *at = base + 4 * (size_t)(bin >> 5);

	SMH_KEEP(at);
	return f == NARROW ? ctl_word(at, 4 + 4 * NARROW_MAP_WORDS)
			   : ctl_word(at, WIDE_CTL_BYTES + 4u * map_words(h, f));
}

/* The bit of a bin: the lower the bin the higher, so that a search counts zeros. */
SMH_INLINE uint32_t bin_bit(uint32_t bin)
{
	return (UINT32_C(1) << 31) >> (bin & 31);
}

SMH_INLINE bool bin_has_block(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t bin)
{
	return (*bin_word(h, base, f, bin) & bin_bit(bin)) != 0;
}

SMH_INLINE region_u16 *narrow_head(uint8_t *base, uint32_t bin)
{
	uint8_t *at = base - 2 * (size_t)bin;

	SMH_KEEP(at);
	return (region_u16 *)ctl_word(at, NARROW_CTL_BYTES);
}

SMH_INLINE region_u32 *wide_head(const struct sys_heap *h, uint8_t *base, uint32_t bin)
{
	return ctl_word(base - 4 * (size_t)bin, WIDE_CTL_BYTES + 4u * map_words(h, WIDE));
}

SMH_INLINE uint32_t head_get(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t bin)
{
	return f == NARROW ? *narrow_head(base, bin) : *wide_head(h, base, bin);
}

SMH_INLINE void head_set(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t bin,
			 uint32_t i)
{
	SMH_ASSERT(bin != 0);
	if (f == NARROW) {
		*narrow_head(base, bin) = (uint16_t)i;
	} else {
		*wide_head(h, base, bin) = i;
	}
}

/* Size in granules of the first block of a bin that has one, as its header tells. */
SMH_INLINE uint32_t head_size(const struct sys_heap *h, enum format f, uint32_t bin)
{
	uint8_t *base = base_of(h);
	uint32_t i = head_get(h, base, f, bin);

	return word_size(f, i, *word_of(block_at(base, i), -1));
}

/* Whether a heap has a column in an index. Where it is known, it is not asked: 2 instructions. */
#ifndef HEAP_IN_POOL
#define HEAP_IN_POOL(h) ((h)->column != NULL)
#endif

SMH_INLINE void bin_mark_in(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t bin)
{
	region_u32 *word = bin_word(h, base, f, bin);
	uint32_t before = *word;

	*word = before | bin_bit(bin);
	if (HEAP_IN_POOL(h)) {
		struct column c = column_of(h);

		column_mark(&c, bin, before);
	}
}

SMH_INLINE void bin_clear_in(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t bin)
{
	region_u32 *word = bin_word(h, base, f, bin);
	uint32_t after = *word & ~bin_bit(bin);

	*word = after;
	if (HEAP_IN_POOL(h)) {
		struct column c = column_of(h);

		column_clear(&c, bin, word - bin / 32);
	}
}

void smh_bin_mark(const struct sys_heap *h, uint32_t bin);
void smh_bin_clear(const struct sys_heap *h, uint32_t bin);

SMH_INLINE void bin_mark(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t bin)
{
	if (SMH_FOR_SIZE) {
		smh_bin_mark(h, bin);
	} else {
		bin_mark_in(h, base, f, bin);
	}
}

SMH_INLINE void bin_clear(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t bin)
{
	if (SMH_FOR_SIZE) {
		smh_bin_clear(h, bin);
	} else {
		bin_clear_in(h, base, f, bin);
	}
}

/* Go on to the lowest bin from *bin upwards that has a block. False if there is none. */
SMH_INLINE bool bin_at_least(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t *bin)
{
	uint32_t word = *bin_word(h, base, f, *bin) << (*bin & 31);

	if (SMH_LIKELY(word != 0)) {
		*bin += bits_leading(word);
		return true;
	}
	for (uint32_t w = (*bin >> 5) + 1; w < map_words(h, f); w++) {
		word = *bin_word(h, base, f, w << 5);
		if (word != 0) {
			*bin = (w << 5) + bits_leading(word);
			return true;
		}
	}
	return false;
}

/* The highest bin that has a block; 0 if there is none. */
SMH_INLINE uint32_t bin_top(const struct sys_heap *h, uint8_t *base, enum format f)
{
	for (uint32_t w = map_words(h, f); w-- > 0;) {
		uint32_t word = *bin_word(h, base, f, w << 5);

		if (word != 0) {
			return (w << 5) + 31 - bits_first(word);
		}
	}
	return 0;
}

/*
 * head -> A <-> B            head -> i <-> A <-> B
 */
SMH_INLINE void list_push_in(const struct sys_heap *h, uint8_t *base, enum format f, uint8_t *block,
			     uint32_t i, uint32_t size)
{
	uint32_t bin = bin_of(size);
	uint32_t head;

	if (f == WIDE && size < min_granules(f)) {
		return;
	}
	head = head_get(h, base, f, bin);
	link_set_head(f, block, head);
	head_set(h, base, f, bin, i);
	if (head != 0) {
		link_set_prev(f, block_at(base, head), i);
	} else {
		bin_mark(h, base, f, bin);
	}
}

/* Whether a link leads to a block that links back, or nowhere. */
SMH_INLINE bool next_agrees(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t i,
			    uint32_t next)
{
	return next == 0 || (next < end_of(h, f) && link_prev(f, block_at(base, next)) == i);
}

SMH_INLINE bool prev_agrees(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t i,
			    uint32_t prev, uint32_t bin)
{
	return prev == 0 ? head_get(h, base, f, bin) == i
			 : prev < end_of(h, f) && link_next(f, block_at(base, prev)) == i;
}

/*
 * Take a free block out of its list. False, with nothing changed, if its links lead to where it
 * is not known.
 *
 * A <-> i <-> B              A <-> B
 */
SMH_INLINE bool list_remove_in(const struct sys_heap *h, uint8_t *base, enum format f,
			       uint8_t *block, uint32_t i, uint32_t size)
{
	uint32_t next = link_next(f, block);
	uint32_t prev = link_prev(f, block);
	uint32_t bin = bin_of(size);

	if (f == WIDE && size < min_granules(f)) {
		return true;
	}
	if (SMH_CHECK && SMH_UNLIKELY(!next_agrees(h, base, f, i, next) ||
				      !prev_agrees(h, base, f, i, prev, bin))) {
		return false;
	}
	if (prev != 0) {
		link_set_next(f, block_at(base, prev), next);
	} else {
		head_set(h, base, f, bin, next);
		if (next == 0) {
			bin_clear(h, base, f, bin);
		}
	}
	if (next != 0) {
		link_set_prev(f, block_at(base, next), prev);
	}
	return true;
}

/*
 * The same for the head of a bin. For most heads both links are 0; for the others the link
 * backwards must be.
 *
 * head -> i <-> A            head -> A
 */
SMH_INLINE bool list_pop(const struct sys_heap *h, uint8_t *base, enum format f, uint8_t *block,
			 uint32_t i, uint32_t bin)
{
	uint32_t next = *word_of(block, 0);
	uint8_t *after;

	if (SMH_CHECK && f == WIDE && SMH_UNLIKELY(link_prev(f, block) != 0)) {
		return false;
	}
	if (next == 0) {
		head_set(h, base, f, bin, 0);
		bin_clear(h, base, f, bin);
		return true;
	}
	after = block_at(base, next);
	/* With a narrow link backwards the word is not below the end. */
	if (SMH_CHECK && SMH_UNLIKELY(next >= end_of(h, f) || link_prev(f, after) != i)) {
		return false;
	}
	link_set_prev(f, after, 0);
	head_set(h, base, f, bin, next);
	return true;
}

/* The two as functions, for either format. */
void smh_list_push_narrow(const struct sys_heap *h, uint8_t *block, uint32_t i, uint32_t size);
void smh_list_push_wide(const struct sys_heap *h, uint8_t *block, uint32_t i, uint32_t size);
bool smh_list_remove_narrow(const struct sys_heap *h, uint8_t *block, uint32_t i, uint32_t size);
bool smh_list_remove_wide(const struct sys_heap *h, uint8_t *block, uint32_t i, uint32_t size);

SMH_INLINE void list_push(const struct sys_heap *h, uint8_t *base, enum format f, uint8_t *block,
			  uint32_t i, uint32_t size)
{
	if (!SMH_FOR_SIZE) {
		list_push_in(h, base, f, block, i, size);
	} else if (f == NARROW || !HAVE_WIDE) {
		smh_list_push_narrow(h, block, i, size);
	} else {
		smh_list_push_wide(h, block, i, size);
	}
}

SMH_INLINE bool list_remove(const struct sys_heap *h, uint8_t *base, enum format f, uint8_t *block,
			    uint32_t i, uint32_t size)
{
	if (!SMH_FOR_SIZE) {
		return list_remove_in(h, base, f, block, i, size);
	}
	return f == NARROW || !HAVE_WIDE ? smh_list_remove_narrow(h, block, i, size)
					 : smh_list_remove_wide(h, block, i, size);
}

#endif /* SMH_HEAP_LIST_H_ */
