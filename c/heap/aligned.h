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
	uint32_t floor = bin_of(certain);
	uint32_t tries = 0;

	place->find.bin = floor;
	for (;;) {
		enum search search = find_head(v, &place->find);

		if (SMH_LIKELY(search == FOUND) && SMH_LIKELY(place_fits(r, place))) {
			return FOUND;
		}
		if (SMH_UNLIKELY(search != FOUND)) {
			if (search == DAMAGED || tries != 0 || r->align == 1) {
				return search;
			}
			tries = LUCKY_TRIES;
			place->find.bin = bin_of(r->granules);
			continue;
		}
		if (tries == 0 && SMH_CHECK && SMH_UNLIKELY(place->find.bin != floor)) {
			return DAMAGED; /* in the wrong list */
		}
		if (tries != 0 && --tries == 0) {
			return NONE;
		}
		place->find.bin++;
	}
}

/*
 * Hand out what is behind the lead of a free block of which the tail was cut off, which leaves n
 * granules. False if the list of the lead has a damaged head, with nothing changed.
 *
 *   [ ...... n ...... ]
 *   [ free: lead ][ used ]
 */
SMH_INLINE bool cut_lead(const struct view *v, struct place *place, uint32_t n)
{
	uint8_t *left = place->find.block;
	uint32_t lead = place->lead;
	uint32_t i = place->find.i;
	uint8_t *block = block_at(left, lead);

	footer_write(v->f, block, lead); /* first: the links of one granule lie there */
	if (lead >= min_granules(v->f)) {
		const struct list list = list_of(v, lead);

		if (SMH_UNLIKELY(!list_push(v, &list, left, i))) {
			place->find.bin = list.bin;
			return false;
		}
	}
	header_write_behind(v, block, i + lead, n - lead, lead);
	header_write(v, left, i, lead, FREE);
	return true;
}

/*
 * Hand out n granules behind the lead of a free block that is in no list any more. False if one of
 * the lists of what is left has a damaged head; the block is back in its own list.
 *
 *   [ ................ free ................ ]
 *   [ free: lead ][ used: n ][ free: the rest ]
 */
SMH_INLINE bool carve_place(const struct view *v, struct place *place, uint32_t n)
{
	uint32_t both = place->lead + n;

	if (SMH_UNLIKELY(!cut_tail(v, &place->find, &both, place->lead == 0))) {
		smh_heap_put_back(v->h, place->find.block, place->find.i);
		return false;
	}
	if (place->lead != 0 && SMH_UNLIKELY(!cut_lead(v, place, both))) {
		smh_heap_rejoin(v->h, place->find.block, place->find.i, both);
		return false;
	}
	count_taken(v->base, both - place->lead);
	start_bit_set(v, place->find.i + place->lead);
	return true;
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
	if (SMH_UNLIKELY(!find_pop(v, &place->find)) ||
	    SMH_UNLIKELY(!carve_place(v, place, r->granules))) {
		return DAMAGED;
	}
	*taken = (outcome_t)block_at(place->find.block, place->lead);
	return FOUND;
}

#endif /* SMH_HEAP_ALIGNED_H_ */
