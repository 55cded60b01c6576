/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Laying out a region. */

#include "heap/heap.h"
#include "heap/start_bits.h"
#include "heap/count.h"
#include "port/asan.h"

bool smh_heap_bounds(uintptr_t addr, size_t bytes, struct bounds *bounds)
{
	const uintptr_t mask = SMH_ALIGN - 1;
	uintptr_t last = addr + bytes - 1;
	uintptr_t start;
	uintptr_t span;

	if (bytes == 0 || last < addr) {
		return false;
	}
	if ((uint64_t)bytes - 1 > MAX_GRANULES * (uint64_t)SMH_ALIGN - 1) {
		return false;
	}
	start = (addr + mask) & ~mask;
	if (start < addr) {
		return false; /* nothing is left below the top of the address space */
	}
	if (start == 0) {
		start = SMH_ALIGN; /* no block at address 0, no control block at NULL */
	}
	if (start > last) {
		return false;
	}
	span = last - start;
	bounds->start = start;
	bounds->granules = (uint32_t)(span / SMH_ALIGN) + (uint32_t)((span & mask) == mask);
	return true;
}

/* In granules, from the start of the region to granule 0 and from there to the end. */
struct layout {
	uint32_t lead;
	uint32_t end;
	uint32_t bins;
	enum format format;
};

/* Bytes of the control block that every heap has, beside heads. */
#define MIN_LEAD_BYTES (COUNT_BYTES + 4 + HEADER_BYTES)

/* False if not even one block fits behind the control block. */
static bool layout_of(uint32_t granules, struct layout *l)
{
	const uint32_t least = (MIN_LEAD_BYTES + SMH_ALIGN - 1) / SMH_ALIGN;
	uint32_t bytes;

	if (granules <= least) {
		return false;
	}
	l->bins = bin_of(granules - least); /* those that its blocks can need */
	l->format = HAVE_NARROW && (!HAVE_WIDE || granules <= NARROW_GRANULES) ? NARROW : WIDE;
	bytes = 4 * map_words_for(l->bins) + start_bits_bytes(granules) +
		(l->format == NARROW ? 2 : 4) * l->bins + COUNT_BYTES;
	l->lead = (bytes + HEADER_BYTES - 1) / SMH_ALIGN; /* granule 0 has the rest */
	l->end = granules - l->lead;
	return l->lead + 1 + min_granules(l->format) <= granules;
}

/* Salts are counted with an odd step: all of them come before one returns. */
static uint32_t salt_add(uint32_t salt, uint32_t step)
{
	return (salt + (step | 1)) & SALT_MASK;
}

/* The salt with which a word is an end marker of a narrow heap, if it is one with any. */
static bool salt_of_narrow(const struct layout *l, uint32_t marker, uint32_t *salt)
{
	uint32_t plain = marker * NARROW_CODE_INVERSE;

	*salt = ((plain >> NARROW_TAG_SHIFT) - l->end) & SALT_MASK;
	return (plain & 0xFFFF) == 0;
}

/* The same of a wide heap: any of its three states is tried. */
static bool salt_of_wide(const struct layout *l, uint32_t marker, uint32_t *salt)
{
	static const uint8_t states[] = {USED, BEHIND_ONE, BEHIND_MORE};

	for (unsigned int k = 0; k < sizeof(states); k++) {
		uint32_t key = (marker ^ wide_encode(states[k])) * INDEX_HASH_INVERSE ^ l->end;

		if ((key & 0xFFFF) == 0) {
			*salt = key >> 16;
			return true;
		}
	}
	return false;
}

/*
 * A salt for this set-up. If the memory held a heap with these bounds, its end marker is still
 * there, unless it was overwritten, and tells the salt of that heap: the next one is taken. The
 * step depends on the bounds, so that a heap with other bounds had another one, but for odds.
 */
static uint32_t salt_choose(uintptr_t start, const struct layout *l, uint32_t marker)
{
	uint32_t hash = (uint32_t)(start / SMH_ALIGN) * INDEX_HASH + l->end * NARROW_CODE;
	uint32_t salt;
	bool held = l->format == NARROW ? salt_of_narrow(l, marker, &salt)
					: salt_of_wide(l, marker, &salt);

	return salt_add(held ? salt : 0, hash >> 16);
}

/*
 * [ control | hdr free ............................ | hdr end ]
 */
static void lay_out(const struct sys_heap *h, const struct layout *l)
{
	const struct view v = view_as(h, l->format);
	const uint32_t size = l->end - 1;
	const size_t lead = (size_t)l->lead * SMH_ALIGN;

	asan_unpoison(v.base - lead, lead + SMH_ALIGN);
	memset(v.base - lead, 0, lead + CTL_TOP);
	count_start(v.base);
	if (GUARDED) {
		*guard_of(v.base) = header_word(&v, 0, 0, FREE);
	}
	header_write(&v, block_at(v.base, l->end), l->end, 0, USED);
	(void)smh_free_put(h, 1, size, 0);
	asan_poison(v.base - lead, (size_t)(l->lead + l->end) * SMH_ALIGN);
}

bool smh_heap_setup(struct sys_heap *h, struct bounds bounds, uint32_t lane)
{
	struct layout l;
	uint32_t salt = 0;

	if (!layout_of(bounds.granules, &l)) {
		return false;
	}
	h->heap = (struct smh_heap_ctl *)(bounds.start + (uintptr_t)l.lead * SMH_ALIGN);
	if (SMH_CHECK) {
		salt = salt_choose(bounds.start, &l, *word_of(block_at(base_of(h), l.end), -1));
	}
	if (l.format == NARROW) {
		h->seal = l.end << 16 | salt;
		h->u.map = (struct smh_heap_map *)bounds.start;
	} else {
		h->seal = salt;
		h->u.wide_end = l.end;
	}
#if SMH_CHECK_EXACT
	h->lead = l.lead;
#else
	SMH_ASSERT(l.lead <= UINT16_MAX);
	h->lead = (uint16_t)l.lead;
#endif
	h->bins = (uint8_t)l.bins;
	h->lane = (uint8_t)lane;
	lay_out(h, &l);
	return true;
}
