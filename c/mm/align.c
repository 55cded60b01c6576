/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include "k_mem.h"

size_t k_mem_region_align(uintptr_t *aligned_addr, size_t *aligned_size, uintptr_t addr,
			  size_t size, size_t align)
{
	size_t unit = align == 0 ? 1 : align;
	size_t offset = addr % unit;
	size_t most = SIZE_MAX - SIZE_MAX % unit;

	*aligned_addr = addr - offset;
	if (size > most - offset) {
		*aligned_size = most;
	} else {
		size_t bytes = offset + size;

		*aligned_size = bytes + (bytes % unit == 0 ? 0 : unit - bytes % unit);
	}
	return offset;
}
