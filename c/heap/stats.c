/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Figures of one heap under their public names. */

#include "heap/heap.h"
#include "heap/count.h"

int sys_heap_runtime_stats_get(struct sys_heap *heap, struct sys_memory_stats *stats)
{
	if (heap == NULL || heap->heap == NULL || stats == NULL) {
		return -EINVAL;
	}
	stats->allocated_bytes = count_allocated(heap);
	stats->max_allocated_bytes = count_max_allocated(heap);
	stats->free_bytes = smh_heap_capacity(heap) - stats->allocated_bytes;
	return 0;
}

int sys_heap_runtime_stats_reset_max(struct sys_heap *heap)
{
	if (heap == NULL || heap->heap == NULL) {
		return -EINVAL;
	}
	count_reset_max(heap);
	return 0;
}
