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

/*
 * Go on to the next block; at the end its left size is that of the last one. False if a header does
 * not agree with its neighbours.
 */
bool smh_spot_next(const struct view *v, struct spot *at);

#endif /* SMH_HEAP_SPOT_H_ */
