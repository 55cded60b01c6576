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
	uint32_t prev; /* the block before it in the list, 0 for the head */
	struct header hd;
};

/* Granules to skip at the start of block i so that the request's alignment holds. */
SMH_INLINE uint32_t lead_of(uint8_t *base, uint32_t i, const struct request *r)
{
	uintptr_t granule = (uintptr_t)block_at(base, i) / SMH_ALIGN;

	return (uint32_t)(0 - (granule + r->phase)) & (r->align - 1);
}

SMH_INLINE bool fits(uint8_t *base, uint32_t i, uint32_t size, const struct request *r)
{
	return size >= r->granules && size - r->granules >= lead_of(base, i, r);
}

/*
 * Look at the head of a bin. Heads can be trusted: before a block becomes one, its link back is
 * checked.
 */
SMH_HOT bool find_head(uint8_t *base, enum format f, struct find *find)
{
	find->i = head_get(base, f, find->bin);
	if (find->i == 0) {
		return false;
	}
	find->hd = header_read(base, f, find->i);
	find->prev = 0;
	return true;
}

SMH_HOT bool search_head(uint8_t *base, enum format f, const struct request *r, struct find *find)
{
	return find_head(base, f, find) && fits(base, find->i, find->hd.size, r);
}

/*
 * Look at a few blocks behind the head of a bin, which *find describes. Where a link does not lead
 * to a block that links back, *find stays at the block with that link, and taking it will find the
 * damage.
 */
SMH_HOT bool search_behind_head(const struct sys_heap *h, uint8_t *base, enum format f,
				const struct request *r, struct find *find)
{
	for (uint32_t tries = 0; tries < SMH_FLOOR_TRIES; tries++) {
		uint32_t next = link_next(base, f, find->i);

		if (next == 0) {
			return false;
		}
		if (SMH_CHECK && SMH_UNLIKELY(!next_agrees(h, base, f, find->i))) {
			return true;
		}
		find->prev = find->i;
		find->i = next;
		find->hd = header_read(base, f, next);
		if (fits(base, next, find->hd.size, r)) {
			return true;
		}
	}
	return false;
}

/*
 * The good fit for n granules: the head of the floor bin if it happens to fit, else the head of
 * the lowest bin in which every block fits, else a few more of the floor bin.
 */
SMH_HOT bool search_size(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t n,
			 const struct request *r, struct find *find)
{
	uint32_t floor = bin_of(n);
	uint32_t sure = bin_sure(n);

	find->bin = floor;
	if (floor != sure && search_head(base, f, r, find)) {
		return true;
	}
	find->bin = bin_at_least(h, base, sure);
	if (find->bin != 0) {
		return find_head(base, f, find);
	}
	find->bin = floor;
	return floor != sure && find_head(base, f, find) && search_behind_head(h, base, f, r, find);
}

/*
 * No block is so large that it fits wherever it lies: try the heads of the bins whose blocks fit
 * if they lie well. Bounded by the bins of log2(align) octaves.
 */
SMH_HOT bool search_heads(const struct sys_heap *h, uint8_t *base, enum format f,
			  const struct request *r, struct find *find)
{
	find->bin = bin_of(r->granules);
	while ((find->bin = bin_at_least(h, base, find->bin)) != 0) {
		if (search_head(base, f, r, find)) {
			return true;
		}
		find->bin++;
	}
	return false;
}

SMH_HOT bool search(const struct sys_heap *h, uint8_t *base, enum format f, const struct request *r,
		    struct find *find)
{
	uint32_t room = ctl_at(base)->end - h->first;
	uint32_t n = r->granules + (r->align - 1);

	if (r->granules > room) {
		return false; /* there is no such bin */
	}
	if (n <= room && search_size(h, base, f, n, r, find)) {
		return true;
	}
	return r->align != 1 && search_heads(h, base, f, r, find);
}

/*
 * Keep the first `lead` granules of a free block that was taken from its list as a block of
 * their own. What remains is described by *hd.
 */
