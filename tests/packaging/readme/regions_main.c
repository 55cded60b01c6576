/* SPDX-License-Identifier: Apache-2.0 */

/* A firmware around regions.cmake of README.md: memory that the linker keeps free. */

#include "board.h"

int main(void)
{
	int ret = shared_multi_heap_pool_init();

	return ret != 0 ? ret : board_add(NULL, NULL);
}
