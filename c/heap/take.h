/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Taking a block from one heap, for requests of the default alignment: most. */

#ifndef SMH_HEAP_TAKE_H_
#define SMH_HEAP_TAKE_H_

#include "heap/heap.h"
#include "heap/start_bits.h"
#include "heap/count.h"

/* A free block that is the head of a bin. */
struct find {
	uint32_t bin;
	uint8_t *head; /* of this bin, as head_at() has it */
	uint32_t i;
	uint8_t *block;
	uint32_t size;
};

/* Result of a search. */
enum search {
	FOUND,
	NONE,
	DAMAGED
};

/* Go to the head of a bin of this heap that has one, and read its header. False if it is no index.
 */
SMH_INLINE bool go_to_head(const struct view *v, uint32_t bin, struct find *find)
{
	find->bin = bin;
	find->head = head_at(v, bin);
	find->i = head_get(v, find->head);
	find->block = block_at(v->base, find->i);
	if (SMH_CHECK && SMH_UNLIKELY(!index_in_range(v, find->i))) {
		return false;
	}
	find->size = free_size(v->f, header_read(v, find->block, find->i));
	return true;
}

/* Whether the block that was gone to has a sound header, which tells n granules at least. */
SMH_INLINE enum search look_at(const struct view *v, struct find *find, uint32_t n)
{
	return !SMH_CHECK || SMH_LIKELY(free_is_sound(v, find->block, find->i, find->size, n))
		       ? FOUND
		       : DAMAGED;
}

/* Look at the head of the lowest bin from find->bin upwards that has one. */
SMH_INLINE enum search find_head(const struct view *v, struct find *find)
{
	struct seek seek = seek_from(v, find->bin);

	if (SMH_UNLIKELY(!seek_block(v, &seek))) {
		return NONE;
	}
	return go_to_head(v, seek.bin, find) ? look_at(v, find, 1) : DAMAGED;
}

/*
 * The good fit for n granules: the head of the floor bin if it happens to fit, else the head of
 * the lowest bin above it, where every block fits.
 */
SMH_INLINE enum search find_fit(const struct view *v, uint32_t n, struct find *find)
{
	struct seek seek = seek_from(v, bin_of(n));

	if (seek.word >> 31 != 0) {
		if (SMH_UNLIKELY(!go_to_head(v, seek.bin, find))) {
			return DAMAGED;
		}
		if (SMH_LIKELY(find->size >= n)) {
			return look_at(v, find, n);
		}
		/* Too small, if that can be believed. */
		if (SMH_CHECK && SMH_UNLIKELY(look_at(v, find, 1) != FOUND)) {
			return DAMAGED;
		}
		seek.word &= UINT32_MAX >> 1;
	}
	if (SMH_UNLIKELY(!seek_block(v, &seek))) {
		return NONE;
	}
	/* A block that is in the wrong list may be too small. */
	return SMH_LIKELY(go_to_head(v, seek.bin, find)) ? look_at(v, find, n) : DAMAGED;
}

/* Put a block that was popped back in front of its list. */
void smh_heap_put_back(const struct sys_heap *h, uint8_t *block, uint32_t i);

/* The same after its tail was cut off, behind n granules, and put in front of another list. */
void smh_heap_rejoin(const struct sys_heap *h, uint8_t *block, uint32_t i, uint32_t n);

/*
 * Cut the tail off a free block that is in no list any more, which keeps n granules; the tail goes
 * to one. One too small for a list stays with the block, and *n is its size. What is kept is used,
 * unless it is cut once more. False if that list, find->bin then, has a damaged head, with nothing
 * changed.
 *
 *   [ .............. free .............. ]
 *   [ used: n ][ free: the tail          ]
 */
SMH_INLINE bool cut_tail(const struct view *v, struct find *find, uint32_t *n, bool used)
{
	uint8_t *block = find->block;
	uint32_t size = find->size;
	uint32_t rest = size - *n;
	uint8_t *right = block_at(block, size);

	if (rest >= min_granules(v->f)) {
		const struct list list = list_of(v, rest);
		uint8_t *tail = block_at(block, *n);

		if (SMH_UNLIKELY(!list_push(v, &list, tail, find->i + *n))) {
			find->bin = list.bin;
			return false;
		}
		header_split(v, block, find->i, size, *n, used);
		left_shrunk(v->f, right, size, rest);
	} else {
		left_changed(v->f, right, size, 0);
		if (used) {
			*word_of(block, -1) = word_changed(v->f, *word_of(block, -1), FREE, USED);
		}
		*n = size;
	}
	return true;
}

/*
 * Hand out n granules of a free block that is in no list any more. False if the list of its tail
 * has a damaged head; the block is back in its own list.
 */
SMH_INLINE bool carve(const struct view *v, struct find *find, uint32_t n)
{
	if (SMH_UNLIKELY(!cut_tail(v, find, &n, true))) {
		smh_heap_put_back(v->h, find->block, find->i);
		return false;
	}
	count_taken(v->base, n);
	start_bit_set(v, find->i);
	return true;
}

/* Take the head of a bin, which was found, out of its list. False if its links are damaged. */
SMH_INLINE bool find_pop(const struct view *v, const struct find *find)
{
	return list_pop(v, find->block, find->i, find->bin, find->head, find->size);
}

/*
 * Take a block of n granules: *taken, if it is FOUND; otherwise nothing was done. If there is NONE,
 * find->block tells whether the floor bin has a head, which is too small.
 */
SMH_INLINE enum search take_in(const struct view *v, uint32_t n, struct find *find,
			       outcome_t *taken)
{
	enum search search;

	if (n < min_granules(v->f)) {
		n = min_granules(v->f);
	}
	search = find_fit(v, n, find);
	if (SMH_UNLIKELY(search != FOUND)) {
		return search;
	}
	if (SMH_UNLIKELY(!find_pop(v, find)) || SMH_UNLIKELY(!carve(v, find, n))) {
		return DAMAGED;
	}
	*taken = (outcome_t)find->block;
	return FOUND;
}

/*
 * Take a block of n granules, which is min_granules() at least, from the head of a bin: the block,
 * or 0, and nothing was done.
 */
SMH_INLINE outcome_t take_head(const struct view *v, uint32_t bin, uint32_t n, struct find *find)
{
	if (SMH_UNLIKELY(!go_to_head(v, bin, find)) || SMH_UNLIKELY(look_at(v, find, n) != FOUND) ||
	    SMH_UNLIKELY(!find_pop(v, find)) || SMH_UNLIKELY(!carve(v, find, n))) {
		return 0;
	}
	return (outcome_t)find->block;
}

#endif /* SMH_HEAP_TAKE_H_ */
