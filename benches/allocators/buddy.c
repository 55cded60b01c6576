/* SPDX-License-Identifier: Apache-2.0 */

/* Powers of two; its free is told the size. */

#include "allocators/peer_functions.h"

const struct bench_allocator bench_allocator = {
	.name = "buddy_system_allocator",
	PEER_FUNCTIONS,
	.add = peer_more,
};
