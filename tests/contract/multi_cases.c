/* SPDX-License-Identifier: Apache-2.0 */

/* The set of heaps with a choice function of the user, used alone. */

#include "support.h"

static struct sys_multi_heap set;
static struct sys_heap heaps[SMH_MAX_REGIONS + 1];

static struct {
	unsigned int calls;
	void *cfg;
	size_t align;
	size_t size;
} asked;

/* @p cfg points to the index of the heap to use; -1 for none. */
static void *choose(struct sys_multi_heap *mheap, void *cfg, size_t align, size_t size)
{
	const int *index = cfg;

	CHECK(mheap == &set);
	asked.calls++;
	asked.cfg = cfg;
	asked.align = align;
	asked.size = size;
	return *index < 0 ? NULL : sys_heap_aligned_alloc(&heaps[*index], align, size);
}

static void set_start(unsigned int count)
{
	(void)smh_fault_handler_set(fault_record);
	memset(&set, 0xEE, sizeof(set));
	sys_multi_heap_init(&set, choose);
	CHECK(set.nheaps == 0 && set.choice == choose);
	for (unsigned int i = 0; i < count; i++) {
		sys_heap_init(&heaps[i], place(i), REGION_BYTES);
		sys_multi_heap_add_heap(&set, &heaps[i], &heaps[i]);
		CHECK(set.nheaps == i + 1);
	}
}

void case_multi_init_is_empty(void)
{
	int first = 0;

	set_start(0);
	CHECK(sys_multi_heap_get_heap(&set, arena) == NULL);
	CHECK(sys_multi_heap_get_heap(&set, NULL) == NULL);
	first = -1;
	CHECK(sys_multi_heap_alloc(&set, &first, 10) == NULL);
	CHECK(asked.calls == 1);
	sys_multi_heap_free(&set, NULL);
	CHECK(faults.count == 0);
	sys_multi_heap_free(&set, arena + SMH_ALIGN);
	CHECK(fault_was(SMH_FAULT_FOREIGN_POINTER, arena + SMH_ALIGN));
}

void case_multi_add_sorts_by_address(void)
{
	static const unsigned int order[] = {3, 0, 4, 1, 2};

	NEEDS_REGIONS(5);
	set_start(0);
	for (unsigned int i = 0; i < 5; i++) {
		sys_heap_init(&heaps[i], place(order[i]), REGION_BYTES);
		sys_multi_heap_add_heap(&set, &heaps[i], place(order[i]));
		CHECK(set.nheaps == i + 1);
		for (unsigned int j = 1; j <= i; j++) {
			CHECK((uintptr_t)set.heaps[j - 1].user_data <
			      (uintptr_t)set.heaps[j].user_data);
		}
		for (unsigned int j = 0; j <= i; j++) {
			const struct sys_multi_heap_rec *rec =
				sys_multi_heap_get_heap(&set, place(order[j]) + 100);

			CHECK(rec != NULL && rec->heap == &heaps[j]);
			CHECK(rec->user_data == place(order[j]));
		}
	}
}

void case_multi_add_unusable_heap(void)
{
	set_start(0);
	sys_heap_init(&heaps[0], arena, 8);
	sys_multi_heap_add_heap(&set, &heaps[0], NULL);
	CHECK(set.nheaps == 0);
	CHECK(faults.count == 0);
	CHECK(sys_multi_heap_get_heap(&set, arena) == NULL);
}

void case_multi_add_full(void)
{
	int index = 0;

	CHECK(MAX_MULTI_HEAPS == SMH_MAX_REGIONS);
	set_start(0);
	for (unsigned int i = 0; i <= MAX_MULTI_HEAPS; i++) {
		CHECK(faults.count == 0);
		sys_heap_init(&heaps[i], arena + (size_t)i * 1024, 1024);
		sys_multi_heap_add_heap(&set, &heaps[i], NULL);
	}
	CHECK(fault_was(SMH_FAULT_TABLE_FULL, &heaps[MAX_MULTI_HEAPS]));
	CHECK(set.nheaps == MAX_MULTI_HEAPS);
	CHECK(sys_multi_heap_get_heap(&set, arena + (size_t)MAX_MULTI_HEAPS * 1024 + 500) == NULL);
	void *block = sys_multi_heap_alloc(&set, &index, 100);
	CHECK(block != NULL);
	sys_multi_heap_free(&set, block);
	CHECK(sys_heap_validate(&heaps[0]));
	CHECK(faults.count == 0);
}

void case_multi_alloc_asks_the_choice(void)
{
	int index = 0;

	set_start(1);
	uint8_t *block = sys_multi_heap_alloc(&set, &index, 100);
	CHECK(block >= place(0) && block < place(0) + REGION_BYTES);
	CHECK(asked.calls == 1 && asked.cfg == &index);
	CHECK(asked.align == 0 && asked.size == 100);
	block = sys_multi_heap_aligned_alloc(&set, &index, 256, 50);
	CHECK(block != NULL && aligned_to(block, 256));
	CHECK(asked.calls == 2 && asked.align == 256 && asked.size == 50);
	index = -1;
	CHECK(sys_multi_heap_alloc(&set, &index, 100) == NULL);
	CHECK(sys_multi_heap_aligned_alloc(&set, &index, 64, 100) == NULL);
	CHECK(faults.count == 0);
}

