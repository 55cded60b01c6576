/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Questions to one heap that change nothing. */

#include "heap/lookup.h"
#include "heap/count.h"

SMH_INLINE enum format format_of(const struct sys_heap *h)
{
	return HAVE_NARROW && (!HAVE_WIDE || h->narrow) ? NARROW : WIDE;
}

size_t heap_usable(const struct sys_heap *h, const void *ptr, struct fault *fault)
{
	struct header hd;
	uint32_t i;

	fault->kind = block_lookup(h, format_of(h), ptr, &i, &hd);
	fault->ptr = ptr;
	return fault->kind == SMH_FAULT_NONE ? payload_bytes(hd.size) : 0;
}

uint32_t heap_bin_head_size(const struct sys_heap *h, uint32_t bin)
{
	enum format f = format_of(h);
	uint32_t i;

	if (bin == 0 || (bin >> 5) >= h->map_words ||
	    ((bin_map(h)[bin >> 5] >> (bin & 31)) & 1) == 0) {
		return 0;
	}
	i = head_get(h, f, bin);
	return index_in_range(h, i) ? header_read(h, f, i).size : 0;
}

bool heap_contains(const struct sys_heap *h, uintptr_t addr)
{
	return (addr - (uintptr_t)h->heap) / SMH_ALIGN < h->heap->end;
}

size_t heap_largest_free(const struct sys_heap *h, bool head_is_tried)
{
	uint32_t bin = bin_top(h);
	uint32_t n = bin_floor(bin);
	uint32_t head;

	if (bin == 0) {
		return 0;
	}
	head = heap_bin_head_size(h, bin);
	if (head_is_tried && head > n && head < h->heap->end) {
		n = head;
	}
	return payload_bytes(n);
}

uint32_t heap_granule_count(const struct sys_heap *h)
{
	return h->heap->end;
}

size_t heap_allocated(const struct sys_heap *h)
{
	return count_allocated(h);
}

size_t heap_max_allocated(const struct sys_heap *h)
{
	return count_max_allocated(h);
}

size_t heap_capacity(const struct sys_heap *h)
{
	return payload_bytes(h->heap->end - h->heap->first);
}

bool heap_walk(const struct sys_heap *h, heap_visitor_t visit, void *arg)
{
	enum format f = format_of(h);
	uint32_t i = h->heap->first;

	while (i != h->heap->end) {
		struct header hd = header_read(h, f, i);

		if (!size_in_range(h, i, hd) || !right_agrees(h, f, i, hd)) {
			return false;
		}
		if (!visit(arg, block_at(h, i), payload_bytes(hd.size), hd.used)) {
			return true;
		}
		i += hd.size;
	}
	return true;
}
