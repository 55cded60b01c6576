/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Questions to one heap that change nothing. */

#include "heap/lookup.h"
#include "heap/count.h"
#include "port/asan.h"

size_t smh_heap_usable(const struct sys_heap *h, const void *ptr, struct fault *fault)
{
	struct header hd;
	uint32_t i;
	enum smh_fault_kind kind = block_lookup(h, base_of(h), format_of(h), ptr, &i, &hd);

	if (kind != SMH_FAULT_NONE) {
		*fault = (struct fault){kind, ptr};
		return 0;
	}
	asan_unpoison(ptr, payload_bytes(hd.size));
	return payload_bytes(hd.size);
}

uint32_t smh_heap_bin_head_size(const struct sys_heap *h, uint32_t bin)
{
	enum format f = format_of(h);
	uint8_t *base = base_of(h);
	uint32_t i;

	if (!bin_has_block(h, base, bin)) {
		return 0;
	}
	i = head_get(base, f, bin);
	return index_in_range(h, base, i) ? header_read(base, f, i).size : 0;
}

bool smh_heap_contains(const struct sys_heap *h, uintptr_t addr)
{
	return (addr - (uintptr_t)h->heap) / SMH_ALIGN < h->heap->end;
}

size_t smh_heap_largest_free(const struct sys_heap *h, bool head_is_tried)
{
	uint32_t bin = bin_top(h, base_of(h));
	uint32_t n = bin_floor(bin);
	uint32_t head;

	if (bin == 0) {
		return 0;
	}
	head = smh_heap_bin_head_size(h, bin);
	if (head_is_tried && head > n && head < h->heap->end) {
		n = head;
	}
	return payload_bytes(n);
}

uint32_t smh_heap_granule_count(const struct sys_heap *h)
{
	return h->heap->end;
}

size_t smh_heap_allocated(const struct sys_heap *h)
{
	return count_allocated(h);
}

size_t smh_heap_max_allocated(const struct sys_heap *h)
{
	return count_max_allocated(h);
}

size_t smh_heap_capacity(const struct sys_heap *h)
{
	return payload_bytes(h->heap->end - h->first);
}

bool smh_heap_walk(const struct sys_heap *h, heap_visitor_t visit, void *arg)
{
	enum format f = format_of(h);
	uint8_t *base = base_of(h);
	uint32_t i = h->first;

	while (i != h->heap->end) {
		struct header hd = header_read(base, f, i);

		if (!size_in_range(base, i, hd) || !right_agrees(base, f, i, hd)) {
			return false;
		}
		if (!visit(arg, block_at(base, i), payload_bytes(hd.size), hd.used)) {
			return true;
		}
		i += hd.size;
	}
	return true;
}
