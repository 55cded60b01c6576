/* SPDX-License-Identifier: Apache-2.0 */

/* rlsf, but its functions know the address of the heap, which costs: as others have counted it. */

#include "allocators/peer_functions.h"

const struct bench_allocator bench_allocator = {
	.name = "rlsf-static",
	PEER_FUNCTIONS,
	.add = peer_more,
};
