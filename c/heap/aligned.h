/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Taking a block at an alignment from one heap. */

#ifndef SMH_HEAP_ALIGNED_H_
#define SMH_HEAP_ALIGNED_H_

#include "heap/take.h"

/* Granules to skip at the start of a block so that the request's alignment holds. */
SMH_INLINE uint32_t lead_of(const uint8_t *block, uint32_t align, uint32_t phase)
{
	return (uint32_t)(0 - ((uintptr_t)block / SMH_ALIGN + phase)) & (align - 1);
}

/* A place for n granules in a free block: behind so many that are skipped. */
struct place {
	struct find find;
	uint32_t lead;
};

/* Whether the block that was found holds n granules at the alignment, and where. */
SMH_INLINE bool place_fits(const struct request *r, struct place *place)
{
	place->lead = lead_of(place->find.block, r->align, r->phase);
	return place->find.size >= r->granules + place->lead;
}

/*
 * How many heads are tried whose blocks are too small to fit wherever they lie. Each costs 24
 * instructions. With alignments to 64 bytes more of them serve no more requests; where half of the
 * requests have alignments above their size, two leave 18 of 100 more failed ones than all would,
 * and where each size is at its own power of two, 2 of 100.
 */
#define LUCKY_TRIES 2u

/*
 * Look at heads from the bin of the size at which a block fits wherever it lies: the second fits at
 * the latest, as every block of a higher bin does. If there is none, look at a few from the bin of
 * the bare size upwards, which fit if they lie well: an aligned block that was freed is found
 * again.
 */
SMH_INLINE enum search find_place(const struct view *v, const struct request *r, uint32_t certain,
				  struct place *place)
{
	uint32_t tries = 2 + LUCKY_TRIES;

	place->find.bin = bin_of(certain);
	for (;;) {
		enum search search = find_head(v, &place->find);

		if (SMH_UNLIKELY(search == NONE)) {
			if (tries <= LUCKY_TRIES) {
				return NONE;
			}
			tries = LUCKY_TRIES;
			place->find.bin = bin_of(r->granules);
			continue;
		}
		if (SMH_UNLIKELY(search == DAMAGED) || SMH_LIKELY(place_fits(r, place))) {
			return search;
		}
		if (--tries == 0) {
			return NONE;
		}
		place->find.bin++;
	}
}

/*
 * Hand out n granules behind the lead of a free block that is in no list any more.
 *
 *   [ ................ free ................ ]
 *   [ free: lead ][ used: n ][ free: the rest ]
 */
SMH_INLINE outcome_t carve_place(const struct view *v, const struct place *place, uint32_t n)
{
	enum format f = v->f;
	uint32_t lead = place->lead;
	uint32_t size = place->find.size;
	uint32_t rest = size - lead - n;
	uint8_t *left = place->find.block;
	uint8_t *right = block_at(left, size);
	uint8_t *block = block_at(left, lead);
	uint32_t i = place->find.i + lead;

	if (rest >= min_granules(f)) {
		uint8_t *tail = block_at(block, n);

		left_shrunk(f, right, size, rest);
		header_write(v, tail, i + n, rest, FREE);
		list_push_sized(v, tail, i + n, rest);
	} else {
		left_changed(f, right, size, 0);
		n += rest;
	}
	header_write_behind(v, block, i, n, lead);
	if (lead != 0) {
		footer_write(f, block, lead);
		header_write(v, left, place->find.i, lead, FREE);
		list_push_sized(v, left, place->find.i, lead);
	}
	count_taken(v->base, n);
	start_bit_set(v, i);
	return (outcome_t)block;
}

/* Whether what is left of a block on both sides can be put into lists; if not, which cannot. */
SMH_INLINE bool rests_are_sound(const struct view *v, struct place *place, uint32_t n)
{
	uint32_t rest = place->find.size - place->lead - n;

	if (SMH_LIKELY(size_has_sound_list(v, rest) && size_has_sound_list(v, place->lead))) {
		return true;
	}
	place->find.bin = bin_of(size_has_sound_list(v, rest) ? place->lead : rest);
	return false;
}

/*
 * Take a block for a request, where blocks of `certain` granules fit wherever they lie: *taken, if
 * it is FOUND; otherwise nothing was done.
 */
SMH_INLINE enum search take_aligned_in(const struct view *v, const struct request *r,
				       uint32_t certain, struct place *place, outcome_t *taken)
{
	enum search search = find_place(v, r, certain, place);

	if (SMH_UNLIKELY(search != FOUND)) {
		return search;
	}
	if (SMH_UNLIKELY(!rests_are_sound(v, place, r->granules)) ||
	    SMH_UNLIKELY(!find_pop(v, &place->find))) {
		return DAMAGED;
	}
	*taken = carve_place(v, place, r->granules);
	return FOUND;
}

#endif /* SMH_HEAP_ALIGNED_H_ */
