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
	uint32_t ctl_bytes;
	uint32_t map_words;
	enum format format;
};

/* False if not even one block fits behind the control block. */
static bool layout_of(uint32_t granules, struct layout *l)
{
	uint32_t bins = bins_for(granules);

	if (bins == 0) {
		return false;
	}
	l->format = HAVE_NARROW && (!HAVE_WIDE || granules <= NARROW_GRANULES) ? NARROW : WIDE;
	l->map_words = l->format == NARROW ? NARROW_MAP_WORDS : (bins + 1) / 32 + 1;
	l->ctl_bytes = COUNT_BYTES + 4 * l->map_words +
		       (l->format == NARROW ? (2 * bins + 3) / 4 * 4 : 4 * bins) +
		       start_bits_bytes(granules);
	l->lead = (l->ctl_bytes + HEADER_BYTES - 1) / SMH_ALIGN; /* granule 0 has the rest */
	l->end = granules - l->lead;
	return l->lead + 1 + min_granules(l->format) <= granules;
}

/*
 * [ control | hdr free ............................ | hdr end ]
 */
static void lay_out(const struct sys_heap *h, const struct layout *l)
{
	const enum format f = l->format;
	const uint32_t size = l->end - 1;
	uint8_t *base = base_of(h);
	uint8_t *ctl = base + CTL_TOP - l->ctl_bytes;

	/* The memory may have been a heap before. */
	asan_unpoison(ctl, l->ctl_bytes + HEADER_BYTES);
	memset(ctl, 0, l->ctl_bytes);
	count_start(base);
	header_write(f, block_at(base, 1), 1, size, false);
	header_write(f, block_at(base, l->end), l->end, 0, true);
	left_changed(f, block_at(base, l->end), 0, size);
	list_push(h, base, f, block_at(base, 1), 1, size);
	asan_poison(base - (size_t)l->lead * SMH_ALIGN, (size_t)(l->lead + l->end) * SMH_ALIGN);
}

bool smh_heap_setup(struct sys_heap *h, struct bounds bounds, uint32_t lane)
{
	struct layout l;

	if (!layout_of(bounds.granules, &l)) {
		return false;
	}
	h->heap = (struct smh_heap_ctl *)(bounds.start + (uintptr_t)l.lead * SMH_ALIGN);
	h->end = l.format == NARROW ? l.end : 0;
	h->wide_end = l.end;
#if SMH_CHECK_EXACT
	h->ctl_bytes = l.ctl_bytes;
	h->lead = l.lead;
#else
	SMH_ASSERT(l.lead <= UINT16_MAX);
	h->lead = (uint16_t)l.lead;
#endif
	h->map_words = (uint8_t)l.map_words;
	h->lane = (uint8_t)lane;
	lay_out(h, &l);
	return true;
}
