/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Cache maintenance over ranges of whole lines. */

#include <stdbool.h>

#include "smh_cache.h"
#include "port/cache_ops.h"

#if SMH_CACHE != SMH_CACHE_NONE

/* Bytes from the first line that a range touches to the end of the last one; 0 for no range. */
SMH_INLINE size_t widen(uintptr_t *addr, size_t bytes, uintptr_t line)
{
	uintptr_t first = *addr & ~(line - 1);
	uintptr_t last = *addr + (bytes - 1);

	if (*addr == 0 || bytes == 0 || last < *addr) {
		return 0;
	}
	*addr = first;
	return (size_t)((last | (line - 1)) - first) + 1;
}

#endif

#if SMH_CACHE == SMH_CACHE_EXTERNAL

void smh_cache_clean(const void *addr, size_t bytes)
{
	uintptr_t first = (uintptr_t)addr;
	size_t wide = widen(&first, bytes, SMH_CACHE_LINE);

	cache_barrier();
	if (wide != 0) {
		smh_cache_clean_hook((const void *)first, wide);
	}
	cache_barrier();
}

void smh_cache_invalidate(void *addr, size_t bytes)
{
	uintptr_t first = (uintptr_t)addr;
	size_t wide = widen(&first, bytes, SMH_CACHE_LINE);

	cache_barrier();
	if (wide != 0) {
		smh_cache_invalidate_hook((void *)first, wide);
	}
	cache_barrier();
}

int smh_cache_line_check(void)
{
	return 0; /* the hooks know */
}

#elif SMH_CACHE == SMH_CACHE_NONE

void smh_cache_clean(const void *addr, size_t bytes)
{
	(void)addr;
	(void)bytes;
	cache_barrier();
}

void smh_cache_invalidate(void *addr, size_t bytes)
{
	(void)addr;
	(void)bytes;
	cache_barrier();
}

int smh_cache_line_check(void)
{
	return 0;
}

#else

/* The lines are counted, so that a range may end at the top of the address space. */
SMH_INLINE void for_each_line(uintptr_t addr, size_t bytes, void (*act)(uintptr_t addr))
{
	uintptr_t line = cache_line_bytes();
	size_t wide = line != 0 ? widen(&addr, bytes, line) : 0;

	cache_barrier();
	for (; wide != 0; wide -= line) {
		act(addr);
		addr += line;
	}
	cache_barrier();
}

void smh_cache_clean(const void *addr, size_t bytes)
{
	for_each_line((uintptr_t)addr, bytes, cache_clean_line);
}

void smh_cache_invalidate(void *addr, size_t bytes)
{
	for_each_line((uintptr_t)addr, bytes, cache_invalidate_line);
}

int smh_cache_line_check(void)
{
	bool fits = cache_line_bytes() <= SMH_CACHE_LINE && cache_granule_bytes() <= SMH_CACHE_LINE;

	return fits ? 0 : -EINVAL;
}

#endif

void smh_cache_barrier(void)
{
	cache_barrier();
}
