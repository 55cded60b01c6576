/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * Headers and lists of a heap of either format, for all but the usual paths, which have them in
 * line. The lists, where most instructions go, have code for each format.
 */

#include "heap/list.h"

/* Headers: unchecked ones are read and written in line. */
#if HEADERS_CALLED

static SMH_NOINLINE uint32_t wide_value(uint32_t word)
{
	return rotate_right(wide_decode(word), 2);
}

uint32_t smh_wide_code(uint32_t x)
{
	return wide_code_in(x);
}

uint32_t smh_header_read(const struct sys_heap *h, uint32_t i)
{
	const struct view v = view_of(h);
	uint32_t word = *word_of(block_at(v.base, i), -1);

	return v.f == NARROW ? header_decode(&v, i, word).value
			     : wide_value(word ^ wide_mix(v.seal, i));
}

void smh_header_write(const struct sys_heap *h, uint32_t i, uint32_t size, enum state state)
{
	const struct view v = view_of(h);

	*word_of(block_at(v.base, i), -1) = header_word(&v, i, size, state);
}

#endif

/* As state_behind(), in fewer instructions. */
SMH_INLINE uint32_t behind(uint32_t left)
{
	uint32_t state = 2 * left + 1;

	SMH_KEEP(state);
	return left > 1 ? BEHIND_MORE : state;
}

/* As left_changed(), where the links of the free block are written later. */
SMH_INLINE void right_told(enum format f, uint8_t *block, uint32_t before, uint32_t now)
{
	uint32_t from = behind(before);
	uint32_t to = behind(now);

	if (TELLS_LEFT(f)) {
		*word_of(block, -1) ^= before ^ now;
	} else if (f == NARROW) {
		*word_of(block, -1) += ((to - from) << NARROW_STATE_SHIFT) * NARROW_CODE;
	} else {
		*word_of(block, -1) ^= wide_encode(from ^ to);
	}
	if (now != 0) {
		footer_write(f, block, now);
	}
}

SMH_INLINE outcome_t put_as(const struct sys_heap *h, enum format f, uint32_t i, uint32_t size,
			    uint32_t before)
{
	const struct view v = view_as(h, f);
	uint8_t *block = block_at(v.base, i);
	outcome_t cut = 0;
	struct list list;

	right_told(f, block_at(block, size), before, size);
	if (size == 0) {
		return 0;
	}
	*word_of(block, -1) = header_word(&v, i, size, FREE);
	if (min_granules(f) > 1 && size < min_granules(f)) {
		return 0;
	}
	list = list_of(&v, size);
	/* Of a list that was cut there is no head that could be damaged. */
	while (SMH_UNLIKELY(!list_push(&v, &list, block, i))) {
		cut = smh_list_cut(h, list.bin) | OUTCOME_LIST_CUT;
	}
	return cut;
}

static SMH_NOINLINE outcome_t put_wide(const struct sys_heap *h, uint32_t i, uint32_t size,
				       uint32_t before)
{
	return put_as(h, WIDE, i, size, before);
}

outcome_t smh_free_put(const struct sys_heap *h, uint32_t i, uint32_t size, uint32_t before)
{
	return format_of(h) == NARROW ? put_as(h, NARROW, i, size, before)
				      : put_wide(h, i, size, before);
}

/* All checks come first. */
SMH_INLINE bool remove_as(const struct sys_heap *h, enum format f, uint32_t i, uint32_t size,
			  bool unlink)
{
	const struct view v = view_as(h, f);
	uint8_t *block = block_at(v.base, i);
	uint32_t next = link_mixed(f, next_mixed(f, block));
	uint32_t prev = link_mixed(f, prev_mixed(f, block));
	struct list list;

	if (min_granules(f) > 1 && size < min_granules(f)) {
		return true;
	}
	list = list_of(&v, size);
	if (SMH_CHECK &&
	    !(next_agrees(&v, i, next) &&
	      (prev != 0 ? prev_agrees(&v, i, prev, 0) : head_get(&v, list.head) == i))) {
		return false;
	}
	if (!unlink) {
		return true;
	}
	if (next != 0) {
		prev_write(f, block_at(v.base, next), link_mixed(f, prev));
	}
	if (prev != 0) {
		next_write(f, block_at(v.base, prev), link_mixed(f, next));
	} else {
		head_set(&v, list.head, next);
		if (next == 0) {
			bin_clear(&v, list.bin);
		}
	}
	links_forget(f, block, size);
	return true;
}

static SMH_NOINLINE bool remove_wide(const struct sys_heap *h, uint32_t i, uint32_t size,
				     bool unlink)
{
	return remove_as(h, WIDE, i, size, unlink);
}

bool smh_list_remove(const struct sys_heap *h, uint32_t i, uint32_t size, bool unlink)
{
	return format_of(h) == NARROW ? remove_as(h, NARROW, i, size, unlink)
				      : remove_wide(h, i, size, unlink);
}

/*
 *   head -> i damaged ...      =>   head
 */
outcome_t smh_list_cut(const struct sys_heap *h, uint32_t bin)
{
	const struct view v = view_of(h);
	uint32_t i = bin_head(&v, bin);

	head_set(&v, head_at(&v, bin), 0);
	bin_clear(&v, bin);
	/* A head that names no block is a fault of the control block. */
	return (outcome_t)block_at(v.base, index_in_range(&v, i) ? i : 0) |
	       SMH_FAULT_BAD_FREE_BLOCK;
}
