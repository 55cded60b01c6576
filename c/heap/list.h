/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* The lists of free blocks of one heap, one for each bin, and the map of the bins that have any. */

#ifndef SMH_HEAP_LIST_H_
#define SMH_HEAP_LIST_H_

#include "heap/block.h"

/* Words of the map of so many bins. */
SMH_INLINE uint32_t map_words(const struct sys_heap *h, enum format f)
{
	return f == NARROW ? NARROW_MAP_WORDS : h->map_words;
}

/* Bytes of the control block above the heads. */
SMH_INLINE uint32_t map_distance(const struct sys_heap *h, enum format f)
{
	return COUNT_BYTES + 4 * map_words(h, f);
}

/* The word of a bin in the map. */
SMH_INLINE region_u32 *bin_word(const struct sys_heap *h, uint8_t *base, enum format f,
				uint32_t bin)
{
	uint8_t *at = base + 4 * (size_t)(bin >> 5);

	SMH_KEEP(at);
	return ctl_word(at, map_distance(h, f));
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

/* Where the head of a bin is, but for what is the same for all bins. */
SMH_INLINE uint8_t *head_at(uint8_t *base, enum format f, uint32_t bin)
{
	uint8_t *at = base - (f == NARROW ? 2 : 4) * (size_t)bin;

	SMH_ASSERT(bin != 0);
	SMH_KEEP(at);
	return at;
}

SMH_INLINE uint32_t head_get(const struct sys_heap *h, enum format f, uint8_t *at)
{
	region_u32 *head = ctl_word(at, map_distance(h, f));

	return f == NARROW ? *(region_u16 *)head : *head;
}

SMH_INLINE void head_set(const struct sys_heap *h, enum format f, uint8_t *at, uint32_t i)
{
	region_u32 *head = ctl_word(at, map_distance(h, f));

	if (f == NARROW) {
		*(region_u16 *)head = (uint16_t)i;
	} else {
		*head = i;
	}
}

/* The first block of a bin, or 0. */
SMH_INLINE uint32_t bin_head(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t bin)
{
	return head_get(h, f, head_at(base, f, bin));
}

/* Size in granules of the first block of a bin that has one, as its header tells. */
SMH_INLINE uint32_t head_size(const struct sys_heap *h, enum format f, uint32_t bin)
{
	uint8_t *base = base_of(h);
	uint32_t i = bin_head(h, base, f, bin);

	return word_size(f, i, *word_of(block_at(base, i), -1));
}

SMH_INLINE void bin_mark_in(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t bin)
{
	*bin_word(h, base, f, bin) |= bin_bit(bin);
}

SMH_INLINE void bin_clear_in(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t bin)
{
	*bin_word(h, base, f, bin) &= ~bin_bit(bin);
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

/*
 * A search upwards from a bin: where its word is, and what that says of this bin, in the highest
 * bit, and of those above it.
 */
struct seek {
	uint32_t bin;
	region_u32 *at;
	uint32_t word;
};

SMH_INLINE struct seek seek_from(const struct sys_heap *h, uint8_t *base, enum format f,
				 uint32_t bin)
{
	region_u32 *at = bin_word(h, base, f, bin);

	return (struct seek){.bin = bin, .at = at, .word = *at << (bin & 31)};
}

/*
 * The next word of a map that says something; one behind the map says that there is none. A narrow
 * map has at most three words more, and what is behind it may be read: no need to look for its end.
 */
SMH_INLINE region_u32 *next_word(enum format f, region_u32 *at, const region_u32 *end)
{
	if (f == NARROW && !SMH_FOR_SIZE) {
		_Static_assert(NARROW_MAP_WORDS == 4, "so many words are looked at");
		if (*++at == 0 && *++at == 0 && *++at == 0) {
			return (region_u32 *)end;
		}
		return at;
	}
	while (++at < end && *at == 0) {
	}
	return at;
}

/* Go on to a bin that has a block. False if there is none. */
SMH_INLINE bool seek_block(const struct sys_heap *h, uint8_t *base, enum format f, struct seek *s)
{
	region_u32 *map = ctl_word(base, map_distance(h, f));
	const region_u32 *end = ctl_word(base, COUNT_BYTES);

	if (SMH_UNLIKELY(s->word == 0)) {
		s->at = next_word(f, s->at, end);
		if (s->at >= end) {
			return false;
		}
		s->word = *s->at;
		s->bin = (uint32_t)(s->at - map) * 32;
	}
	s->bin += bits_leading(s->word);
	return true;
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
	uint8_t *head = head_at(base, f, bin);
	uint32_t first;

	if (f == WIDE && size < min_granules(f)) {
		return;
	}
	first = head_get(h, f, head);
	link_set_head(f, block, first);
	head_set(h, f, head, i);
	if (first != 0) {
		link_set_prev(f, block_at(base, first), i);
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
	return prev == 0 ? bin_head(h, base, f, bin) == i
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
		head_set(h, f, head_at(base, f, bin), next);
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
			 uint32_t i, uint32_t bin, uint8_t *head)
{
	uint32_t next = *word_of(block, 0);
	uint8_t *after;

	if (SMH_CHECK && f == WIDE && SMH_UNLIKELY(link_prev(f, block) != 0)) {
		return false;
	}
	if (next == 0) {
		head_set(h, f, head, 0);
		bin_clear(h, base, f, bin);
		return true;
	}
	after = block_at(base, next);
	/* With a narrow link backwards the word is not below the end. */
	if (SMH_CHECK && SMH_UNLIKELY(next >= end_of(h, f) || link_prev(f, after) != i)) {
		return false;
	}
	link_set_prev(f, after, 0);
	head_set(h, f, head, next);
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
	bool done;

	if (!SMH_FOR_SIZE) {
		return list_remove_in(h, base, f, block, i, size);
	}
	done = f == NARROW || !HAVE_WIDE ? smh_list_remove_narrow(h, block, i, size)
					 : smh_list_remove_wide(h, block, i, size);
	return !SMH_CHECK || done;
}

#endif /* SMH_HEAP_LIST_H_ */
