/* SPDX-License-Identifier: Apache-2.0 */

/*
 * What no bound on the work could do better: the smallest free block that fits, of all, the one at
 * the lowest address if there are several. Blocks are as large as those of this library, and so is
 * the region's capacity; but what is known of a block is kept in a table, and every call goes
 * through all blocks. For what can be had by a choice of the block at all: no allocator to use.
 */

#include "harness/allocator.h"
#include "harness/require.h"

#include "sys_heap.h"

#define HEADER     4u
#define MOST_BYTES 65536u
#define GRANULES   (MOST_BYTES / SMH_ALIGN)

/* By the granule where a block starts. */
static struct {
	uint16_t length;
	bool is_used;
} blocks[GRANULES];

static uint8_t *memory;
static uint32_t end;

static uint32_t granules_for(size_t bytes)
{
	return (uint32_t)((bytes + HEADER + SMH_ALIGN - 1) / SMH_ALIGN);
}

/* A heap of the library tells how much is left when all else is paid for. */
static bool init(void *mem, size_t bytes)
{
	struct sys_heap heap;
	struct sys_memory_stats stats;

	sys_heap_init(&heap, mem, bytes);
	if (sys_heap_runtime_stats_get(&heap, &stats) != 0) {
		return false;
	}
	memory = (uint8_t *)mem;
	end = granules_for(stats.free_bytes);
	BENCH_REQUIRE(end <= GRANULES);
	blocks[0].length = (uint16_t)end;
	blocks[0].is_used = false;
	return true;
}

static size_t kept_elsewhere(size_t bytes)
{
	(void)bytes;
	return sizeof(struct sys_heap);
}

/* The tightest free block of so many granules; `end` if there is none. */
static uint32_t tightest(uint32_t n)
{
	uint32_t found = end;

	for (uint32_t i = 0; i < end; i += blocks[i].length) {
		if (!blocks[i].is_used && blocks[i].length >= n &&
		    (found == end || blocks[i].length < blocks[found].length)) {
			found = i;
		}
	}
	return found;
}

static uint32_t alloc(size_t bytes, void **mem)
{
	uint32_t n = granules_for(bytes);
	uint32_t i = tightest(n);

	*mem = NULL;
	if (i == end) {
		return 0;
	}
	if (blocks[i].length > n) {
		blocks[i + n].length = (uint16_t)(blocks[i].length - n);
		blocks[i + n].is_used = false;
	}
	blocks[i].length = (uint16_t)n;
	blocks[i].is_used = true;
	*mem = memory + (size_t)i * SMH_ALIGN;
	return 0;
}

/* Merge all free neighbours. */
static void merge(void)
{
	for (uint32_t i = 0; i < end; i += blocks[i].length) {
		uint32_t right = i + blocks[i].length;

		while (!blocks[i].is_used && right < end && !blocks[right].is_used) {
			blocks[i].length = (uint16_t)(blocks[i].length + blocks[right].length);
			right = i + blocks[i].length;
		}
	}
}

static uint32_t free_(void *mem, size_t bytes)
{
	(void)bytes;
	blocks[(size_t)((uint8_t *)mem - memory) / SMH_ALIGN].is_used = false;
	merge();
	return 0;
}

const struct bench_allocator bench_allocator = {
	.name = "best_fit_all",
	.align = SMH_ALIGN,
	.most_bytes = MOST_BYTES,
	.init = init,
	.kept_elsewhere = kept_elsewhere,
	.alloc = alloc,
	.free = free_,
};
