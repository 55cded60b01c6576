/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * The memory of one region. It is counted in granules of SMH_ALIGN bytes from the place where the
 * blocks start; a block is named by the index of the granule where its payload starts, and 0,
 * which is never a block, means none. There is no pointer in the region, so it may be mapped
 * elsewhere. The control block lies in front of the first header, so that all of it is at fixed
 * distances.
 *
 *          granule 0                1              1 + n                    end
 *   |control block            [hdr]|payload ... [hdr]|payload ...     [hdr]|
 *                               ^ 4 bytes, the last ones of the            ^ end marker:
 *                                 granule before                             a used block
 *                                                                            of 0 granules
 *
 * A block of n granules thus holds n * SMH_ALIGN - 4 bytes. heap/header.h describes the headers.
 * A free block has links in its payload, and its size at the end of it:
 *
 *   narrow   [hdr]| next : 16 | prev : 16 |       ...       | size : 16 |[hdr]
 *   wide     [hdr]| next : 32 | prev : 32 |       ...       | size : 32 |[hdr]
 *
 * A free block of one granule needs no footer: the header behind it tells. With 8-byte granules
 * such a block has no room for wide links: it is in no list and waits for a neighbour to be freed.
 *
 * Nothing in the region is believed: any of it may have been overwritten since the last call. An
 * index or a size that was read is compared with the bounds of the heap, which lie outside of the
 * region, before it leads anywhere.
 */

#ifndef SMH_HEAP_BLOCK_H_
#define SMH_HEAP_BLOCK_H_

#include "heap/header.h"

/*
 * The control block begins where the region does, and ends with the header of block 1. The map has
 * a bit for each bin that has a block, and room for one bin more. With SMH_CHECK_EXACT there is a
 * bit for each granule at which a live block starts. Heads are the first blocks of the bins, that
 * of bin 1 uppermost. Heads and counts are at fixed distances from the end. Where the map is
 * differs, so that the smallest heaps have one word of it only.
 *
 *   narrow  |map|bits|heads: 16 bits each|headroom|guard|max allocated|hdr
 *   wide    |map|bits|heads: 32 bits each|headroom|guard|max allocated|hdr
 *                                        12       8     4             0
 *
 * With granules of 8 bytes the header of a block 0 would be where the guard is: that of a free
 * block without a granule, which is found sound nowhere. So nothing compares an index with 0. With
 * larger granules that is done, and there is no guard.
 */
#define CTL_TOP     (SMH_ALIGN - HEADER_BYTES)
#define GUARD_BYTES (SMH_CHECK && SMH_ALIGN == 8 ? 4u : 0u)
#define GUARDED     (GUARD_BYTES != 0)
#define COUNT_BYTES (8u + GUARD_BYTES)

/* Words of the map. */
SMH_INLINE uint32_t map_words_for(uint32_t bins)
{
	return (bins + 1) / 32 + 1;
}

/* Where the links of a narrow free block lie in it. They are also read as one word. */
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define NEXT_HALF 1
#define PREV_HALF 0
#else
#define NEXT_HALF 0
#define PREV_HALF 1
#endif

/* With one format left out by the build, the choice is made there. */
SMH_INLINE enum format format_of(const struct sys_heap *h)
{
	return HAVE_NARROW && (!HAVE_WIDE || h->seal >> 16 != 0) ? NARROW : WIDE;
}

SMH_INLINE uint8_t *base_of(const struct sys_heap *h)
{
	return (uint8_t *)h->heap;
}

/* Granule at which the heap ends. */
SMH_INLINE uint32_t heap_end(const struct sys_heap *h)
{
	return format_of(h) == NARROW ? h->seal >> 16 : h->u.wide_end;
}

SMH_INLINE struct view view_as(const struct sys_heap *h, enum format f)
{
	struct view v = {.h = h, .base = base_of(h), .seal = h->seal, .f = f};

#if !FORMAT_IS_KNOWN
	v.end = heap_end(h);
#endif
	return v;
}

/* Where the format is not known to the compiler. */
SMH_INLINE struct view view_of(const struct sys_heap *h)
{
	return view_as(h, format_of(h));
}

/* A word of the control block, at a distance in bytes from its end. */
SMH_INLINE region_u32 *ctl_word(uint8_t *base, uint32_t distance)
{
	return (region_u32 *)(void *)(base + CTL_TOP - distance);
}

/* The word where the header of block 0 would be. */
SMH_INLINE region_u32 *guard_of(uint8_t *base)
{
	return ctl_word(base, 8);
}

/* The address of a granule, counted from one at that address. */
SMH_INLINE uint8_t *block_at(uint8_t *from, uint32_t granules)
{
	return from + (size_t)granules * SMH_ALIGN;
}

/* Words and halves of a block, counted from its start: its header is word -1. */
SMH_INLINE region_u32 *word_of(uint8_t *block, int n)
{
	return (region_u32 *)(void *)block + n;
}

SMH_INLINE region_u16 *half_of(uint8_t *block, int n)
{
	return (region_u16 *)(void *)block + n;
}