SMH_HOT uint32_t split_lead(const struct sys_heap *h, uint8_t *base, enum format f, uint32_t i,
			    uint32_t lead, struct header *hd)
{
	struct header gap = *hd;

	gap.size = lead;
	header_write(base, f, i, gap);
	if (f == WIDE) {
		*footer_before(base, i + lead) = lead;
	}
	list_push(h, base, f, i, lead);
	hd->size -= lead;
	hd->left = lead;
	hd->left_free = true;
	return i + lead;
}

/*
 * Hand out n granules of a free block, `lead` granules from its start. Head and tail go back; a
 * tail too small for a list stays with the block.
 *
 *   [ ................ free ................ ]
 *   [ free: lead ][ used: n ][ free: the rest ]
 */
SMH_HOT uint32_t carve(const struct sys_heap *h, uint8_t *base, enum format f,
		       const struct find *find, uint32_t lead, uint32_t n)
{
	struct header hd = find->hd;
	uint32_t i = find->i;
	struct header rest = {.left = n};

	list_unlink(h, base, f, i, find->prev, find->bin);
	if (lead != 0) {
		i = split_lead(h, base, f, i, lead, &hd);
	}
	rest.size = hd.size - n;
	hd.used = true;
	if (rest.size >= min_granules(f)) {
		hd.size = n;
		header_write(base, f, i + n, rest);
		tell_right(base, f, i + n, rest);
		list_push(h, base, f, i + n, rest.size);
	} else if (f == WIDE || lead != 0) {
		tell_right(base, f, i, hd);
	}
	header_write(base, f, i, hd);
	count_taken(base, hd.size);
	start_bit_set(h, base, i);
	return i;
}

/*
 * A damaged block was met: cut its list before it, so that the next search leads away.
 *
 *   head -> A <-> B <-> damaged ...      =>   head -> A <-> B
 */
static void cut_list(const struct sys_heap *h, uint8_t *base, enum format f,
		     const struct find *find, struct fault *fault)
{
	fault->kind = SMH_FAULT_BAD_FREE_BLOCK;
	fault->ptr = block_at(base, find->i);
	if (find->prev != 0) {
		link_set_next(base, f, find->prev, 0);
	} else {
		head_set(base, f, find->bin, 0);
		bin_clear(h, base, find->bin);
	}
}

/* Whether the block found is what its bin promises and can be taken out without harm. */
SMH_HOT bool find_is_sound(const struct sys_heap *h, uint8_t *base, enum format f,
			   const struct find *find)
{
	uint32_t i = find->i;

	return !find->hd.used && size_in_range(base, i, find->hd) &&
	       left_agrees(h, base, f, i, find->hd) && right_agrees(base, f, i, find->hd) &&
	       link_prev(base, f, i) == find->prev && next_agrees(h, base, f, i);
}

SMH_INLINE void *alloc_in(const struct sys_heap *h, enum format f, struct request r,
			  struct fault *fault)
{
	uint8_t *base = base_of(h);
	struct find find;
	uint32_t i;

	if (r.granules < min_granules(f)) {
		r.granules = min_granules(f);
	}
	if (!search(h, base, f, &r, &find)) {
		return NULL;
	}
	if (SMH_CHECK && SMH_UNLIKELY(!find_is_sound(h, base, f, &find))) {
		cut_list(h, base, f, &find, fault);
		return NULL;
	}
	i = carve(h, base, f, &find, r.align == 1 ? 0 : lead_of(base, find.i, &r), r.granules);
	return block_at(base, i);
}

/* The default alignment, which is most requests, has code of its own without leads. */
void *smh_heap_alloc(const struct sys_heap *h, uint32_t granules, struct fault *fault)
{
	const struct request r = {.granules = granules, .align = 1, .phase = 0};

	return is_narrow(h) ? alloc_in(h, NARROW, r, fault) : alloc_in(h, WIDE, r, fault);
}

void *smh_heap_aligned_alloc(const struct sys_heap *h, const struct request *r, struct fault *fault)
{
	return is_narrow(h) ? alloc_in(h, NARROW, *r, fault) : alloc_in(h, WIDE, *r, fault);
}
