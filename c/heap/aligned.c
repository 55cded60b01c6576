/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Taking a block at an alignment from one heap. */

#include "heap/take.h"

/* Granules to skip at the start of a block so that the request's alignment holds. */
SMH_INLINE uint32_t lead_of(const uint8_t *block, const struct request *r)
{
	return (uint32_t)(0 - ((uintptr_t)block / SMH_ALIGN + r->phase)) & (r->align - 1);
}

/*
 * No block is so large that it fits wherever it lies: try the heads of the bins whose blocks fit
 * if they lie well. Bounded by the bins of log2(align) octaves.
 */
SMH_INLINE enum search find_lucky(const struct sys_heap *h, uint8_t *base, enum format f,
				  const struct request *r, struct find *find)
{
	find->bin = bin_of(r->granules);
	for (;;) {
		enum search search = find_head(h, base, f, find);
		uint32_t size;

		if (search != FOUND) {
			return search;
		}
		size = word_size(f, find->i, find->word);
		if (size >= r->granules && size - r->granules >= lead_of(find->block, r)) {
			return FOUND;
		}
		find->bin++;
	}
}

SMH_INLINE enum search find_aligned(const struct sys_heap *h, uint8_t *base, enum format f,
				    const struct request *r, struct find *find)
{
	uint32_t n = r->granules + (r->align - 1);
	enum search search = n < end_of(h, f) ? find_fit(h, base, f, n, find) : NONE;

	return search == NONE ? find_lucky(h, base, f, r, find) : search;
}

/*
 * Make the first `lead` granules of a free block that is in no list a block of their own, and hand
 * out n granules of what follows.
 *
 *   [ ................ free ................ ]
 *   [ free: lead ][ used: n ][ free: the rest ]
 */
SMH_INLINE outcome_t carve_behind(const struct sys_heap *h, uint8_t *base, enum format f,
				  const struct find *find, uint32_t lead, uint32_t n)
{
	uint32_t size = word_size(f, find->i, find->word);
	uint32_t i = find->i + lead;
	uint8_t *block = block_at(find->block, lead);
	uint32_t word = header_word(f, i, size - lead, false);
	outcome_t outcome;

	header_write(f, find->block, find->i, lead, false);
	list_push(h, base, f, find->block, find->i, lead);
	*word_of(block, -1) = word;
	left_changed(f, block_at(find->block, size), size, size - lead);
	outcome = carve(h, base, f, block, i, word, n);
	left_changed(f, block, 0, lead);
	return outcome;
}

SMH_INLINE outcome_t aligned_in(const struct sys_heap *h, enum format f, struct request r)
{
	uint8_t *base = base_of(h);
	struct find find;
	enum search search;
	uint32_t lead;

	if (r.granules < min_granules(f)) {
		r.granules = min_granules(f);
	}
	search = r.granules < end_of(h, f) ? find_aligned(h, base, f, &r, &find) : NONE;
	if (search == NONE) {
		return 0;
	}
	if (SMH_UNLIKELY(search == DAMAGED || !find_pop(h, base, f, &find))) {
		return smh_heap_cut_head(h, find.bin);
	}
	lead = lead_of(find.block, &r);
	return lead == 0 ? carve(h, base, f, find.block, find.i, find.word, r.granules)
			 : carve_behind(h, base, f, &find, lead, r.granules);
}

outcome_t smh_heap_aligned_alloc(const struct sys_heap *h, const struct request *r)
{
	return format_of(h) == NARROW ? aligned_in(h, NARROW, *r) : aligned_in(h, WIDE, *r);
}
