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
SMH_INLINE bool place_fits(enum format f, const struct request *r, struct place *place)
{
	uint32_t size = word_size(f, place->find.i, place->find.word);

	place->lead = lead_of(place->find.block, r->align, r->phase);
	return size >= r->granules + place->lead;
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
SMH_INLINE enum search find_place(const struct sys_heap *h, uint8_t *base, enum format f,
				  const struct request *r, uint32_t certain, struct place *place)
{
	uint32_t tries = 2 + LUCKY_TRIES;

	place->find.bin = bin_of(certain);
	for (;;) {
		enum search search = find_head(h, base, f, &place->find);

		if (SMH_UNLIKELY(search == NONE)) {
			if (tries <= LUCKY_TRIES) {
				return NONE;
			}
			tries = LUCKY_TRIES;
			place->find.bin = bin_of(r->granules);
			continue;
		}
		if (SMH_UNLIKELY(search == DAMAGED) || SMH_LIKELY(place_fits(f, r, place))) {
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
SMH_INLINE outcome_t carve_place(const struct sys_heap *h, uint8_t *base, enum format f,
				 const struct place *place, uint32_t n)
{
	uint32_t lead = place->lead;
	uint32_t size = word_size(f, place->find.i, place->find.word);
	uint32_t rest = size - lead - n;
	uint8_t *left = place->find.block;
	uint8_t *right = block_at(left, size);
	uint8_t *block = block_at(left, lead);
	uint32_t i = place->find.i + lead;

	if (rest >= min_granules(f)) {
		uint8_t *tail = block_at(block, n);

		left_changed(f, right, size, rest);
		header_write(f, tail, i + n, rest, false);
		list_push(h, base, f, tail, i + n, rest);
	} else {
		left_changed(f, right, size, 0);
		n += rest;
	}
	header_write(f, block, i, n, true);
	left_changed(f, block, 0, lead);
	if (lead != 0) {
		header_write(f, left, place->find.i, lead, false);
		list_push(h, base, f, left, place->find.i, lead);
	}
	count_taken(base, n);
	start_bit_set(h, base, i);
	return (outcome_t)block;
}

/*
 * Take a block for a request, where blocks of `certain` granules fit wherever they lie: *taken, if
 * it is FOUND; otherwise nothing was done.
 */
SMH_INLINE enum search take_aligned_in(const struct sys_heap *h, enum format f,
				       const struct request *r, uint32_t certain,
				       struct place *place, outcome_t *taken)
{
	uint8_t *base = base_of(h);
	enum search search = find_place(h, base, f, r, certain, place);

	if (SMH_UNLIKELY(search != FOUND)) {
		return search;
	}
	if (SMH_UNLIKELY(!find_pop(h, base, f, &place->find))) {
		return DAMAGED;
	}
	*taken = carve_place(h, base, f, place, r->granules);
	return FOUND;
}

#endif /* SMH_HEAP_ALIGNED_H_ */
