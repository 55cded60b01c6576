/* SPDX-License-Identifier: Apache-2.0 */

/* One heap of this library. */

#include "harness/allocator.h"

#include "sys_heap.h"

/* 0 where a region may be as large as the memory. */
#define MOST_BYTES                                                                                 \
	(SMH_MAX_REGION_SHIFT < 32 ? (size_t)1 << (SMH_MAX_REGION_SHIFT % 32) : (size_t)0)

static struct sys_heap heap;

static bool init(void *mem, size_t bytes)
{
	sys_heap_init(&heap, mem, bytes);
	return true;
}

static uint32_t counted_init(void *mem, size_t bytes)
{
	return bench_counted_void(sys_heap_init, &heap, mem, bytes);
}

static size_t kept_elsewhere(size_t bytes)
{
	(void)bytes;
	return sizeof(heap);
}

static uint32_t alloc(size_t bytes, void **mem)
{
	return bench_counted(mem, sys_heap_alloc, &heap, bytes);
}

static uint32_t aligned_alloc_(size_t align, size_t bytes, void **mem)
{
	return bench_counted(mem, sys_heap_aligned_alloc, &heap, align, bytes);
}

static uint32_t realloc_(void *old, size_t old_bytes, size_t bytes, void **mem)
{
	(void)old_bytes;
	return bench_counted(mem, sys_heap_realloc, &heap, old, bytes);
}

static uint32_t free_(void *mem, size_t bytes)
{
	(void)bytes;
	return bench_counted_void(sys_heap_free, &heap, mem);
}

static bool is_sound(void)
{
	return sys_heap_validate(&heap);
}

const struct bench_allocator bench_allocator = {
	.name = "sys_heap",
	.align = SMH_ALIGN,
	.most_bytes = MOST_BYTES,
	.init = init,
	.kept_elsewhere = kept_elsewhere,
	.alloc = alloc,
	.aligned_alloc = aligned_alloc_,
	.realloc = realloc_,
	.free = free_,
	.counted_init = counted_init,
	.is_sound = is_sound,
};
