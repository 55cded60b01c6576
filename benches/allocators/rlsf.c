/* SPDX-License-Identifier: Apache-2.0 */

/* Two-level segregated fit. Its bitmaps and lists are kept outside of the region. */

#include "allocators/peer_functions.h"

const struct bench_allocator bench_allocator = {
	.name = "rlsf",
	PEER_FUNCTIONS,
	.add = peer_more,
};