/* Least granules of a block that can be in a list, and so of every block handed out. */
SMH_INLINE uint32_t min_granules(enum format f)
{
	return f == WIDE && SMH_ALIGN < 16 ? 2 : 1;
}

/* Bytes that a block of n granules holds. */
SMH_INLINE size_t payload_bytes(uint32_t n)
{
	return (size_t)n * SMH_ALIGN - HEADER_BYTES;
}

/* Functions for either format; what is read is the value of a struct header. */
uint32_t smh_header_read(const struct sys_heap *h, uint32_t i);
void smh_header_write(const struct sys_heap *h, uint32_t i, uint32_t size, enum state state);

SMH_INLINE struct header header_read(const struct view *v, uint8_t *block, uint32_t i)
{
#if HEADERS_CALLED
	(void)block;
	return (struct header){.value = smh_header_read(v->h, i)};
#else
	return header_decode(v, i, *word_of(block, -1));
#endif
}

SMH_INLINE void header_write(const struct view *v, uint8_t *block, uint32_t i, uint32_t size,
			     enum state state)
{
	if (HEADERS_CALLED) {
		smh_header_write(v->h, i, size, state);
	} else {
		*word_of(block, -1) = header_word(v, i, size, state);
	}
}

/*
 * Make a free block of a block in the state `from` and what lies behind it: `by` granules more, and
 * then so many in all.
 */
SMH_INLINE void header_grow(const struct view *v, uint8_t *block, uint32_t i, enum state from,
			    uint32_t by, uint32_t size)
{
	*word_of(block, -1) = word_grown(v, *word_of(block, -1), i, from, by, size);
}

/* Make of a free block one of n granules, if it is used now, and one of the rest, free. */
SMH_INLINE void header_split(const struct view *v, uint8_t *block, uint32_t i, uint32_t size,
			     uint32_t n, bool used)
{
	uint32_t word = *word_of(block, -1);

	if (used) {
		*word_of(block, -1) = word_cut(v, word, i, size, n);
	}
	*word_of(block_at(block, n), -1) = word_of_tail(v, word, i, size, n);
}

/* The footer in front of a block: the size of the free block to its left. */
SMH_INLINE uint32_t footer_before(enum format f, uint8_t *block)
{
	return f == NARROW ? *half_of(block, -3) : *word_of(block, -2);
}

SMH_INLINE void footer_write(enum format f, uint8_t *block, uint32_t size)
{
	if (TELLS_LEFT(f)) {
		return;
	}
	if (f == NARROW) {
		*half_of(block, -3) = (uint16_t)size;
	} else {
		*word_of(block, -2) = size;
	}
}

/* The header of a used block, behind a free one of so many granules, or 0. */
SMH_INLINE void header_write_behind(const struct view *v, uint8_t *block, uint32_t i, uint32_t size,
				    uint32_t left)
{
	if (TELLS_LEFT(v->f)) {
		*word_of(block, -1) = size << 16 | left;
	} else {
		header_write(v, block, i, size, state_behind(left));
	}
}

/* Granules of the free block to the left of a block that is used but not USED. */
SMH_INLINE uint32_t left_size(enum format f, uint8_t *block, struct header hd)
{
#if !SMH_CHECK
	if (f == NARROW) {
		return hd.lower;
	}
#endif
	return header_state(f, hd) == BEHIND_ONE ? 1 : footer_before(f, block);
}

/*
 * The free block to the left of a used one has no longer `before` granules but `now`, where 0
 * means that there is none. If it has one, its links are written later: they lie where a footer
 * goes. The header behind it changes without being read as one, so that damage in it stays there.
 */
SMH_INLINE void left_changed(enum format f, uint8_t *block, uint32_t before, uint32_t now)
{
	enum state from = state_behind(before);
	enum state to = state_behind(now);

	if (TELLS_LEFT(f)) {
		*word_of(block, -1) ^= before ^ now;
	} else if (from != to) {
		*word_of(block, -1) = word_changed(f, *word_of(block, -1), from, to);
	}
	if (now != 0) {
		footer_write(f, block, now);
	}
}

/* The same where two or more free granules have become of `before`, or of none. */
SMH_INLINE void left_grown(enum format f, uint8_t *block, uint32_t before, uint32_t now)
{
	if (TELLS_LEFT(f)) {
		*word_of(block, -1) ^= before ^ now;
	} else if (before <= 1) {
		*word_of(block, -1) =
			word_changed(f, *word_of(block, -1), state_behind(before), BEHIND_MORE);
	}
	footer_write(f, block, now);
}

/*
 * The same where the free block had `before` granules, more than the one or more that are left,
 * which may have their links already.
 */
SMH_INLINE void left_shrunk(enum format f, uint8_t *block, uint32_t before, uint32_t now)
{
	if (TELLS_LEFT(f)) {
		*word_of(block, -1) ^= before ^ now;
	} else if (SMH_UNLIKELY(now == 1)) {
		*word_of(block, -1) = word_changed(f, *word_of(block, -1), BEHIND_MORE, BEHIND_ONE);
	} else {
		footer_write(f, block, now);
	}
}

