/* SPDX-License-Identifier: Apache-2.0 */

/* sys_heap_*: one heap and no other region. */

#include <string.h>

#include "face.h"
#include "internal.h"
#include "sys_heap.h"

static struct sys_heap heap;
static struct sys_heap kept;

static void clear(void)
{
	memset(&heap, 0, sizeof(heap));
}

static bool add(const struct region *region)
{
	sys_heap_init(&heap, region->raw, region->raw_bytes);
	return heap.heap != NULL;
}

static void save(void)
{
	kept = heap;
}

static void load(void)
{
	heap = kept;
}

static void *do_alloc(unsigned int attr, size_t bytes)
{
	(void)attr;
	return (bytes & 1) != 0 ? sys_heap_alloc(&heap, bytes)
				: sys_heap_noalign_alloc(&heap, 64, bytes);
}

static void *do_aligned_alloc(unsigned int attr, size_t align, size_t bytes)
{
	(void)attr;
	return sys_heap_aligned_alloc(&heap, align, bytes);
}

static void *do_realloc(unsigned int attr, void *ptr, size_t bytes)
{
	(void)attr;
	return sys_heap_realloc(&heap, ptr, bytes);
}

static void *do_aligned_realloc(unsigned int attr, void *ptr, size_t align, size_t bytes)
{
	(void)attr;
	return sys_heap_aligned_realloc(&heap, ptr, align, bytes);
}

static void do_free(void *ptr)
{
	sys_heap_free(&heap, ptr);
}

static size_t do_usable_size(void *ptr)
{
	return sys_heap_usable_size(&heap, ptr);
}

static bool do_validate(unsigned int region)
{
	(void)region;
	return sys_heap_validate(&heap);
}

static bool do_walk(unsigned int region, smh_block_visitor_t visit, void *arg)
{
	(void)region;
	return internal_heap_walk(&heap, visit, arg);
}

static bool do_ask(const struct region *region)
{
	struct sys_memory_stats stats;

	(void)region;
	return sys_heap_runtime_stats_get(&heap, &stats) == 0 &&
	       sys_heap_runtime_stats_reset_max(&heap) == 0;
}

const struct face face_heap = {
	.name = "sys_heap",
	.regions = 1,
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
