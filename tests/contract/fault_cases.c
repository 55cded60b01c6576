/* SPDX-License-Identifier: Apache-2.0 */

/*
 * How faults are reported. What counts as a fault is in free_cases.c, damage_cases.c and
 * list_cases.c.
 */

#include <limits.h>

#include "support.h"

static void other_handler(unsigned int kind, const void *ptr)
{
	(void)kind;
	(void)ptr;
}

void case_fault_handler_set_gives_the_old(void)
{
	CHECK(smh_fault_handler_set(fault_record) == NULL);
	CHECK(smh_fault_handler_set(other_handler) == fault_record);
	CHECK(smh_fault_handler_set(NULL) == other_handler);
	CHECK(smh_fault_handler_set(NULL) == NULL);
	CHECK(smh_fault_handler_set(fault_record) == NULL);

	CHECK(shared_multi_heap_pool_init() == 0);
	shared_multi_heap_free(arena);
	CHECK(fault_was(SMH_FAULT_FOREIGN_POINTER, arena));
	CHECK(smh_fault_handler_set(other_handler) == fault_record);
	shared_multi_heap_free(arena);
	CHECK(faults.count == 0);
}

void case_fault_counts_by_kind(void)
{
	pool_with_regions(FAST, 1);
	for (unsigned int kind = 0; kind <= SMH_FAULT_NUM; kind++) {
		CHECK(smh_fault_count(kind) == 0);
	}
	uint8_t *block = shared_multi_heap_alloc(FAST, 40);
	CHECK(block != NULL);
	shared_multi_heap_free(block);

	for (int i = 0; i < 3; i++) {
		shared_multi_heap_free(block);
	}
	for (int i = 0; i < 2; i++) {
		shared_multi_heap_free(place(1));
	}
	CHECK(shared_multi_heap_usable_size(block + 1) == 0);
	CHECK(smh_fault_count(SMH_FAULT_DOUBLE_FREE) == 3);
	CHECK(smh_fault_count(SMH_FAULT_FOREIGN_POINTER) == 2);
	CHECK(smh_fault_count(SMH_FAULT_MISALIGNED_POINTER) == 1);
	CHECK(smh_fault_count(SMH_FAULT_BAD_HEADER) == 0);
	CHECK(smh_fault_count(SMH_FAULT_OVERRUN) == 0);
	CHECK(smh_fault_count(SMH_FAULT_BAD_FREE_BLOCK) == 0);
	CHECK(smh_fault_count(SMH_FAULT_TABLE_FULL) == 0);
	CHECK(faults.count == 6);
}

void case_fault_count_out_of_range(void)
{
	pool_start();
	shared_multi_heap_free(arena);
	CHECK(smh_fault_count(SMH_FAULT_NONE) == 0);
	CHECK(smh_fault_count(SMH_FAULT_NUM) == 0);
	CHECK(smh_fault_count(SMH_FAULT_NUM + 1) == 0);
	CHECK(smh_fault_count(1000) == 0);
	CHECK(smh_fault_count(SMH_FAULT_FOREIGN_POINTER) == 1);
}

void case_fault_names(void)
{
	for (unsigned int kind = 0; kind < SMH_FAULT_NUM; kind++) {
		const char *name = smh_fault_name(kind);

		CHECK(name != NULL && name[0] != '\0');
		CHECK(strcmp(name, "unknown") != 0);
		for (unsigned int other = 0; other < kind; other++) {
			CHECK(strcmp(name, smh_fault_name(other)) != 0);
		}
	}
	CHECK(strcmp(smh_fault_name(SMH_FAULT_NUM), "unknown") == 0);
	CHECK(strcmp(smh_fault_name(1000), "unknown") == 0);
}

static struct {
	unsigned int calls;
	unsigned int served;
} nested;

/* Uses the pool as any caller may; with the lock held this would hang or be refused. */
static void nested_handler(unsigned int kind, const void *ptr)
{
	struct shared_multi_heap_region_info info;
	void *block = shared_multi_heap_calloc(FAST, 3, 10);

	(void)kind;
	(void)ptr;
	nested.calls++;
	if (block != NULL && shared_multi_heap_region_info(0, &info) == 0 &&
	    shared_multi_heap_region_validate(0) == 0 && shared_multi_heap_resize(block, 60) == 0) {
		block = shared_multi_heap_realloc(FAST, block, 300);
		nested.served += block != NULL;
	}
	shared_multi_heap_free(block);
}

void case_fault_handler_may_call_the_pool(void)
{
	pool_with_regions(FAST, 1);
	(void)smh_fault_handler_set(nested_handler);
	uint8_t *block = shared_multi_heap_alloc(FAST, 40);
	CHECK(block != NULL);

	shared_multi_heap_free(block + 1);
	CHECK(shared_multi_heap_realloc(FAST, place(1), 10) == NULL);
	CHECK(shared_multi_heap_aligned_realloc(FAST, place(1), 64, 10) == NULL);
	CHECK(shared_multi_heap_resize(place(1), 10) == -EINVAL);
	CHECK(shared_multi_heap_usable_size(place(1)) == 0);
	shared_multi_heap_free(block);
	shared_multi_heap_free(block);
	CHECK(nested.calls == 6 && nested.served == 6);
	CHECK(pool_empty());
}

void case_fault_in_each_layer_counts_once(void)
{
	static struct sys_heap heap;

	pool_start();
	sys_heap_init(&heap, arena, REGION_BYTES);
	void *block = sys_heap_alloc(&heap, 40);
	CHECK(block != NULL);
	sys_heap_free(&heap, block);
	sys_heap_free(&heap, block);
	CHECK(fault_was(SMH_FAULT_DOUBLE_FREE, block));
	CHECK(smh_fault_count(SMH_FAULT_DOUBLE_FREE) == 1);
	sys_heap_free(&heap, arena + REGION_BYTES);
	CHECK(fault_was(SMH_FAULT_FOREIGN_POINTER, arena + REGION_BYTES));
	CHECK(smh_fault_count(SMH_FAULT_FOREIGN_POINTER) == 1);
}

void case_fault_report_of_a_users_own(void)
{
	(void)smh_fault_handler_set(fault_record);
	for (unsigned int kind = 1; kind < SMH_FAULT_NUM; kind++) {
		smh_fault_report(kind, arena + kind);
		CHECK(fault_was(kind, arena + kind));
		CHECK(smh_fault_count(kind) == 1);
	}
	smh_fault_report(SMH_FAULT_NONE, arena);
	smh_fault_report(SMH_FAULT_NUM, arena);
	smh_fault_report(UINT_MAX, arena);
	CHECK(faults.count == 0);
	for (unsigned int kind = 1; kind < SMH_FAULT_NUM; kind++) {
		CHECK(smh_fault_count(kind) == 1);
	}
}
