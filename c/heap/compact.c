/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * Builds for size: one alloc, one free and one lookup, and functions for the steps that they have
 * in common. All work for both formats. The lists, where most instructions go, have code for each.
 */

#include "heap/aligned.h"
#include "heap/give.h"

#if SMH_FOR_SIZE

/* Headers: unchecked ones are read and written in line. */
#if HEADERS_CALLED

static SMH_NOINLINE uint32_t wide_value(uint32_t word)
{
	return rotate_right(wide_code(word), 2);
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
		*word_of(block, -1) ^= wide_code(from ^ to);
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
	uint32_t first;

	right_told(f, block_at(block, size), before, size);
	if (size == 0) {
		return 0;
	}
	*word_of(block, -1) = header_word(&v, i, size, FREE);
	if (min_granules(f) > 1 && size < min_granules(f)) {
		return 0;
	}
	list = list_of(&v, size);
	first = head_get(&v, list.head);
	if (first != 0) {
		uint8_t *next = block_at(v.base, first);

		if (SMH_CHECK && (!index_in_range(&v, first) || !is_head(&v, next))) {
			cut = smh_heap_cut_head(h, list.bin) | OUTCOME_LIST_CUT;
			first = 0;
		} else {
			prev_write(f, next, link_mixed(f, i));
		}
	}
	if (first == 0) {
		bin_mark(&v, list.bin);
	}
	link_set_head(f, block, first);
	head_set(&v, list.head, i);
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

/* As list_remove_in(), with all checks first, and no more than these unless it is to `unlink`. */
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
	links_forget_in(f, block, size);
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
 * All cases of release_merged() and release_alone() in one. Of two free neighbours the left one is
 * checked before the right one leaves its list, so that nothing has to be undone.
 */
outcome_t smh_heap_free(const struct sys_heap *h, void *ptr)
{
	const struct view v = view_of(h);
	struct live live;
	outcome_t outcome;
	uint32_t i;

	if (ptr == NULL) {
		return 0;
	}
	outcome = (outcome_t)smh_heap_lookup(h, ptr, &live);
	if (outcome != 0) {
		return outcome;
	}
	i = live.i - live.left;
	if (live.left != 0 && !smh_list_remove(h, i, live.left, live.joined == 0)) {
		return (outcome_t)block_at(v.base, i) | SMH_FAULT_BAD_FREE_BLOCK;
	}
	if (live.joined != 0) {
		if (!take_right(&v, &live)) {
			return (outcome_t)live.right | SMH_FAULT_BAD_FREE_BLOCK;
		}
		if (live.left != 0) {
			(void)smh_list_remove(h, i, live.left, true);
		}
	}
	count_given(v.base, live.size);
	start_bit_clear(&v, live.i);
	asan_poison(ptr, payload_bytes(live.size));
	return smh_free_put(h, i, live.left + live.size + live.joined, live.joined);
}

#if ALLOC_IS_ALIGNED

/*
 * Hand out n granules behind the lead of a free block that is in no list any more. If the list of a
 * rest has a damaged head, that list is cut and the block is taken back.
 *
 *   [ ................ free ................ ]
 *   [ free: lead ][ used: n ][ free: the rest ]
 */
SMH_INLINE outcome_t hand_out(const struct view *v, uint32_t i, uint32_t size, uint32_t lead,
			      uint32_t n)
{
	uint32_t rest = size - lead - n;
	uint8_t *block = block_at(v->base, i + lead);
	outcome_t cut;

	if (rest < min_granules(v->f)) {
		n += rest;
		rest = 0;
	}
	header_write(v, block, i + lead, n, USED);
	cut = smh_free_put(v->h, i + lead + n, rest, size);
	if (lead != 0) {
		cut |= smh_free_put(v->h, i, lead, 0);
	}
	count_taken(v->base, n);
	start_bit_set(v, i + lead);
	if (SMH_CHECK && SMH_UNLIKELY(cut != 0)) {
		(void)smh_heap_free(v->h, block);
		return (cut & ~(outcome_t)7) | SMH_FAULT_BAD_FREE_BLOCK;
	}
	return (outcome_t)block;
}

/*
 * As find_place() searches: from the bin on at which a block fits wherever it lies. The head of
 * that bin may be too small, and no other. If there is none, a few heads are tried from the bin of
 * the bare size on.
 */
outcome_t smh_heap_take_aligned(const struct sys_heap *h, uint32_t granules, uint32_t align,
				uint32_t phase)
{
	const struct view v = view_of(h);
	const uint32_t end = end_of(&v);
	const uint32_t n = granules < min_granules(v.f) ? min_granules(v.f) : granules;
	uint32_t certain = n + (align - 1);
	uint32_t tries = 0;
	uint32_t floor;
	uint32_t bin;

	if (n >= end) {
		return 0;
	}
	certain = certain < end ? certain : end - 1;
	floor = bin_of(certain);
	for (bin = floor;; bin++) {
		struct seek seek = seek_from(&v, bin);
		uint8_t *block;
		uint32_t lead;
		uint32_t size;
		uint32_t i;

		if (!seek_block(&v, &seek)) {
			if (align == 1 || tries != 0) {
				return 0;
			}
			tries = LUCKY_TRIES;
			bin = bin_of(n) - 1;
			continue;
		}
		bin = seek.bin;
		i = bin_head(&v, bin);
		block = block_at(v.base, i);
		if (SMH_CHECK && !index_in_range(&v, i)) {
			break;
		}
		size = free_size(v.f, header_read(&v, block, i));
		if (SMH_CHECK && !free_is_sound(&v, block, i, size, 1)) {
			break;
		}
		lead = lead_of(block, align, phase);
		if (size >= n + lead) {
			if (!list_remove(&v, block, i, size)) {
				break;
			}
			return hand_out(&v, i, size, lead, n);
		}
		if (tries == 0) {
			if (SMH_CHECK && bin != floor) {
				break; /* in the wrong list */
			}
		} else if (--tries == 0) {
			return 0;
		}
	}
	return smh_heap_cut_head(h, bin);
}

#endif

enum smh_fault_kind smh_heap_lookup(const struct sys_heap *h, const void *ptr, struct live *live)
{
	const struct view v = view_of(h);
	uint8_t *block = (uint8_t *)ptr;
	uintptr_t granule = granule_of(v.base, ptr);
	uint32_t i = (uint32_t)granule;
	uint32_t left = 0;
	uint32_t size;
	struct header hd;

	if (SMH_CHECK && (granule >= end_of(&v) || (!GUARDED && i == 0))) {
		return smh_heap_diagnose(h, ptr, SMH_FAULT_FOREIGN_POINTER);
	}
	hd = header_read(&v, block, i);
	size = size_as(v.f, hd, USED);
	if (SMH_CHECK ? !size_in_range(&v, i, size) : !header_is_used(v.f, hd)) {
		live->i = i;
		if (!lookup_behind(&v, block, hd, live)) {
			return smh_heap_diagnose(h, ptr, SMH_FAULT_BAD_HEADER);
		}
		size = live->size;
		left = live->left;
	}
	live->i = i;
	live->size = size;
	live->left = left;
	live->joined = 0;
	i += size;
	block = block_at(block, size);
	live->right = block;
	hd = header_read(&v, block, i);
	if (SMH_CHECK ? size_as(v.f, hd, USED) > end_of(&v) - i : !header_is_used(v.f, hd)) {
		live->joined = free_size(v.f, hd);
		if (SMH_CHECK && !size_in_range(&v, i, live->joined)) {
			return SMH_FAULT_OVERRUN;
		}
	}
	return start_bit_test(&v, live->i) ? SMH_FAULT_NONE
					   : smh_heap_diagnose(h, ptr, SMH_FAULT_BAD_HEADER);
}

#endif
