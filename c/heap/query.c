/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Questions to one heap that change nothing. */

#include "heap/lookup.h"
#include "heap/spot.h"
#include "heap/count.h"
#include "port/asan.h"

size_t smh_heap_usable(const struct sys_heap *h, const void *ptr, outcome_t *fault)
{
	struct live live;

	*fault = (outcome_t)smh_heap_lookup(h, ptr, &live);
	if (*fault != 0) {
		return 0;
	}
	asan_unpoison(ptr, payload_bytes(live.size));
	return payload_bytes(live.size);
}

uint32_t smh_heap_head_size(const struct sys_heap *h, uint32_t bin)
{
	const struct view v = view_of(h);

	return head_size(&v, bin);
}

uint32_t smh_heap_top(const struct sys_heap *h)
{
	const struct view v = view_of(h);

	return bin_top(&v);
}

uint32_t smh_heap_map(const struct sys_heap *h, uint32_t map[NUM_MAP_WORDS])
{
	const struct view v = view_of(h);
	uint32_t count = map_words_for(h->bins);

	for (uint32_t word = 0; word < count; word++) {
		map[word] = map_word(&v, word);
	}
	return count;
}

uintptr_t smh_heap_start(const struct sys_heap *h)
{
	return (uintptr_t)h->heap - (uintptr_t)h->lead * SMH_ALIGN;
}

uint32_t smh_heap_granule_count(const struct sys_heap *h)
{
	return h->lead + heap_end(h);
}

bool smh_heap_contains(const struct sys_heap *h, uintptr_t addr)
{
	return (addr - smh_heap_start(h)) / SMH_ALIGN < smh_heap_granule_count(h);
}

size_t smh_heap_largest_free(const struct sys_heap *h, bool head_is_tried)
{
	uint32_t bin = smh_heap_top(h);
	uint32_t n = bin_floor(bin);
	uint32_t head;

	if (bin == 0) {
		return 0;
	}
	head = smh_heap_head_size(h, bin);
	if (head_is_tried && head > n && head < heap_end(h)) {
		n = head;
	}
	return payload_bytes(n);
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
	return payload_bytes(heap_end(h) - 1);
}

bool smh_heap_walk(const struct sys_heap *h, heap_visitor_t visit, void *arg)
{
	const struct view v = view_of(h);
	struct spot at = first_spot();

	while (at.i != end_of(&v)) {
		uint32_t i = at.i;

		if (!smh_spot_next(&v, &at)) {
			return false;
		}
		if (!visit(arg, block_at(v.base, i), payload_bytes(at.i - i), at.left == 0)) {
			return true;
		}
	}
	return true;
}
