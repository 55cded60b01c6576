/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Taking a block from one heap, for requests of the default alignment: most. */

#ifndef SMH_HEAP_TAKE_H_
#define SMH_HEAP_TAKE_H_

#include "heap/heap.h"
#include "heap/start_bits.h"
#include "heap/count.h"

/* A free block that is the head of a bin, and the word in memory that is its header. */
struct find {
	uint32_t bin;
	uint8_t *head; /* of this bin, as head_at() has it */
	uint32_t i;
	uint8_t *block;
	uint32_t word;
};

/*
 * Whether the header of a free block is one. A narrow header confirms itself; the size in a wide
 * one must be that of the footer.
 */
SMH_INLINE bool free_is_sound(const struct sys_heap *h, enum format f, uint8_t *block, uint32_t i,
			      uint32_t word)
{
	header_t hd = header_mix(f, i, word);
	uint32_t size = header_size(f, hd);

	return header_is_free(f, hd) &&
	       (f == NARROW ||
		(size_in_range(h, f, i, size) && *footer_before(block_at(block, size)) == size));
}

/* What a search comes to. */
enum search {
	FOUND,
	NONE,
	DAMAGED
};

/*
 * Look at the head of a bin that has one. It can be trusted to be in range: before a block becomes
 * a head, its link back is checked.
 */
SMH_INLINE enum search look_at(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t bin,
			       struct find *find)
{
	find->bin = bin;
	find->head = head_at(base, f, bin);
	find->i = head_get(h, f, find->head);
	find->block = block_at(base, find->i);
	find->word = *word_of(find->block, -1);
	return !SMH_CHECK || SMH_LIKELY(free_is_sound(h, f, find->block, find->i, find->word))
		       ? FOUND
		       : DAMAGED;
}

/* Look at the head of the lowest bin from find->bin upwards that has one. */
SMH_INLINE enum search find_head(const struct sys_heap *h, uint8_t *base, enum format f,
				 struct find *find)
{
	struct seek seek = seek_from(h, base, f, find->bin);

	return SMH_LIKELY(seek_block(h, base, f, &seek)) ? look_at(h, base, f, seek.bin, find)
							 : NONE;
}

/*
 * The good fit for n granules: the head of the floor bin if it happens to fit, else the head of
 * the lowest bin above it, where every block fits.
 */
SMH_INLINE enum search find_fit(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t n,
				struct find *find)
{
	struct seek seek = seek_from(h, base, f, bin_of(n));

	if (seek.word >> 31 != 0) {
		enum search search = look_at(h, base, f, seek.bin, find);

		if (SMH_UNLIKELY(search != FOUND) ||
		    SMH_LIKELY(word_size(f, find->i, find->word) >= n)) {
			return search;
		}
		seek.word <<= 1;
		seek.bin++;
	}
	return SMH_LIKELY(seek_block(h, base, f, &seek)) ? look_at(h, base, f, seek.bin, find)
							 : NONE;
}

/*
 * Hand out n granules of a free block that is in no list any more; the tail goes back to one. A
 * tail too small for a list stays with the block.
 *
 *   [ .............. free .............. ]
 *   [ used: n ][ free: the rest          ]
 */
SMH_INLINE outcome_t carve(const struct sys_heap *h, uint8_t *base, enum format f, uint8_t *block,
			   uint32_t i, uint32_t word, uint32_t n)
{
	uint32_t size = word_size(f, i, word);
	uint32_t rest = size - n;
	uint8_t *right = block_at(block, size);

	if (rest >= min_granules(f)) {
		uint8_t *tail = block_at(block, n);

		left_changed(f, right, size, rest);
		header_write(f, block, i, n, true);
		header_write(f, tail, i + n, rest, false);
		list_push(h, base, f, tail, i + n, rest);
		size = n;
	} else {
		left_changed(f, right, size, 0);
		*word_of(block, -1) = word_flip_used(word);
	}
	SMH_KEEP(size); /* or it is calculated anew on both ways */
	count_taken(base, size);
	start_bit_set(h, base, i);
	return (outcome_t)block;
}

/*
 * The head of a bin is damaged: empty the bin, so that the next search leads elsewhere.
 *
 *   head -> damaged ...      =>   head
 */
outcome_t smh_heap_cut_head(const struct sys_heap *h, uint32_t bin);

/* Take the head of a bin, which was found, out of its list. False if it is damaged. */
SMH_INLINE bool find_pop(const struct sys_heap *h, uint8_t *base, enum format f,
			 const struct find *find)
{
	uint32_t size = word_size(f, find->i, find->word);

	return (!SMH_CHECK || f == WIDE || SMH_LIKELY(size_in_range(h, f, find->i, size))) &&
	       SMH_LIKELY(list_pop(h, base, f, find->block, find->i, find->bin, find->head));
}

/*
 * Take a block of n granules: *taken, if it is FOUND; otherwise nothing was done. If there is NONE,
 * find->block tells whether the floor bin has a head, which is too small.
 */
SMH_INLINE enum search take_in(const struct sys_heap *h, enum format f, uint32_t n,
			       struct find *find, outcome_t *taken)
{
	uint8_t *base = base_of(h);
	enum search search;

	if (n < min_granules(f)) {
		n = min_granules(f);
	}
	search = find_fit(h, base, f, n, find);
	if (SMH_UNLIKELY(search != FOUND)) {
		return search;
	}
	if (SMH_UNLIKELY(!find_pop(h, base, f, find))) {
		return DAMAGED;
	}
	*taken = carve(h, base, f, find->block, find->i, find->word, n);
	return FOUND;
}

#endif /* SMH_HEAP_TAKE_H_ */
