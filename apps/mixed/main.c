/* SPDX-License-Identifier: Apache-2.0 */

/*
 * One pool, two languages: C initialises the pool and adds its memory; a driver written in Rust
 * allocates from it; and each gives blocks to the other, who frees them.
 */

#include "agree.h"
#include "exchange.h"
#include "memory.h"
#include "print.h"
#include "refusals.h"
#include "smh_build.h"
#include "tally.h"

int main(void)
{
	/* Both languages ask the linker for the library that they were compiled for. */
	SMH_BUILD_CHECK();
	print("Shared multi-heap: C and a driver in Rust over one pool\n");
	agree_on_start();
	if (memory_add()) {
		agree_on_regions();
		for (unsigned int i = 0; i < memory_num_kinds; i++) {
			exchange_frames(&memory_kinds[i]);
			refusals_make(&memory_kinds[i]);
		}
		agree_on_end();
	}
	return tally_summary();
}
