/* SPDX-License-Identifier: Apache-2.0 */

/* Its lists are in the first region that it gets; its free is told the size. */

#include "allocators/peer_functions.h"

const struct bench_allocator bench_allocator = {
	.name = "talc",
	PEER_FUNCTIONS,
	.add = peer_more,
};
