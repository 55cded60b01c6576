/* SPDX-License-Identifier: Apache-2.0 */

/* First fit in a list by address, for one region; its free is told the size. */

#include "allocators/peer_functions.h"

const struct bench_allocator bench_allocator = {
	.name = "linked_list_allocator",
	PEER_FUNCTIONS,
};
