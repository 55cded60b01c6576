/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Memory by attribute on a board with an MMU, from the devicetree to the last block freed.
 * The program knows no address of a region: what it expects it derives from the blob.
 */

#include "board.h"
#include "compare.h"
#include "edges.h"
#include "faults.h"
#include "picture.h"
#include "places.h"
#include "print.h"
#include "requests.h"
#include "tally.h"

static void init_pool(void)
{
	heading("Pool");
	check(shared_multi_heap_alloc(SMH_REG_ATTR_CACHEABLE, 64) == NULL,
	      "before it is initialised there is no memory");
	check(shared_multi_heap_pool_init() == 0, "it is initialised");
	check(shared_multi_heap_pool_init() == -EALREADY, "a second time is refused");
}

int main(void)
{
	print("Shared multi-heap on a Cortex-A53, MMU and caches on\n");
	init_pool();
	if (places_read()) {
		requests_make();
		picture_draw();
		requests_undo();
		faults_make();
		picture_draw();
		compare_policies();
		edges_use();
	}
	return tally_summary();
}
