/* SPDX-License-Identifier: Apache-2.0 */

/* linked_list_allocator behind a lock, which does nothing here. */

#include "allocators/peer_functions.h"

const struct bench_allocator bench_allocator = {
	.name = "embedded-alloc-llff",
	PEER_FUNCTIONS,
};