/*
 * Links are mixed with a constant, so that neither zeroes nor small numbers look like links: a
 * block shows by a link back that it is in a list, before it is written to as a neighbour. Half of
 * it fits into an instruction, and so does all of it.
 */
#define LINK_MASK_NARROW (SMH_CHECK ? UINT32_C(0xA600) : 0)
#define LINK_MASK        (SMH_CHECK ? UINT32_C(0xA600A600) : 0)

/* The links of a free block; 0 leads nowhere. */
struct links {
	uint32_t next;
	uint32_t prev;
};

SMH_INLINE struct links links_read(enum format f, uint8_t *block)
{
	uint32_t word = *word_of(block, 0) ^ LINK_MASK;

	return f == NARROW ? (struct links){.next = word & 0xFFFF, .prev = word >> 16}
			   : (struct links){.next = word, .prev = *word_of(block, 1) ^ LINK_MASK};
}

/* A link as it is in memory, from where it leads, and the other way round. */
SMH_INLINE uint32_t link_mixed(enum format f, uint32_t link)
{
	return link ^ (f == NARROW ? LINK_MASK_NARROW : LINK_MASK);
}

SMH_INLINE uint32_t next_mixed(enum format f, uint8_t *block)
{
	return f == NARROW ? *half_of(block, NEXT_HALF) : *word_of(block, 0);
}

SMH_INLINE uint32_t prev_mixed(enum format f, uint8_t *block)
{
	return f == NARROW ? *half_of(block, PREV_HALF) : *word_of(block, 1);
}

SMH_INLINE void next_write(enum format f, uint8_t *block, uint32_t mixed)
{
	if (f == NARROW) {
		*half_of(block, NEXT_HALF) = (uint16_t)mixed;
	} else {
		*word_of(block, 0) = mixed;
	}
}

SMH_INLINE void prev_write(enum format f, uint8_t *block, uint32_t mixed)
{
	if (f == NARROW) {
		*half_of(block, PREV_HALF) = (uint16_t)mixed;
	} else {
		*word_of(block, 1) = mixed;
	}
}

/* Set both links of a block that becomes the head of its list. */
SMH_INLINE void link_set_head(enum format f, uint8_t *block, uint32_t next)
{
	*word_of(block, 0) = next ^ LINK_MASK;
	if (f == WIDE) {
		*word_of(block, 1) = LINK_MASK;
	}
}

/*
 * A block that leaves its list keeps no links. Its size stands there, which in a narrow region of
 * up to 32768 granules is a link to no block.
 */
SMH_INLINE void links_forget(enum format f, uint8_t *block, uint32_t size)
{
	if (!SMH_CHECK || size < min_granules(f)) {
		return;
	}
	*word_of(block, 0) = size;
	if (f == WIDE) {
		*word_of(block, 1) = size;
	}
}

/* Whether i can be the index of a block, so that its header and links may be read. */
SMH_INLINE bool index_in_range(const struct view *v, uint32_t i)
{
	return i < end_of(v) && (GUARDED || i != 0);
}

/* Whether a block of that size starting at i, which is in range, stays inside the heap. */
SMH_INLINE bool size_in_range(const struct view *v, uint32_t i, uint32_t size)
{
	return size - 1 < end_of(v) - i;
}

/*
 * Whether a block is before this one in its list: its link back is i, or 0. A narrow block has both
 * links in a word, and both must be possible.
 */
SMH_INLINE bool prev_is(const struct view *v, uint8_t *block, uint32_t i)
{
	if (v->f == NARROW) {
		return (*word_of(block, 0) ^ LINK_MASK ^ i << 16) < end_of(v);
	}
	return *word_of(block, 1) == (i ^ LINK_MASK);
}

/* The same of the one behind it. */
SMH_INLINE bool next_is(const struct view *v, uint8_t *block, uint32_t i)
{
	if (v->f == NARROW) {
		return rotate_right(*word_of(block, 0) ^ LINK_MASK ^ i, 16) < end_of(v);
	}
	return *word_of(block, 0) == (i ^ LINK_MASK);
}

/*
 * A wide size is confirmed by the footer, since many words are wide headers of some size. A narrow
 * one needs none, and a block of one granule has none.
 */
SMH_INLINE bool footer_agrees(enum format f, uint8_t *block, uint32_t size)
{
	return f == NARROW || size == 1 || footer_before(WIDE, block_at(block, size)) == size;
}

/*
 * Whether a block has at least n granules, one or more, and lies inside the heap. If it is not
 * free, its size as that of a free one is one that no heap has.
 */
SMH_INLINE bool free_is_sound(const struct view *v, uint8_t *block, uint32_t i, uint32_t size,
			      uint32_t n)
{
	return size >= n && size <= end_of(v) - i && footer_agrees(v->f, block, size);
}

#endif /* SMH_HEAP_BLOCK_H_ */
