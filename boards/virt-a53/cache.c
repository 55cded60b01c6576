/* SPDX-License-Identifier: Apache-2.0 */

#include "cache.h"

#include "mm_aarch64/cpu.h"

size_t cache_line_bytes(void)
{
	return cpu_data_line();
}

void cache_clean_invalidate(uintptr_t virt, size_t size)
{
	cpu_evict(virt, size);
}
