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
 * A block of n granules thus holds n * SMH_ALIGN - 4 bytes. A header tells the size of its block,
 * whether that is used, and the size of the block to the left if that one is free. Free blocks are
 * merged at once, so of two neighbours one is used. There are two formats.
 *
 * Narrow, for regions of at most 32768 granules:
 *
 *   header    | size : 16 | 2 * size of a free left neighbour, else 0; or 1: free itself : 16 |
 *             the lower half is mixed with the upper one and with the index
 *   payload of a free block:  next : 16, prev : 16
 *
 * So each half confirms the other, and the place where it stands; what is no header, or no header
 * of this place, is seen without looking at the neighbours. For most headers, those of used blocks
 * between used ones, the lower half is 0 before it is mixed.
 *
 * Wide, for larger regions:
 *
 *   header    | size : 30 | left is free : 1 | used : 1 |   mixed with a hash of the index
 *   payload of a free block:  next : 32, prev : 32 ... footer : 32 with its size at the very end
 *
 * With 8-byte granules a wide block of one granule has no room for its links: when free it is
 * in no list and waits for a neighbour to be freed.
 */

#ifndef SMH_HEAP_BLOCK_H_
#define SMH_HEAP_BLOCK_H_

#include "sys_heap.h"
#include "heap/bin.h"

enum format {
	WIDE,
	NARROW
};

/*
 * The control block, with the distances from its end, where the header of block 1 is. Heads are the
 * first blocks of the bins, that of bin 1 uppermost; the map has a bit for each bin that has a
 * block; with SMH_CHECK_EXACT there is a bit for each granule at which a live block starts.
 *
 *   narrow  |bits|heads: 16 bits each|map|headroom|max allocated|hdr
 *   wide    |bits|heads: 32 bits each|map|headroom|max allocated|hdr
 *                                        8        4             0
 *
 * With granules of 8 bytes, the headroom is where the header of a block 0 would be. It is kept as
 * its complement, so that it would be one of a size that no narrow heap has.
 */
#define CTL_TOP          (SMH_ALIGN - HEADER_BYTES)
#define COUNT_BYTES      8u
#define NARROW_MAP_WORDS 4u

/* Least bytes in front of the payload of the first block, beside heads. */
#define MIN_LEAD_BYTES (COUNT_BYTES + 4 * (HAVE_NARROW ? NARROW_MAP_WORDS : 1) + HEADER_BYTES)

/* Number of bins that the blocks of a heap of n granules can need; 0 if n is too few. */
SMH_INLINE uint32_t bins_for(uint32_t n)
{
	uint32_t lead = (MIN_LEAD_BYTES + SMH_ALIGN - 1) / SMH_ALIGN;

	return n > lead ? bin_of(n - lead) : 0;
}

/*
 * A header as it is read: size and used bit in the upper bits, what is known of the left neighbour
 * in the lower ones.
 */
typedef uint32_t header_t;

/* Where the links of a narrow free block lie in it. They are also read as one word. */
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define NEXT_HALF 1
#define PREV_HALF 0
#else
#define NEXT_HALF 0
#define PREV_HALF 1
#endif

/* Header of a block that was swallowed by its left neighbour: one of impossible size. */
#define TOMB_NARROW UINT32_C(0xFCFCFCFC)
#define TOMB_WIDE   UINT32_C(0xFFFFFFFC)

/* Spreads the index over the word, so that small numbers in user data do not look like headers. */
#define SEAL UINT32_C(0x9E3779B1)

/* With one format left out by the build, the choice is made there. */
SMH_INLINE enum format format_of(const struct sys_heap *h)
{
	return HAVE_NARROW && (!HAVE_WIDE || h->end != 0) ? NARROW : WIDE;
}

/*
 * Where a heap ends. A wide one shows 0 to those who look for a narrow end, so that what is to be
 * compared with it anyway tells the formats apart too.
 */
SMH_INLINE uint32_t end_of(const struct sys_heap *h, enum format f)
{
	return f == NARROW ? h->end : h->wide_end;
}

/* The functions below take the address of granule 0, which the callers keep in a register. */

SMH_INLINE uint8_t *base_of(const struct sys_heap *h)
{
	return (uint8_t *)h->heap;
}

/* A word of the control block, at a distance in bytes from its end. */
SMH_INLINE region_u32 *ctl_word(uint8_t *base, uint32_t distance)
{
	return (region_u32 *)(void *)(base + CTL_TOP - distance);
}

SMH_INLINE uint8_t *block_at(uint8_t *base, uint32_t i)
{
	return base + (size_t)i * SMH_ALIGN;
}

/* And these the address of a block, and its index where they need that too. */

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

/* The header that a word in memory means. */
SMH_INLINE header_t header_mix(enum format f, uint32_t i, uint32_t word)
{
	return f == NARROW ? word ^ (word >> 16) ^ i : word ^ i * SEAL;
}

SMH_INLINE header_t header_read(enum format f, uint8_t *block, uint32_t i)
{
	return header_mix(f, i, *word_of(block, -1));
}

