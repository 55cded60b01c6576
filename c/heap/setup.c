/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Laying out a region. */

#include "heap/heap.h"
#include "heap/start_bits.h"
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

struct layout {
	uint32_t granules;
	uint32_t map_offset;
	uint32_t ctl_bytes;
	uint32_t first;
	enum format format;
};

/* False if not even one block fits behind the control block. */
static bool layout_of(uint32_t granules, struct layout *l)
{
	uint32_t bins = bins_for(granules);
	uint32_t heads;

	if (bins == 0) {
		return false;
	}
	l->granules = granules;
	l->format = HAVE_NARROW && granules <= NARROW_GRANULES ? NARROW : WIDE;
	heads = (bins * (l->format == NARROW ? 2u : 4u) + 3) / 4 * 4;
	l->map_offset = (uint32_t)sizeof(struct smh_heap_ctl) + heads;
	l->ctl_bytes = l->map_offset + 4 * map_words(bins) + start_bits_bytes(granules);
	l->first = (l->ctl_bytes + HEADER_BYTES + SMH_ALIGN - 1) / SMH_ALIGN;
	return l->first + min_granules(l->format) <= granules;
}

/*
 * [ control | hdr free ............................ | hdr end ]
 */
static void lay_out(const struct sys_heap *h, const struct layout *l)
{
	const enum format f = l->format;
	const struct header all = {.size = l->granules - l->first};
	const struct header end = {.used = true};
	uint8_t *base = base_of(h);

	asan_unpoison(base, l->ctl_bytes); /* the memory may have been a heap before */
	memset(base, 0, l->ctl_bytes);
	h->heap->end = l->granules;
	header_write(base, f, l->first, all);
	header_write(base, f, l->granules, end);
	tell_right(base, f, l->first, all);
	list_push(h, base, f, l->first, all.size);
	asan_poison(base, (size_t)l->granules * SMH_ALIGN);
}

bool smh_heap_setup(struct sys_heap *h, struct bounds bounds, struct smh_heap_index *index,
		    uint32_t lane)
{
	struct layout l;

	if (!layout_of(bounds.granules, &l)) {
		return false;
	}
	h->heap = (struct smh_heap_ctl *)bounds.start;
	h->index = index;
	h->first = l.first;
	h->map_offset = (uint16_t)l.map_offset;
	h->lane = (uint8_t)lane;
	h->narrow = l.format == NARROW;
	lay_out(h, &l);
	return true;
}
