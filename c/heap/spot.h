/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Going through the blocks of a heap in the order of addresses, trusting nothing. */

#ifndef SMH_HEAP_SPOT_H_
#define SMH_HEAP_SPOT_H_

#include "heap/block.h"

/* A block, and the size of the block before it if that was free. */
struct spot {
	uint32_t i;
	uint32_t left;
};

SMH_INLINE struct spot first_spot(void)
{
	return (struct spot){.i = 1};
}

/* Whether the header of a spot agrees with what lies to the left, and tells a size that can be. */
SMH_INLINE bool spot_agrees(const struct sys_heap *h, uint8_t *base, enum format f, struct spot at,
			    header_t hd)
{
	uint32_t size = header_size(f, hd);

	if (at.left == 0
		    ? !header_left_used(f, hd)
		    : !header_used(f, hd) || left_size(f, block_at(base, at.i), hd) != at.left) {
		return false;
	}
	return at.i == end_of(h, f) ? header_used(f, hd) && size == 0
				    : size != 0 && size <= end_of(h, f) - at.i;
}

/* Go on to the next block; at the end its left size is that of the last one. */
SMH_INLINE bool spot_next(const struct sys_heap *h, uint8_t *base, enum format f, struct spot *at)
{
	header_t hd = header_read(f, block_at(base, at->i), at->i);
	uint32_t size = header_size(f, hd);

	if (!spot_agrees(h, base, f, *at, hd)) {
		return false;
	}
	at->i += size;
	at->left = header_used(f, hd) ? 0 : size;
	/* What follows must be a header that agrees, or the size was wrong. */
	return spot_agrees(h, base, f, *at, header_read(f, block_at(base, at->i), at->i));
}

#endif /* SMH_HEAP_SPOT_H_ */
