/* SPDX-License-Identifier: Apache-2.0 */

/* malloc() of the host, which has all the memory that there is: only its time compares. */

#include "harness/allocator.h"

#include <malloc.h>
#include <stdlib.h>

static bool init(void *mem, size_t bytes)
{
	(void)mem;
	(void)bytes;
	return true;
}

static uint32_t alloc(size_t bytes, void **mem)
{
	return bench_counted(mem, malloc, bytes);
}

static uint32_t aligned_alloc_(size_t align, size_t bytes, void **mem)
{
	return bench_counted(mem, memalign, align, bytes);
}

static uint32_t realloc_(void *old, size_t old_bytes, size_t bytes, void **mem)
{
	(void)old_bytes;
	return bench_counted(mem, realloc, old, bytes);
}

static uint32_t free_(void *mem, size_t bytes)
{
	(void)bytes;
	return bench_counted_void(free, mem);
}

const struct bench_allocator bench_allocator = {
	.name = "glibc",
	.align = 2 * sizeof(void *),
	.is_hosted = true,
	.init = init,
	.add = init,
	.alloc = alloc,
	.aligned_alloc = aligned_alloc_,
	.realloc = realloc_,
	.free = free_,
};
