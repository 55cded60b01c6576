/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Giving a block back to one heap, with immediate merging. */

#ifndef SMH_HEAP_GIVE_H_
#define SMH_HEAP_GIVE_H_

#include "heap/lookup.h"
#include "heap/count.h"
#include "port/asan.h"

/*
 * What give_in() comes to besides 0 and faults, with the address of a free block in the other bits.
 * Both are rare and are brought to an end elsewhere, so that the usual calls nothing.
 *
 *   GIVEN_UNLISTED     freed, but what it has become is in no list: the head of that is damaged
 *   GIVEN_RIGHT_ONLY   not freed: the left neighbour is damaged, and the right one is in no list
 */
#define GIVEN_UNLISTED   7u
#define GIVEN_RIGHT_ONLY 3u

_Static_assert(SMH_FAULT_DOUBLE_FREE == GIVEN_RIGHT_ONLY, "a fault that is only found elsewhere");

/*
 * Take the free block to the right of a live one out of its list. False if its links are damaged,
 * or its footer is.
 */
SMH_INLINE bool take_right(const struct view *v, const struct live *live)
{
	return (!SMH_CHECK || footer_agrees(v->f, live->right, live->joined)) &&
	       list_remove(v, live->right, live->i + live->size, live->joined);
}

/* Put a block that was freed into its list: 0, or GIVEN_UNLISTED. */
SMH_INLINE outcome_t push_freed(const struct view *v, const struct list *list, uint8_t *block,
				uint32_t i, uint32_t size)
{
	if (v->f == WIDE && size < min_granules(WIDE)) {
		return 0;
	}
	return SMH_LIKELY(list_push(v, list, block, i)) ? 0 : (outcome_t)block | GIVEN_UNLISTED;
}

/*
 * With free neighbours:
 *
 *   [ free L ][ i ][ free R ]      =>   [ ------ free L ------ ]
 *   [ free L ][ i ][ used   ]      =>   [ -- free L -- ][ used ]
 *   [ used   ][ i ][ free R ]      =>   [ used ][ -- free i -- ]
 *
 * The headers of i and R, if they end inside a larger block, stay there as they are: R is free, and
 * i behind a free block that is not there any more, so that a second free of the same pointer is
 * seen. Both neighbours leave their lists before anything else is written, because that checks
 * them.
 */
SMH_INLINE outcome_t release_merged(const struct view *v, uint8_t *block, const struct live *live,
				    uint32_t *bin)
{
	uint32_t i = live->i;
	uint32_t size;
	uint8_t *right = live->right;
	struct list list;

	if (live->joined != 0 && SMH_UNLIKELY(!take_right(v, live))) {
		return (outcome_t)right | SMH_FAULT_BAD_FREE_BLOCK;
	}
	if (live->left != 0) {
		uint8_t *left = block - (size_t)live->left * SMH_ALIGN;

		i -= live->left;
		if (SMH_UNLIKELY(!list_remove(v, left, i, live->left))) {
			return (outcome_t)left |
			       (live->joined != 0 ? GIVEN_RIGHT_ONLY : SMH_FAULT_BAD_FREE_BLOCK);
		}
		links_forget(v->f, left, live->left);
		size = live->size + live->joined + live->left;
		header_grow(v, left, i, FREE, live->size + live->joined, size);
		block = left;
	} else {
		size = live->size + live->joined;
		header_grow(v, block, i, USED, live->joined, size);
	}
	if (live->joined != 0) {
		links_forget(v->f, right, live->joined);
	}
	right = block_at(right, live->joined);
	left_grown(v->f, right, live->joined, size);
	list = list_of(v, size);
	*bin = list.bin;
	return push_freed(v, &list, block, i, size);
}

/*
 * Without:
 *
 *   [ used   ][ i ][ used   ]      =>   [ used ][ free i ][ used ]
 */
SMH_INLINE outcome_t release_alone(const struct view *v, uint8_t *block, const struct live *live,
				   uint32_t *bin)
{
	const struct list list = list_of(v, live->size);

	*bin = list.bin;
	left_changed(v->f, live->right, 0, live->size);
	*word_of(block, -1) = word_changed(v->f, *word_of(block, -1), USED, FREE);
	return push_freed(v, &list, block, live->i, live->size);
}

/* The bin of the free block that comes of it is not lower than those of its parts. */
SMH_INLINE outcome_t give_live(const struct view *v, uint8_t *ptr, struct live *live, uint32_t *bin)
{
	enum smh_fault_kind kind = lookup_in(v, ptr, live);
	outcome_t outcome;

	if (SMH_UNLIKELY(kind != SMH_FAULT_NONE)) {
		return (outcome_t)kind;
	}
	if (live->left == 0 && live->joined == 0) {
		outcome = release_alone(v, ptr, live, bin);
	} else {
		outcome = release_merged(v, ptr, live, bin);
	}
	if (SMH_UNLIKELY(outcome != 0) && (outcome & 7) != GIVEN_UNLISTED) {
		return outcome;
	}
	count_given(v->base, live->size);
	start_bit_clear(v, live->i);
	asan_poison(ptr, payload_bytes(live->size));
	return outcome;
}

SMH_INLINE outcome_t give_in(const struct view *v, uint8_t *ptr, uint32_t *bin)
{
	struct live live;

	return give_live(v, ptr, &live, bin);
}

#endif /* SMH_HEAP_GIVE_H_ */
