/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * The memory of one region. It is counted in granules of SMH_ALIGN bytes from the start of the
 * control block; a block is named by the index of the granule where its payload starts, and 0,
 * which is never a block, means none. There is no pointer in the region, so it may be mapped
 * elsewhere.
 *
 *   granule 0                    first               first + n                    end
 *   |control|heads|map|      [hdr]|payload ...  [hdr]|payload ...            [hdr]|
 *                             ^ 4 bytes, the last ones of the granule before      ^ end marker:
 *                                                                                   a used block
 *                                                                                   of 0 granules
 *
 * A block of n granules thus holds n * SMH_ALIGN - 4 bytes. There are two formats.
 *
 * Narrow, for regions of at most 32768 granules:
 *
 *   header    | size : 15 | used : 1 | left : 16 |   left: size of the block to the left,
 *                                                    0 for the first
 *   payload of a free block:  next : 16, prev : 16
 *
 * Size and left of neighbours confirm each other, so that a damaged header or an interior pointer
 * is seen.
 *
 * Wide, for larger regions:
 *
 *   header    | size : 30 | left is free : 1 | used : 1 |   xor a seal made from the index
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
 * Control block. Behind it: the heads of the bins from bin 1 on, 16 or 32 bits each; the map, a bit
 * for each bin that has a block; with SMH_CHECK_EXACT one bit for each granule at which a live
 * block starts.
 */
struct smh_heap_ctl {
	uint32_t end;
	uint32_t words; /* which words of the map are not 0 */
#if SMH_STATS
	uint32_t allocated; /* bytes in live blocks, without headers */
	uint32_t max_allocated;
#endif
};

struct header {
	uint32_t size;
	uint32_t left;  /* narrow: size of the block to the left */
	bool left_free; /* wide: whether the block to the left is free */
	bool used;
};

_Static_assert(sizeof(struct smh_heap_ctl) == (SMH_STATS ? 16 : 8), "control block has padding");

/* Least bytes in front of the first block: control block, one word of the map, a header. */
#define MIN_LEAD_BYTES ((uint32_t)sizeof(struct smh_heap_ctl) + 4u + HEADER_BYTES)

/* Number of bins that the blocks of a heap of n granules can need; 0 if n is too few. */
SMH_INLINE uint32_t bins_for(uint32_t n)
{
	uint32_t lead = (MIN_LEAD_BYTES + SMH_ALIGN - 1) / SMH_ALIGN;

	return n > lead ? bin_of(n - lead) : 0;
}

/* Header of a block that was swallowed by its left neighbour: free, of impossible size. */
#define TOMB_NARROW UINT32_C(0xFFFEFFFF)
#define TOMB_WIDE   UINT32_C(0xFFFFFFFC)

/* Where the left field of a narrow header lies. */
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define LEFT_OFFSET (-2)
#else
#define LEFT_OFFSET (-4)
#endif

/* Spreads the index over the word, so that small numbers in user data do not look like headers. */
#define SEAL UINT32_C(0x9E3779B1)

/* With one format left out by the build, the choice is made there. */
SMH_INLINE bool is_narrow(const struct sys_heap *h)
{
	return HAVE_NARROW && (!HAVE_WIDE || h->narrow);
}

SMH_INLINE enum format format_of(const struct sys_heap *h)
{
	return is_narrow(h) ? NARROW : WIDE;
}

/* The functions below take the base of the region, which the callers keep in a register. */

SMH_INLINE uint8_t *base_of(const struct sys_heap *h)
{
	return (uint8_t *)h->heap;
}

SMH_INLINE struct smh_heap_ctl *ctl_at(uint8_t *base)
{
	return (struct smh_heap_ctl *)(void *)base;
}

SMH_INLINE uint8_t *block_at(uint8_t *base, uint32_t i)
{
	return base + (size_t)i * SMH_ALIGN;
}

SMH_INLINE region_u32 *word_at(uint8_t *base, uint32_t i, int offset)
{
	return (region_u32 *)(void *)(block_at(base, i) + offset);
}

