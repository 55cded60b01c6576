/* SPDX-License-Identifier: Apache-2.0 */

/* rlsf with more classes behind a lock, which does nothing here. */

#include "allocators/peer_functions.h"

const struct bench_allocator bench_allocator = {
	.name = "embedded-alloc-tlsf",
	PEER_FUNCTIONS,
};
