/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * The word in front of each block: its size, its state, and a check over both.
 *
 * The state tells whether the block is used, and what lies to its left. Free neighbours are merged
 * at once, so of two neighbours one is used, and four states are enough:
 *
 *   USED         used, and so is the block to the left
 *   FREE         free; the block to the left is used
 *   BEHIND_ONE   used, behind a free block of one granule
 *   BEHIND_MORE  used, behind a larger free block, whose last bytes repeat its size: its footer
 *
 * Narrow, for regions of at most 65535 granules. The word is this number times NARROW_CODE, modulo
 * 2^32; a multiplication by the inverse gives it back:
 *
 *    31            18 17 16 15             0
 *   | index + salt   |state|      size       |
 *
 * Wide, for larger regions:
 *
 *    31    24 23                      2 1 0
 *   |  check |         size           |state|  xor a hash of index and salt; the lower half
 *                                              is folded into the upper one (wide_fold), and a
 *                                              size from 2^22 on reaches into the check
 *
 * Two headers of one place differ in at least four bits, and not in a single byte only. So a change
 * of one to three bits, or of anything within one byte, makes a word that is no header. The index
 * ties a header to its place, and the salt ties it to this set-up of the heap: but for odds, a
 * copied header is none, nor is one that an earlier heap left in this memory. DESIGN.md has the
 * argument, tests/exhaust tries all sizes.
 *
 *   Example: 3 granules, used, at index 5, salt 0x1200, narrow.
 *   (5 + 0x1200) << 18 | 1 << 16 | 3 = 0x48150003; times 0xBAAF9793 that is the word 0xF71DC6B9.
 *
 * Without SMH_CHECK a wide header is size and state alone. A narrow one has the size in its upper
 * half, and in the lower the size of the free block to the left, or 0, or 0xFFFF: free itself.
 */

#ifndef SMH_HEAP_HEADER_H_
#define SMH_HEAP_HEADER_H_

#include "sys_heap.h"
#include "heap/heap.h"

/*
 * The usual paths are in line, for a heap whose format the compiler knows: heap/hot.h. All the rest
 * is one piece of code for both formats, for which functions read and write headers and lists.
 */
#if defined(SMH_HEAP_HOT_H_)
#define FORMAT_IS_KNOWN HEAP_IN_LINE
#else
#define FORMAT_IS_KNOWN 0
#endif

enum format {
	WIDE,
	NARROW
};

/* What a heap is read through: loaded once, since any store to the region may alias the heap. */
struct view {
	const struct sys_heap *h;
	uint8_t *base; /* granule 0 */
	uint32_t seal; /* narrow: end << 16 | salt; wide: the salt */
#if !FORMAT_IS_KNOWN
	uint32_t end; /* found out once */
#endif
	enum format f;
};

/* Index of the end marker. */
SMH_INLINE uint32_t end_of(const struct view *v)
{
#if FORMAT_IS_KNOWN
	return v->f == NARROW ? v->seal >> 16 : v->h->u.wide_end;
#else
	return v->end;
#endif
}

/* Found by search: no change of one to three bits, or within one byte, is a multiple below 2^18. */
#define NARROW_CODE         UINT32_C(0xBAAF9793)
#define NARROW_CODE_INVERSE UINT32_C(0x27E41E9B)
#define NARROW_TAG_SHIFT    18u
#define SALT_MASK           UINT32_C(0x3FFF)

/* Spreads index and salt over a wide header. */
#define INDEX_HASH         UINT32_C(0x9E3779B1)
#define INDEX_HASH_INVERSE UINT32_C(0x0E8B2F51)

/* Headers without a check are read and written in line everywhere. */
#define HEADERS_CALLED (!FORMAT_IS_KNOWN && SMH_CHECK)

/* Whether a header tells the size of the block to the left, and there are no footers. */
#define TELLS_LEFT(f) (!SMH_CHECK && (f) == NARROW)

/* Free is 0, so that a word of zeroes is no header: it would be a free block without a granule. */
enum state {
	FREE,
	USED,
	BEHIND_MORE,
	BEHIND_ONE
};

/* The state of a used block whose left neighbour is free and has so many granules; 0: is used. */
SMH_INLINE enum state state_behind(uint32_t left)
{
	if (left == 0) {
		return USED;
	}
	return left == 1 ? BEHIND_ONE : BEHIND_MORE;
}

SMH_INLINE uint32_t wide_mix(uint32_t seal, uint32_t i)
{
	return SMH_CHECK ? (i ^ seal << 16) * INDEX_HASH : 0;
}

SMH_INLINE uint32_t rotate_right(uint32_t x, unsigned int bits)
{
	return x >> bits | x << (32 - bits);
}

/*
 * Exclusive-or the check of the lower 24 bits into the upper 8: a linear code, so that doing it
 * twice undoes it.
 */
SMH_INLINE uint32_t wide_code_in(uint32_t x)
{
	uint32_t t = x << 8;

	t ^= rotate_right(t, 4);
	t ^= t >> 24;
	t ^= t << 12;
	t ^= rotate_right(t, 21);
	t ^= t >> 15;
	return x ^ t << 24;
}

/* The same as a function. */
uint32_t smh_wide_code(uint32_t x);

SMH_INLINE uint32_t wide_code(uint32_t x)
{
	if (!SMH_CHECK) {
		return x;
	}
	return FORMAT_IS_KNOWN ? wide_code_in(x) : smh_wide_code(x);
}

/*
 * Size and state as they are in memory, but for index and salt, and back. The lower half is folded
 * into the upper one, so that damage to it gives a size that only a large heap has.
 */
SMH_INLINE uint32_t wide_fold(uint32_t x)
{
	return SMH_CHECK ? x ^ x << 16 : x;
}