SMH_INLINE uint32_t header_size(enum format f, header_t hd)
{
	return f == NARROW ? hd >> 16 : hd >> 2;
}

/* The size from the word in memory: a narrow one is not mixed. */
SMH_INLINE uint32_t word_size(enum format f, uint32_t i, uint32_t word)
{
	return header_size(f, f == NARROW ? word : header_mix(f, i, word));
}

SMH_INLINE bool header_used(enum format f, header_t hd)
{
	return (hd & 1) == (f == NARROW ? 0 : 1);
}

/* A used block whose left neighbour is not free: most. */
SMH_INLINE bool header_is_used(enum format f, header_t hd)
{
	return f == NARROW ? hd << 16 == 0 : (hd & 3) == 1;
}

/* A free block. Its left neighbour cannot be free. */
SMH_INLINE bool header_is_free(enum format f, header_t hd)
{
	return f == NARROW ? hd << 16 == UINT32_C(1) << 16 : (hd & 3) == 0;
}

/* Whether a header tells of no free neighbour to the left. */
SMH_INLINE bool header_left_used(enum format f, header_t hd)
{
	return f == NARROW ? (hd & 0xFFFE) == 0 : (hd & 2) == 0;
}

/* The word in memory that is the header of a block without a free neighbour to the left. */
SMH_INLINE uint32_t header_word(enum format f, uint32_t i, uint32_t size, bool used)
{
	if (f == NARROW) {
		SMH_ASSUME(size <= UINT16_MAX && i <= UINT16_MAX);
		return size << 16 | (size ^ i ^ (uint32_t)!used);
	}
	return ((size << 2) | (uint32_t)used) ^ i * SEAL;
}

SMH_INLINE void header_write(enum format f, uint8_t *block, uint32_t i, uint32_t size, bool used)
{
	*word_of(block, -1) = header_word(f, i, size, used);
}

/* The word in memory of a block that is used instead of free, or the other way round. */
SMH_INLINE uint32_t word_flip_used(uint32_t word)
{
	return word ^ 1;
}

SMH_INLINE uint32_t tomb_of(enum format f, uint32_t i)
{
	return f == NARROW ? TOMB_NARROW : TOMB_WIDE ^ (i * SEAL);
}

/* Size of the free wide block to the left of a block, at its very end. */
SMH_INLINE region_u32 *footer_before(uint8_t *block)
{
	return word_of(block, -2);
}

/* Size of the free block to the left as a header tells; 0 if that one is used. */
SMH_INLINE uint32_t left_size(enum format f, uint8_t *block, header_t hd)
{
	if (f == NARROW) {
		return (hd & 0xFFFF) >> 1;
	}
	return (hd & 2) != 0 ? *footer_before(block) : 0;
}

/*
 * Tell a block that the free one to its left has no longer `before` granules but `now`, where 0
 * means that there is none.
 */
SMH_INLINE void left_changed(enum format f, uint8_t *block, uint32_t before, uint32_t now)
{
	if (f == NARROW) {
		*word_of(block, -1) ^= (before ^ now) << 1;
		return;
	}
	if ((before == 0) != (now == 0)) {
		*word_of(block, -1) ^= 2;
	}
	if (now != 0) {
		*footer_before(block) = now;
	}
}

SMH_INLINE uint32_t link_next(enum format f, uint8_t *block)
{
	return f == NARROW ? *half_of(block, NEXT_HALF) : *word_of(block, 0);
}

SMH_INLINE uint32_t link_prev(enum format f, uint8_t *block)
{
	return f == NARROW ? *half_of(block, PREV_HALF) : *word_of(block, 1);
}

SMH_INLINE void link_set_next(enum format f, uint8_t *block, uint32_t to)
{
	if (f == NARROW) {
		SMH_KEEP(to);
		*half_of(block, NEXT_HALF) = (uint16_t)to;
	} else {
		*word_of(block, 0) = to;
	}
}

SMH_INLINE void link_set_prev(enum format f, uint8_t *block, uint32_t to)
{
	if (f == NARROW) {
		SMH_KEEP(to);
		*half_of(block, PREV_HALF) = (uint16_t)to;
	} else {
		*word_of(block, 1) = to;
	}
}

/* Set both links of a block that becomes the head of its list. */
SMH_INLINE void link_set_head(enum format f, uint8_t *block, uint32_t next)
{
	*word_of(block, 0) = next;
	if (f == WIDE) {
		*word_of(block, 1) = 0;
	}
}

/* Whether i can be the index of a block, so that its header and links may be read. */
SMH_INLINE bool index_in_range(const struct sys_heap *h, enum format f, uint32_t i)
{
	return i - 1 < end_of(h, f) - 1;
}

/* Whether a block of that size starting at i stays inside the heap. */
SMH_INLINE bool size_in_range(const struct sys_heap *h, enum format f, uint32_t i, uint32_t size)
{
	/* Two narrow numbers cannot overflow. */
	return f == NARROW ? i + size <= h->end : size - 1 < h->wide_end - i;
}

#endif /* SMH_HEAP_BLOCK_H_ */
