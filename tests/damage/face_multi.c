/* SPDX-License-Identifier: Apache-2.0 */

/* sys_multi_heap_*: two heaps, of which the choice function takes the first that serves. */

#include <string.h>

#include "face.h"
#include "internal.h"
#include "sys_multi_heap.h"

#define HEAPS 2

struct state {
	struct sys_heap heaps[HEAPS];
	struct sys_multi_heap set;
	unsigned int count;
};

static struct state now;
static struct state kept;

static void *choose(struct sys_multi_heap *set, void *cfg, size_t align, size_t size)
{
	(void)set;
	(void)cfg;
	for (unsigned int i = 0; i < now.count; i++) {
		void *mem = sys_heap_aligned_alloc(&now.heaps[i], align, size);

		if (mem != NULL) {
			return mem;
		}
	}
	return NULL;
}

static void clear(void)
{
	now.count = 0;
	sys_multi_heap_init(&now.set, choose);
}

static bool add(const struct region *region)
{
	struct sys_heap *heap = &now.heaps[now.count];

	sys_heap_init(heap, region->raw, region->raw_bytes);
	if (heap->heap == NULL) {
		return false;
	}
	sys_multi_heap_add_heap(&now.set, heap, heap);
	now.count++;
	return true;
}

static void save(void)
{
	kept = now;
}

static void load(void)
{
	now = kept;
}

static void *do_alloc(unsigned int attr, size_t bytes)
{
	(void)attr;
	return sys_multi_heap_alloc(&now.set, NULL, bytes);
}

static void *do_aligned_alloc(unsigned int attr, size_t align, size_t bytes)
{
	(void)attr;
	return sys_multi_heap_aligned_alloc(&now.set, NULL, align, bytes);
}

static void *do_realloc(unsigned int attr, void *ptr, size_t bytes)
{
	(void)attr;
	return sys_multi_heap_realloc(&now.set, NULL, ptr, bytes);
}

static void *do_aligned_realloc(unsigned int attr, void *ptr, size_t align, size_t bytes)
{
	(void)attr;
	return sys_multi_heap_aligned_realloc(&now.set, NULL, ptr, align, bytes);
}

static void do_free(void *ptr)
{
	sys_multi_heap_free(&now.set, ptr);
}

/* The set has no such function; the heap that it finds does. */
static size_t do_usable_size(void *ptr)
{
	const struct sys_multi_heap_rec *rec = sys_multi_heap_get_heap(&now.set, ptr);

	return sys_heap_usable_size(rec != NULL ? rec->heap : &now.heaps[0], ptr);
}

static bool do_validate(unsigned int region)
{
	return sys_heap_validate(&now.heaps[region]);
}

static bool do_walk(unsigned int region, smh_block_visitor_t visit, void *arg)
{
	return internal_heap_walk(&now.heaps[region], visit, arg);
}

static bool do_ask(const struct region *region)
{
	struct sys_heap *heap = &now.heaps[region->number];
	const struct sys_multi_heap_rec *rec = sys_multi_heap_get_heap(&now.set, region->start);
	struct sys_memory_stats stats;

	return rec != NULL && rec->heap == heap && rec->user_data == heap &&
	       rec == sys_multi_heap_get_heap(&now.set, region->end - 1) &&
	       sys_heap_runtime_stats_get(heap, &stats) == 0 &&
	       sys_heap_runtime_stats_reset_max(heap) == 0;
}

const struct face face_multi = {
	.name = "sys_multi_heap",
	.regions = HEAPS,
	.clear = clear,
	.add = add,
	.save = save,
	.load = load,
	.alloc = do_alloc,
	.aligned_alloc = do_aligned_alloc,
	.realloc = do_realloc,
	.aligned_realloc = do_aligned_realloc,
	.free = do_free,
	.usable_size = do_usable_size,
	.validate = do_validate,
	.walk = do_walk,
	.ask = do_ask,
	.rewinds = true,
};
