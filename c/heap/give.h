/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Giving a block back to one heap, with immediate merging. */

#ifndef SMH_HEAP_GIVE_H_
#define SMH_HEAP_GIVE_H_

#include "heap/lookup.h"
#include "heap/count.h"
#include "port/asan.h"

/* The fault of a free whose left neighbour is damaged; the right one, if free, goes back. */
outcome_t smh_heap_damaged_left(const struct sys_heap *h, const uint8_t *left, uint8_t *right);

/*
 * Take the free block to the right of a live one out of its list. False, with nothing changed, if
 * it is damaged.
 */
SMH_INLINE bool take_right(const struct sys_heap *h, uint8_t *base, enum format f,
			   const struct live *live)
{
	uint32_t size = header_size(f, live->right_head);
	uint32_t i = live->i + live->size;

	return (!SMH_CHECK || size_in_range(h, f, i, size)) &&
	       list_remove(h, base, f, live->right, i, size);
}

/*
 * With free neighbours:
 *
 *   [ free L ][ i ][ free R ]      =>   [ ------ free L ------ ]
 *   [ free L ][ i ][ used   ]      =>   [ -- free L -- ][ used ]
 *   [ used   ][ i ][ free R ]      =>   [ used ][ -- free i -- ]
 *
 * The headers of i and R, if they end inside a larger block, are buried, so that a second free
 * of the same pointer is seen. Both neighbours leave their lists before anything else is written,
 * because that checks them.
 */
SMH_INLINE outcome_t release_merged(const struct sys_heap *h, uint8_t *base, enum format f,
				    uint8_t *block, const struct live *live, uint32_t *bin)
{
	uint32_t i = live->i;
	uint32_t size = live->size;
	uint8_t *right = live->right;
	uint32_t before = 0;

	if (!header_is_used(f, live->right_head)) {
		if (SMH_UNLIKELY(!take_right(h, base, f, live))) {
			return (outcome_t)right | SMH_FAULT_BAD_FREE_BLOCK;
		}
		before = header_size(f, live->right_head);
	}
	if (live->left != 0) {
		uint8_t *left = block - (size_t)live->left * SMH_ALIGN;

		i -= live->left;
		if (SMH_UNLIKELY(!list_remove(h, base, f, left, i, live->left))) {
			outcome_t fault = smh_heap_damaged_left(h, left, right);

			SMH_ASSUME(fault != 0);
			return fault;
		}
		*word_of(block, -1) = tomb_of(f, live->i);
		block = left;
	}
	if (before != 0) {
		*word_of(right, -1) = tomb_of(f, live->i + size);
		right = block_at(right, before);
	}
	size += live->left + before;
	header_write(f, block, i, size, false);
	left_changed(f, right, before, size);
	*bin = bin_of(size);
	list_push(h, base, f, block, i, size);
	return 0;
}

/*
 * Without:
 *
 *   [ used   ][ i ][ used   ]      =>   [ used ][ free i ][ used ]
 */
SMH_INLINE void release_alone(const struct sys_heap *h, uint8_t *base, enum format f,
			      uint8_t *block, const struct live *live, uint32_t *bin)
{
	*bin = bin_of(live->size);
	left_changed(f, live->right, 0, live->size); /* first: it is still in a register */
	*word_of(block, -1) = word_flip_used(live->word);
	list_push(h, base, f, block, live->i, live->size);
}

/* The bin of the free block that comes of it is not lower than those of its parts. */
SMH_INLINE outcome_t give_in(const struct sys_heap *h, enum format f, uint8_t *ptr, uint32_t *bin)
{
	uint8_t *base = base_of(h);
	struct live live;
	enum smh_fault_kind kind = lookup_in(h, base, f, ptr, &live);

	if (SMH_UNLIKELY(kind != SMH_FAULT_NONE)) {
		return (outcome_t)kind;
	}
	if (!SMH_FOR_SIZE && live.left == 0 && header_is_used(f, live.right_head)) {
		release_alone(h, base, f, ptr, &live, bin);
	} else {
		outcome_t outcome = release_merged(h, base, f, ptr, &live, bin);

		if (SMH_UNLIKELY(outcome != 0)) {
			return outcome;
		}
	}
	count_given(base, live.size);
	start_bit_clear(h, base, live.i);
	asan_poison(ptr, payload_bytes(live.size));
	return 0;
}

#endif /* SMH_HEAP_GIVE_H_ */
