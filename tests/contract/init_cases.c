/* SPDX-License-Identifier: Apache-2.0 */

/* Before and at shared_multi_heap_pool_init(). */

#include <limits.h>

#include "support.h"

void case_init_first_call(void)
{
	CHECK(shared_multi_heap_pool_init() == 0);
	CHECK(shared_multi_heap_region_count() == 0);
	CHECK(shared_multi_heap_alloc(FAST, 1) == NULL);
}

void case_init_second_call(void)
{
	pool_with_regions(FAST, 1);
	void *block = shared_multi_heap_alloc(FAST, 100);
	CHECK(block != NULL);
	fill(block, 100, 1);

	for (int i = 0; i < 3; i++) {
		CHECK(shared_multi_heap_pool_init() == -EALREADY);
	}
	CHECK(shared_multi_heap_region_count() == 1);
	CHECK(filled(block, 100, 1));
	CHECK(region_tally(0).used == 1);
	shared_multi_heap_free(block);
	CHECK(pool_empty());
}

void case_init_second_call_empty_pool(void)
{
	CHECK(shared_multi_heap_pool_init() == 0);
	CHECK(shared_multi_heap_pool_init() == -EALREADY);
	CHECK(pool_add(FAST, place(0), REGION_BYTES) == 0);
	CHECK(shared_multi_heap_pool_init() == -EALREADY);
	CHECK(shared_multi_heap_alloc(FAST, 1) != NULL);
}

void case_init_add_before(void)
{
	(void)smh_fault_handler_set(fault_record);
	fill(arena, REGION_BYTES, 7);
	CHECK(pool_try_add(FAST, (uintptr_t)arena, REGION_BYTES, NULL) == -EPERM);
	CHECK(shared_multi_heap_add(NULL, NULL) < 0);
	CHECK(filled(arena, REGION_BYTES, 7));
	CHECK(faults.count == 0);

	CHECK(shared_multi_heap_pool_init() == 0);
	CHECK(shared_multi_heap_region_count() == 0);
	CHECK(pool_add(FAST, arena, REGION_BYTES) == 0);
	CHECK(shared_multi_heap_alloc(FAST, 100) != NULL);
}

void case_init_alloc_before(void)
{
	(void)smh_fault_handler_set(fault_record);
	for (unsigned int attr = 0; attr < MAX_SHARED_MULTI_HEAP_ATTR; attr++) {
		CHECK(shared_multi_heap_alloc(attr, 16) == NULL);
		CHECK(shared_multi_heap_aligned_alloc(attr, 64, 16) == NULL);
		CHECK(shared_multi_heap_calloc(attr, 4, 4) == NULL);
		CHECK(shared_multi_heap_realloc(attr, NULL, 16) == NULL);
		CHECK(shared_multi_heap_aligned_realloc(attr, NULL, 64, 16) == NULL);
	}
	CHECK(shared_multi_heap_alloc(UINT_MAX, 16) == NULL);
	CHECK(faults.count == 0);
	pool_start();
	CHECK(pool_add(FAST, arena, REGION_BYTES) == 0);
	CHECK(shared_multi_heap_alloc(FAST, 16) != NULL);
}

void case_init_free_before(void)
{
	(void)smh_fault_handler_set(fault_record);
	fill(arena, REGION_BYTES, 3);
	shared_multi_heap_free(arena + SMH_ALIGN);
	CHECK(fault_was(SMH_FAULT_FOREIGN_POINTER, arena + SMH_ALIGN));
	shared_multi_heap_free(arena + 1);
	CHECK(fault_was(SMH_FAULT_FOREIGN_POINTER, arena + 1));
	shared_multi_heap_free(NULL);
	CHECK(faults.count == 0);
	CHECK(filled(arena, REGION_BYTES, 3));
	CHECK(shared_multi_heap_pool_init() == 0);
}

void case_init_realloc_before(void)
{
	uint8_t *const ptr = arena + SMH_ALIGN;

	(void)smh_fault_handler_set(fault_record);
	fill(arena, REGION_BYTES, 3);
	CHECK(shared_multi_heap_realloc(FAST, ptr, 10) == NULL);
	CHECK(fault_was(SMH_FAULT_FOREIGN_POINTER, ptr));
	CHECK(shared_multi_heap_aligned_realloc(FAST, ptr, 32, 10) == NULL);
	CHECK(fault_was(SMH_FAULT_FOREIGN_POINTER, ptr));
	CHECK(shared_multi_heap_realloc(FAST, ptr, 0) == NULL);
	CHECK(fault_was(SMH_FAULT_FOREIGN_POINTER, ptr));
	CHECK(shared_multi_heap_resize(ptr, 10) == -EINVAL);
	CHECK(fault_was(SMH_FAULT_FOREIGN_POINTER, ptr));
	CHECK(shared_multi_heap_usable_size(ptr) == 0);
	CHECK(fault_was(SMH_FAULT_FOREIGN_POINTER, ptr));
	CHECK(filled(arena, REGION_BYTES, 3));
}

static bool never(void *arg, void *mem, size_t bytes, bool used)
{
	(void)mem;
	(void)bytes;
	(void)used;
	*(bool *)arg = true;
	return true;
}

void case_init_queries_before(void)
{
	struct shared_multi_heap_region_info info;
	bool visited = false;

	(void)smh_fault_handler_set(fault_record);
	CHECK(shared_multi_heap_region_count() == 0);
	CHECK(shared_multi_heap_owner(arena, NULL, NULL) == -ENOENT);
	CHECK(shared_multi_heap_owner(NULL, NULL, NULL) == -ENOENT);
	CHECK(shared_multi_heap_region_info(0, &info) == -ENOENT);
	CHECK(shared_multi_heap_region_validate(0) == -ENOENT);
	CHECK(shared_multi_heap_region_walk(0, never, &visited) == -ENOENT);
	CHECK(!visited);
	CHECK(shared_multi_heap_usable_size(NULL) == 0);
	CHECK(shared_multi_heap_resize(NULL, 1) == -EINVAL);
	CHECK(faults.count == 0);
	CHECK(shared_multi_heap_pool_init() == 0);
}
