/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include "sys_heap.h"
#include "pool/region_size.h"

/* With the largest alignment one granule would have to hold the heap and the block. */
#define MIN_BYTES (SMH_ALIGN <= 32 ? Z_HEAP_MIN_SIZE : 2u * SMH_ALIGN)
#define MAX_BYTES (UINT64_C(1) << SMH_MAX_REGION_SHIFT)

bool smh_region_size_usable(uint64_t addr, uint64_t size)
{
	/* The pool leaves address 0 alone. */
	uint64_t head = addr == 0 ? SMH_ALIGN : (0 - addr) % SMH_ALIGN;
	uint64_t tail = (addr + size) % SMH_ALIGN;

	return size <= SIZE_MAX && size <= MAX_BYTES && size >= head + tail + MIN_BYTES;
}
