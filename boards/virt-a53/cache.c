/* SPDX-License-Identifier: Apache-2.0 */

#include "cache.h"

#include "sysreg.h"

#define CTR_DMINLINE(ctr) ((ctr) >> 16 & 0xF)
#define WORD_BYTES        ((size_t)4)

size_t cache_line_bytes(void)
{
	return WORD_BYTES << CTR_DMINLINE(read_ctr_el0());
}

void cache_clean_invalidate(uintptr_t virt, size_t size)
{
	size_t line = cache_line_bytes();

	/* Earlier accesses have reached the caches, so that the maintenance finds them. */
	dsb(sy);
	for (size_t done = 0; done < size; done += line) {
		__asm__ volatile("dc civac, %0" : : "r"(virt + done) : "memory");
	}
	dsb(sy);
}
