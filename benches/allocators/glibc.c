/* SPDX-License-Identifier: Apache-2.0 */

/* malloc() of the host, which has all the memory that there is: only its time compares. */

#include "allocators/malloc_functions.h"

static bool init(void *mem, size_t bytes)
{
	(void)mem;
	(void)bytes;
	return true;
}

const struct bench_allocator bench_allocator = {
	.name = "glibc",
	.align = 2 * sizeof(void *),
	.is_hosted = true,
	.init = init,
	.add = init,
	MALLOC_FUNCTIONS,
};
