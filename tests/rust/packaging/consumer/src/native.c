/* SPDX-License-Identifier: Apache-2.0 */

/* The C half of the consumer. The header of the build tag makes the linker compare options. */

#include <shared_multi_heap.h>
#include <smh_build.h>

void *native_allocate(size_t bytes)
{
	return shared_multi_heap_alloc(SMH_REG_ATTR_CACHEABLE, bytes);
}

unsigned int native_max_attr(void)
{
	return SMH_MAX_ATTR;
}