SMH_INLINE uint32_t wide_encode(uint32_t x)
{
	return wide_code(wide_fold(x));
}

SMH_INLINE uint32_t wide_decode(uint32_t word)
{
	return wide_fold(wide_code(word));
}

/*
 * A header as it is read: the size, and above it the state. What is no header has something above
 * that. So if it is not that of a block in the state looked for, its size is one that no heap has,
 * and a single comparison with what there is room for tells.
 */
struct header {
	uint32_t value;
#if !SMH_CHECK
	uint32_t lower; /* of a narrow one, as it is */
#endif
};

#define NARROW_STATE_SHIFT 16u
#define WIDE_STATE_SHIFT   30u

/* The header that a word at index i means. */
SMH_INLINE struct header header_decode(const struct view *v, uint32_t i, uint32_t word)
{
	struct header hd;

#if !SMH_CHECK
	hd.lower = word & 0xFFFF;
	if (v->f == NARROW) {
		hd.value = word >> 16;
		return hd;
	}
#else
	if (v->f == NARROW) {
		uint32_t tag = (i + v->seal) << NARROW_TAG_SHIFT;

		hd.value = word * NARROW_CODE_INVERSE - tag;
		return hd;
	}
#endif
	hd.value = rotate_right(wide_decode(word ^ wide_mix(v->seal, i)), 2);
	return hd;
}

/* What a state adds to the size. */
SMH_INLINE uint32_t state_value(enum format f, enum state state)
{
	return (uint32_t)state << (f == NARROW ? NARROW_STATE_SHIFT : WIDE_STATE_SHIFT);
}

/* The size, if it is in that state; a size that no heap has, if it is in another. */
SMH_INLINE uint32_t size_as(enum format f, struct header hd, enum state state)
{
	return TELLS_LEFT(f) ? hd.value : hd.value - state_value(f, state);
}

SMH_INLINE uint32_t free_size(enum format f, struct header hd)
{
	return size_as(f, hd, FREE);
}

/* Size in any state. */
SMH_INLINE uint32_t header_size(enum format f, struct header hd)
{
	if (f == WIDE) {
		return hd.value << 2 >> 2;
	}
	return hd.value >> NARROW_STATE_SHIFT < 4 ? hd.value & 0xFFFF : hd.value;
}

/* What is no header may have another number. */
SMH_INLINE uint32_t header_state(enum format f, struct header hd)
{
#if !SMH_CHECK
	if (f == NARROW) {
		return hd.lower == 0xFFFF ? (uint32_t)FREE : (uint32_t)state_behind(hd.lower);
	}
#endif
	return hd.value >> (f == NARROW ? NARROW_STATE_SHIFT : WIDE_STATE_SHIFT);
}

/* Without SMH_CHECK these two need not be told apart from what is no header. */
SMH_INLINE bool header_is_used(enum format f, struct header hd)
{
#if !SMH_CHECK
	if (f == NARROW) {
		return hd.lower == 0;
	}
#endif
	return header_state(f, hd) == USED;
}

SMH_INLINE bool header_is_free(enum format f, struct header hd)
{
	return header_state(f, hd) == FREE;
}

/* The word of a header at index i. */
SMH_INLINE uint32_t header_word(const struct view *v, uint32_t i, uint32_t size, enum state state)
{
	if (TELLS_LEFT(v->f)) {
		return size << 16 | (state == FREE ? 0xFFFF : 0);
	}
	if (v->f == NARROW) {
		uint32_t tag = (i + v->seal) << NARROW_TAG_SHIFT;

		return (tag + state_value(NARROW, state) + size) * NARROW_CODE;
	}
	return wide_encode(size << 2 | (uint32_t)state) ^ wide_mix(v->seal, i);
}

/* The word of the header of a block that changes from one state to another, wherever it is. */
SMH_INLINE uint32_t word_changed(enum format f, uint32_t word, enum state from, enum state to)
{
	if (TELLS_LEFT(f)) {
		return from == to ? word : word ^ 0xFFFF;
	}
	if (f == NARROW) {
		return word + (state_value(NARROW, to) - state_value(NARROW, from)) * NARROW_CODE;
	}
	return word ^ (SMH_CHECK ? wide_code_in(wide_fold((uint32_t)from ^ (uint32_t)to))
				 : (uint32_t)from ^ (uint32_t)to);
}

/*
 * Where a free block at i, with that word, is split: the words of what is cut to n granules and
 * used, and of the free tail. The multiplied number changes with the word, and has not to be known.
 */
SMH_INLINE uint32_t word_cut(const struct view *v, uint32_t word, uint32_t i, uint32_t size,
			     uint32_t n)
{
	if (SMH_CHECK && v->f == NARROW) {
		return word_changed(NARROW, word, FREE, USED) - (size - n) * NARROW_CODE;
	}
	return header_word(v, i, n, USED);
}

SMH_INLINE uint32_t word_of_tail(const struct view *v, uint32_t word, uint32_t i, uint32_t size,
				 uint32_t n)
{
	const uint32_t step = (UINT32_C(1) << NARROW_TAG_SHIFT) - 1;

	if (SMH_CHECK && v->f == NARROW) {
		return word + n * (step * NARROW_CODE);
	}
	return header_word(v, i + n, size - n, FREE);
}

/* The word of a free block of that size, of which `by` granules are new, that was in a state. */
SMH_INLINE uint32_t word_grown(const struct view *v, uint32_t word, uint32_t i, enum state from,
			       uint32_t by, uint32_t size)
{
	if (SMH_CHECK && v->f == NARROW) {
		return word_changed(NARROW, word, from, FREE) + by * NARROW_CODE;
	}
	return header_word(v, i, size, FREE);
}

#endif /* SMH_HEAP_HEADER_H_ */
