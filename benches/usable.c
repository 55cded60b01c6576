/* SPDX-License-Identifier: Apache-2.0 */

/* What a region of a given size leaves for a single block, as CSV. */

#include "print.h"
#include "sys_heap.h"

#define LARGEST (256u * 1024u)

static _Alignas(64) uint8_t memory[LARGEST];

int main(void)
{
	print("region,usable\n");
	for (size_t bytes = 64; bytes <= LARGEST; bytes *= 4) {
		struct sys_heap heap;
		struct sys_memory_stats stats;

		sys_heap_init(&heap, memory, bytes);
		if (sys_heap_runtime_stats_get(&heap, &stats) != 0 ||
		    sys_heap_alloc(&heap, stats.free_bytes) == NULL) {
			print("%lu: not served\n", (unsigned long)bytes);
			return 1;
		}
		print("%lu,%lu\n", (unsigned long)bytes, (unsigned long)stats.free_bytes);
	}
	return 0;
}