void case_multi_owner(void)
{
	NEEDS_REGIONS(3);
	set_start(3);
	for (unsigned int i = 0; i < 3; i++) {
		CHECK(sys_multi_heap_get_heap(&set, place(i))->heap == &heaps[i]);
		CHECK(sys_multi_heap_get_heap(&set, place(i) + REGION_BYTES - 1)->user_data ==
		      &heaps[i]);
		CHECK(sys_multi_heap_get_heap(&set, place(i) + REGION_BYTES) == NULL);
	}
	CHECK(sys_multi_heap_get_heap(&set, place(0) - 1) == NULL);
	CHECK(sys_multi_heap_get_heap(&set, place(1) - 1) == NULL);
	CHECK(sys_multi_heap_get_heap(&set, NULL) == NULL);
	CHECK(sys_multi_heap_get_heap(&set, (void *)UINTPTR_MAX) == NULL);
	CHECK(faults.count == 0);
}

void case_multi_free(void)
{
	NEEDS_REGIONS(3);
	void *blocks[3];

	set_start(3);
	for (int i = 0; i < 3; i++) {
		blocks[i] = sys_multi_heap_alloc(&set, &i, 200);
		CHECK(blocks[i] != NULL);
	}
	for (int i = 2; i >= 0; i--) {
		struct sys_memory_stats stats;

		sys_multi_heap_free(&set, blocks[i]);
		CHECK(sys_heap_validate(&heaps[i]));
		CHECK(sys_heap_runtime_stats_get(&heaps[i], &stats) == 0);
		CHECK(stats.allocated_bytes == 0);
	}
	CHECK(faults.count == 0);
	sys_multi_heap_free(&set, blocks[1]);
	CHECK(fault_was(SMH_FAULT_DOUBLE_FREE, blocks[1]));
	sys_multi_heap_free(&set, place(1) - SMH_ALIGN);
	CHECK(fault_was(SMH_FAULT_FOREIGN_POINTER, place(1) - SMH_ALIGN));
	sys_multi_heap_free(&set, place(3));
	CHECK(fault_was(SMH_FAULT_FOREIGN_POINTER, place(3)));
}

void case_multi_realloc_in_own_heap(void)
{
	int index = 0;

	set_start(1);
	uint8_t *block = sys_multi_heap_realloc(&set, &index, NULL, 100);
	CHECK(block != NULL && asked.calls == 1);
	fill(block, 100, 4);
	CHECK(sys_multi_heap_alloc(&set, &index, 100) != NULL);
	/* In place, and by moving within the heap: the choice is not asked. */
	CHECK(sys_multi_heap_realloc(&set, &index, block, 50) == block);
	block = sys_multi_heap_realloc(&set, &index, block, 1000);
	CHECK(block != NULL && filled(block, 50, 4));
	CHECK(asked.calls == 2);
	block = sys_multi_heap_aligned_realloc(&set, &index, block, 1024, 1000);
	CHECK(block != NULL && aligned_to(block, 1024) && filled(block, 50, 4));
	CHECK(sys_multi_heap_realloc(&set, &index, block, 0) == NULL);
	CHECK(sys_heap_validate(&heaps[0]));
	CHECK(faults.count == 0);
}

void case_multi_realloc_to_another_heap(void)
{
	NEEDS_REGIONS(2);
	int index = 0;

	set_start(2);
	uint8_t *block = sys_multi_heap_alloc(&set, &index, 3000);
	CHECK(block != NULL);
	fill(block, 3000, 4);
	uint8_t *wall = sys_multi_heap_alloc(&set, &index, 3000);
	CHECK(wall > block);
	index = 1;
	uint8_t *moved = sys_multi_heap_realloc(&set, &index, block, 5000);
	CHECK(moved >= place(1) && moved + 5000 <= place(1) + REGION_BYTES);
	CHECK(filled(moved, 3000, 4));
	CHECK(sys_heap_alloc(&heaps[0], 3000) == block);
	/* Nothing can hold this: the block stays. */
	CHECK(sys_multi_heap_realloc(&set, &index, moved, 2 * REGION_BYTES) == NULL);
	CHECK(filled(moved, 3000, 4));
	CHECK(sys_heap_usable_size(&heaps[1], moved) >= 5000);
	CHECK(sys_heap_validate(&heaps[0]) && sys_heap_validate(&heaps[1]));
	CHECK(faults.count == 0);
}

void case_multi_realloc_bad_pointer(void)
{
	int index = 0;

	set_start(1);
	uint8_t *block = sys_multi_heap_alloc(&set, &index, 100);
	CHECK(block != NULL);
	snapshot_take(place(0), REGION_BYTES);
	CHECK(sys_multi_heap_realloc(&set, &index, place(1), 10) == NULL);
	CHECK(fault_was(SMH_FAULT_FOREIGN_POINTER, place(1)));
	CHECK(sys_multi_heap_realloc(&set, &index, block + 1, 10) == NULL);
	CHECK(fault_about(block + 1));
	CHECK(snapshot_same());
	sys_multi_heap_free(&set, block);
	CHECK(sys_multi_heap_realloc(&set, &index, block, 10) == NULL);
	CHECK(fault_was(SMH_FAULT_DOUBLE_FREE, block));
	CHECK(sys_heap_validate(&heaps[0]));
}
