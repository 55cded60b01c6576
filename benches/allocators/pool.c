/* SPDX-License-Identifier: Apache-2.0 */

/* The pool of this library: all regions have the same attribute unless a workload chooses. */

#include "harness/allocator.h"

#include "shared_multi_heap.h"
#include "smh_info.h"

/* Private: a program has one pool for its whole life, the benchmarks one after the other. */
#include "pool/pool.h"

#include <string.h>

static unsigned int attribute = SMH_REG_ATTR_CACHEABLE;

static void choose(unsigned int number)
{
	attribute = number;
}

static bool add(void *mem, size_t bytes)
{
	struct shared_multi_heap_region description = {
		.attr = attribute,
		.addr = (uintptr_t)mem,
		.size = bytes,
	};

	return shared_multi_heap_add(&description, NULL) == 0;
}

static bool init(void *mem, size_t bytes)
{
	memset(&smh_pool, 0, sizeof(smh_pool));
	return shared_multi_heap_pool_init() == 0 && add(mem, bytes);
}

/* Each region carries its share, of the bins of best fit too where they are used. */
static size_t kept_elsewhere(size_t bytes)
{
	size_t kept = sizeof(smh_pool) + (best_fit() != NULL ? sizeof(smh_all_bins) : 0);

	(void)bytes;
	return (kept + SMH_MAX_REGIONS - 1u) / SMH_MAX_REGIONS;
}

static uint32_t alloc(size_t bytes, void **mem)
{
	return bench_counted(mem, shared_multi_heap_alloc, attribute, bytes);
}

static uint32_t aligned_alloc_(size_t align, size_t bytes, void **mem)
{
	return bench_counted(mem, shared_multi_heap_aligned_alloc, attribute, align, bytes);
}

static uint32_t realloc_(void *old, size_t old_bytes, size_t bytes, void **mem)
{
	(void)old_bytes;
	return bench_counted(mem, shared_multi_heap_realloc, attribute, old, bytes);
}

static uint32_t free_(void *mem, size_t bytes)
{
	(void)bytes;
	return bench_counted_void(shared_multi_heap_free, mem);
}

/* The look-up alone, as the functions of the pool have it inlined. */
static __attribute__((noinline)) const void *look_up(const void *mem)
{
	return pool_owner(mem);
}

static uint32_t owner(void *mem)
{
	return bench_counted_void(look_up, mem);
}

static bool is_sound(void)
{
	for (unsigned int i = 0; i < shared_multi_heap_region_count(); i++) {
		if (shared_multi_heap_region_validate(i) != 0) {
			return false;
		}
	}
	return true;
}

const struct bench_allocator bench_allocator = {
	.name = "pool",
	.align = SMH_ALIGN,
	.init = init,
	.add = add,
	.choose = choose,
	.kept_elsewhere = kept_elsewhere,
	.alloc = alloc,
	.aligned_alloc = aligned_alloc_,
	.realloc = realloc_,
	.free = free_,
	.owner = owner,
	.is_sound = is_sound,
};
