/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The members of struct bench_allocator for malloc() of a C library.
 */

#ifndef BENCH_MALLOC_FUNCTIONS_H_
#define BENCH_MALLOC_FUNCTIONS_H_

#include "harness/allocator.h"

#include <malloc.h>
#include <stdlib.h>

/* Through a pointer, so that the compiler makes nothing of what it knows of malloc(). */
static void *(*volatile library_malloc)(size_t) = malloc;

static uint32_t counted_malloc(size_t bytes, void **mem)
{
	return bench_counted(mem, library_malloc, bytes);
}

static uint32_t counted_memalign(size_t align, size_t bytes, void **mem)
{
	return bench_counted(mem, memalign, align, bytes);
}

static uint32_t counted_realloc(void *old, size_t old_bytes, size_t bytes, void **mem)
{
	(void)old_bytes;
	return bench_counted(mem, realloc, old, bytes);
}

static uint32_t counted_free(void *mem, size_t bytes)
{
	(void)bytes;
	return bench_counted_void(free, mem);
}

/** What does not depend on where the library gets its memory. */
#define MALLOC_FUNCTIONS                                                                           \
	.alloc = counted_malloc, .aligned_alloc = counted_memalign, .realloc = counted_realloc,    \
	.free = counted_free

#endif /* BENCH_MALLOC_FUNCTIONS_H_ */
