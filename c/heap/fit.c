/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* With SMH_ASAN: what of a block its owner may touch. */

#include "heap/heap.h"
#include "heap/block.h"
#include "port/asan.h"

#if SMH_ASAN

/*
 *   [hdr]| mem: bytes |slack[hdr]| next block
 *        | accessible |poisoned  |
 */
void smh_heap_fit(const struct sys_heap *h, const void *mem, size_t bytes)
{
	const struct view v = view_of(h);
	uint32_t i = (uint32_t)(((uintptr_t)mem - (uintptr_t)v.base) / SMH_ALIGN);
	uint32_t size = header_size(v.f, header_read(&v, block_at(v.base, i), i));

	asan_unpoison(mem, bytes);
	asan_poison((const uint8_t *)mem + bytes, (size_t)size * SMH_ALIGN - bytes);
}

#endif
