/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* What the pool looks at in a heap while it chooses one. */

#ifndef SMH_HEAP_HEAD_SIZE_H_
#define SMH_HEAP_HEAD_SIZE_H_

#include "heap/heap.h"
#include "heap/list.h"

/*
 * Size in granules of the first block of a bin that has one. Heads are in range; a damaged header
 * can only mislead the choice, and is seen when the block is taken.
 */
SMH_INLINE uint32_t heap_head_size(const struct sys_heap *h, uint32_t bin)
{
	uint8_t *base = base_of(h);
	uint32_t i;

	if (SMH_LIKELY(format_of(h) == NARROW)) {
		i = head_get(h, base, NARROW, bin);
		return word_size(NARROW, i, *word_of(block_at(base, i), -1));
	}
	i = head_get(h, base, WIDE, bin);
	return word_size(WIDE, i, *word_of(block_at(base, i), -1));
}

#endif /* SMH_HEAP_HEAD_SIZE_H_ */
