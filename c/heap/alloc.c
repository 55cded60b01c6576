/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Taking a block from one heap. */

#include "heap/heap.h"
#include "heap/start_bits.h"
#include "heap/count.h"

/* A free block and the bin that led to it. */
struct find {
	uint32_t i;
	uint32_t bin;
	struct header hd;
};

/* Granules to skip at the start of block i so that the request's alignment holds. */
SMH_INLINE uint32_t lead_of(const struct sys_heap *h, enum format f, uint32_t i,
			    const struct request *r)
{
	uintptr_t granule = (uintptr_t)block_at(h, i) / SMH_ALIGN;
	uint32_t lead = (uint32_t)(0 - (granule + r->phase)) & (r->align - 1);

	(void)f;
	return lead;
}

SMH_INLINE bool fits(const struct sys_heap *h, enum format f, uint32_t i, uint32_t size,
		     const struct request *r)
{
	uint32_t lead = lead_of(h, f, i, r);

	return size >= r->granules && size - r->granules >= lead;
}

/*
 * Look at blocks of one bin from its head on, at most `tries` of them. A link that leads out of
 * the heap ends the search: taking the block before it will find the damage.
 */
SMH_INLINE bool search_bin(const struct sys_heap *h, enum format f, uint32_t bin,
			   const struct request *r, uint32_t tries, struct find *find)
{
	uint32_t i = head_get(h, f, bin);

	for (; i != 0 && tries != 0 && index_in_range(h, i); tries--) {
		struct header hd = header_read(h, f, i);

		if (hd.size <= h->heap->end - i && fits(h, f, i, hd.size, r)) {
			find->i = i;
			find->bin = bin;
			find->hd = hd;
			return true;
		}
		i = link_next(h, f, i);
	}
	return false;
}

/*
 * The good fit for n granules: the head of the floor bin if it happens to fit, else the head of
 * the lowest bin in which every block fits, else a few more of the floor bin.
 */
SMH_INLINE bool search_size(const struct sys_heap *h, enum format f, uint32_t n,
			    const struct request *r, struct find *find)
{
	uint32_t floor = bin_of(n);
	uint32_t sure = bin_sure(n);
	uint32_t bin;

	if (n >= h->heap->end) {
		return false;
	}
	if (floor != sure && search_bin(h, f, floor, r, 1, find)) {
		return true;
	}
	bin = bin_at_least(h, sure);
	if (bin != 0) {
		find->bin = bin;
		find->i = head_get(h, f, bin);
		find->hd = header_read(h, f, find->i);
		return true;
	}
	return floor != sure && search_bin(h, f, floor, r, 1 + SMH_FLOOR_TRIES, find);
}

/*
 * No block is so large that it fits wherever it lies: try the heads of the bins whose blocks fit
 * if they lie well. Bounded by the bins of log2(align) octaves.
 */
SMH_INLINE bool search_heads(const struct sys_heap *h, enum format f, const struct request *r,
			     struct find *find)
{
	uint32_t bin = bin_of(r->granules);

	while ((bin = bin_at_least(h, bin)) != 0) {
		if (search_bin(h, f, bin, r, 1, find)) {
			return true;
		}
		bin++;
	}
	return false;
}

SMH_INLINE bool search(const struct sys_heap *h, enum format f, const struct request *r,
		       struct find *find)
{
	if (r->align == 1) {
		return search_size(h, f, r->granules, r, find);
	}
	if (r->align >= h->heap->end) {
		return search_heads(h, f, r, find);
	}
	return search_size(h, f, r->granules + r->align - 1, r, find) ||
	       search_heads(h, f, r, find);
}

/*
 * Hand out n granules of a free block, `lead` granules from its start. Head and tail go back.
 *
 *   [ ................ free ................ ]
 *   [ free: lead ][ used: n ][ free: the rest ]
 */
SMH_INLINE uint32_t carve(struct sys_heap *h, enum format f, const struct find *find, uint32_t lead,
			  uint32_t n)
{
	uint32_t i = find->i;
	uint32_t rest = find->hd.size - lead - n;
	struct header used = {.size = n, .left = find->hd.left, .left_free = find->hd.left_free};
	struct header tail = {.left = n};

	list_remove(h, f, i, find->hd.size);
	if (lead != 0) {
		struct header gap = find->hd;

		gap.size = lead;
		header_write(h, f, i, gap);
		list_push(h, f, i, lead);
		i += lead;
		used.left = lead;
		used.left_free = true;
		if (f == WIDE) {
			*word_at(h, i, -8) = lead;
		}
	}
	if (rest < min_granules(f)) {
		used.size += rest; /* too small to be of use alone */
		rest = 0;
	}
	used.used = true;
	header_write(h, f, i, used);
	if (rest != 0) {
		tail.size = rest;
		header_write(h, f, i + n, tail);
		tell_right(h, f, i + n, tail);
		list_push(h, f, i + n, rest);
	} else {
		tell_right(h, f, i, used);
	}
	count_taken(h, used.size);
	start_bit_set(h, i);
	return i;
}

/* A damaged block was met: forget the bin that led to it, so that the next search goes elsewhere. */
SMH_INLINE void drop_bin(struct sys_heap *h, enum format f, const struct find *find,
			 struct fault *fault)
{
	fault->kind = SMH_FAULT_BAD_FREE_BLOCK;
	fault->ptr = block_at(h, find->i);
	head_set(h, f, find->bin, 0);
	bin_clear(h, find->bin);
}

SMH_INLINE void *alloc_in(struct sys_heap *h, enum format f, const struct request *request,
			  struct fault *fault)
{
	struct request r = *request;
	struct find find;

	if (r.granules < min_granules(f)) {
		r.granules = min_granules(f);
	}
	if (r.granules >= h->heap->end || !search(h, f, &r, &find)) {
		return NULL;
	}
	if (SMH_CHECK && (!index_in_range(h, find.i) || !free_block_is_sound(h, f, find.i, find.hd))) {
		drop_bin(h, f, &find, fault);
		return NULL;
	}
	return block_at(h, carve(h, f, &find, lead_of(h, f, find.i, &r), r.granules));
}

void *heap_alloc(struct sys_heap *h, const struct request *request, struct fault *fault)
{
	if (HAVE_NARROW && (!HAVE_WIDE || h->narrow)) {
		return alloc_in(h, NARROW, request, fault);
	}
	return alloc_in(h, WIDE, request, fault);
}