SMH_INLINE region_u16 *half_at(uint8_t *base, uint32_t i, int offset)
{
	return (region_u16 *)(void *)(block_at(base, i) + offset);
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

SMH_INLINE struct header header_read(uint8_t *base, enum format f, uint32_t i)
{
	uint32_t word = *word_at(base, i, -4);
	struct header hd = {0};

	if (f == NARROW) {
		hd.size = word >> 17;
		hd.used = ((word >> 16) & 1) != 0;
		hd.left = word & 0xFFFF;
	} else {
		word ^= i * SEAL;
		hd.size = word >> 2;
		hd.left_free = (word & 2) != 0;
		hd.used = (word & 1) != 0;
	}
	return hd;
}

SMH_INLINE void header_write(uint8_t *base, enum format f, uint32_t i, struct header hd)
{
	if (f == NARROW) {
		SMH_ASSERT(hd.size < NARROW_GRANULES && hd.left < NARROW_GRANULES);
		*word_at(base, i, -4) = (hd.size << 17) | ((uint32_t)hd.used << 16) | hd.left;
	} else {
		uint32_t word = (hd.size << 2) | ((uint32_t)hd.left_free << 1) | (uint32_t)hd.used;

		*word_at(base, i, -4) = word ^ (i * SEAL);
	}
}

SMH_INLINE void header_bury(uint8_t *base, enum format f, uint32_t i)
{
	*word_at(base, i, -4) = f == NARROW ? TOMB_NARROW : TOMB_WIDE ^ (i * SEAL);
}

SMH_INLINE bool header_is_buried(uint8_t *base, enum format f, uint32_t i)
{
	return *word_at(base, i, -4) == (f == NARROW ? TOMB_NARROW : TOMB_WIDE ^ (i * SEAL));
}

/* Size of a free wide block, at its very end; i is the block to the right of it. */
SMH_INLINE region_u32 *footer_before(uint8_t *base, uint32_t i)
{
	return word_at(base, i, -8);
}

/* Tell the block to the right what lies to its left. */
SMH_INLINE void tell_right(uint8_t *base, enum format f, uint32_t i, struct header hd)
{
	uint32_t right = i + hd.size;

	if (f == NARROW) {
		*half_at(base, right, LEFT_OFFSET) = (uint16_t)hd.size;
	} else {
		struct header rh = header_read(base, f, right);

		rh.left_free = !hd.used;
		header_write(base, f, right, rh);
		if (!hd.used) {
			*footer_before(base, right) = hd.size;
		}
	}
}

SMH_INLINE uint32_t link_next(uint8_t *base, enum format f, uint32_t i)
{
	return f == NARROW ? *half_at(base, i, 0) : *word_at(base, i, 0);
}

SMH_INLINE uint32_t link_prev(uint8_t *base, enum format f, uint32_t i)
{
	return f == NARROW ? *half_at(base, i, 2) : *word_at(base, i, 4);
}

SMH_INLINE void link_set_next(uint8_t *base, enum format f, uint32_t i, uint32_t to)
{
	if (f == NARROW) {
		*half_at(base, i, 0) = (uint16_t)to;
	} else {
		*word_at(base, i, 0) = to;
	}
}

SMH_INLINE void link_set_prev(uint8_t *base, enum format f, uint32_t i, uint32_t to)
{
	if (f == NARROW) {
		*half_at(base, i, 2) = (uint16_t)to;
	} else {
		*word_at(base, i, 4) = to;
	}
}

/* Whether i can be the index of a block, so that its header and links may be read. */
SMH_INLINE bool index_in_range(const struct sys_heap *h, uint8_t *base, uint32_t i)
{
	return i - h->first < ctl_at(base)->end - h->first;
}

SMH_INLINE bool size_in_range(uint8_t *base, uint32_t i, struct header hd)
{
	return hd.size - 1 < ctl_at(base)->end - i; /* 0 wraps around and is refused too */
}

/*
 * Whether the two sides of a block agree with what its header says. False for an interior
 * pointer, but for the odds that SPEC states, and after an overrun.
 */
SMH_INLINE bool left_agrees(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t i,
			    struct header hd)
{
	uint32_t before = i - h->first;
	uint32_t left = f == NARROW ? hd.left : hd.left_free ? *footer_before(base, i) : 0;
	struct header lh;

	if (f == NARROW ? left == 0 : !hd.left_free) {
		return f == WIDE || before == 0;
	}
	if (left - 1 >= before) {
		return false; /* 0, or beyond the first block */
	}
	lh = header_read(base, f, i - left);
	return lh.size == left && (f == NARROW || !lh.used);
}

/* The size must be in range. */
SMH_INLINE bool right_agrees(uint8_t *base, enum format f, uint32_t i, struct header hd)
{
	uint32_t right = i + hd.size;
	uint32_t end = ctl_at(base)->end;
	struct header rh = header_read(base, f, right);

	if (f == NARROW) {
		return rh.left == hd.size;
	}
	if (rh.left_free == hd.used || (!hd.used && *footer_before(base, right) != hd.size)) {
		return false;
	}
	return right == end ? rh.used && rh.size == 0 : rh.size != 0 && rh.size <= end - right;
}

#endif /* SMH_HEAP_BLOCK_H_ */
