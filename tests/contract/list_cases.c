/* SPDX-License-Identifier: Apache-2.0 */

/* A damaged list of free blocks, to which a block is freed. */

#include "support.h"

/* A heap whose list of 6 granules has one block, and live blocks behind it. */
struct one_listed {
	struct sys_heap heap;
	uint8_t *hole;   /* in that list */
	uint8_t *wall;   /* of 6 granules, filled with 0xEE */
	uint8_t *next;   /* of 6 granules; goes to that list when it is freed */
	uint8_t *larger; /* of 12 granules */
};

static void list_one(struct one_listed *one)
{
	(void)smh_fault_handler_set(fault_record);
	sys_heap_init(&one->heap, arena, REGION_BYTES);
	one->hole = sys_heap_alloc(&one->heap, BLOCK_OF(6));
	one->wall = sys_heap_alloc(&one->heap, BLOCK_OF(6));
	one->next = sys_heap_alloc(&one->heap, BLOCK_OF(6));
	(void)sys_heap_alloc(&one->heap, 40);
	one->larger = sys_heap_alloc(&one->heap, BLOCK_OF(12));
	CHECK(sys_heap_alloc(&one->heap, 40) > (void *)one->larger);
	memset(one->wall, 0xEE, BLOCK_OF(6));
	sys_heap_free(&one->heap, one->hole);
}

static bool next_is_free(struct one_listed *one)
{
	faults_forget();
	sys_heap_free(&one->heap, one->next);
	return fault_was(SMH_FAULT_DOUBLE_FREE, one->next);
}

/*
 * The head of a list names a live block: what is freed to that list is free all the same. The head
 * is somewhere in front of the first block, so each place there is overwritten in turn.
 */
static void head_names_live_block(struct one_listed *one)
{
	const uint16_t index = (uint16_t)((size_t)(one->wall - one->hole) / SMH_ALIGN + 1);
	unsigned int cuts = 0;
	unsigned int refused = 0;
	uint8_t kept[REGION_BYTES];

	memcpy(kept, arena, REGION_BYTES);
	for (uint8_t *at = arena; at < one->hole - HEADER_BYTES; at += 2) {
		memcpy(arena, kept, REGION_BYTES);
		memcpy(at, &index, sizeof(index));
		faults_forget();
		sys_heap_free(&one->heap, one->next);
		CHECK(all_bytes(one->wall, BLOCK_OF(6), 0xEE));
		if (SMH_CHECK_EXACT && faults.kind == SMH_FAULT_BAD_HEADER) {
			refused++; /* its start bit was overwritten */
			continue;
		}
		CHECK(faults.count == 0 || faults.kind == SMH_FAULT_BAD_LIST);
		cuts += faults.ptr == one->wall ? 1 : 0;
		CHECK(next_is_free(one));
		CHECK(all_bytes(one->wall, BLOCK_OF(6), 0xEE));
	}
	CHECK(cuts == 1 && refused == SMH_CHECK_EXACT);
	memcpy(arena, kept, REGION_BYTES);
}

void case_damage_head_of_list(void)
{
	static struct one_listed one;

	list_one(&one);
	head_names_live_block(&one);

	/* The first block of the list is damaged. A free cuts the list before it ... */
	list_one(&one);
	memset(one.hole, 0xFF, 8);
	sys_heap_free(&one.heap, one.next);
	CHECK(fault_was(SMH_FAULT_BAD_LIST, one.hole));
	CHECK(next_is_free(&one));
	CHECK(sys_heap_alloc(&one.heap, BLOCK_OF(6)) == one.next);

	/* ... and so does a resize. */
	list_one(&one);
	memset(one.hole, 0xFF, 8);
	CHECK(sys_heap_realloc(&one.heap, one.larger, BLOCK_OF(6)) == one.larger);
	CHECK(fault_was(SMH_FAULT_BAD_LIST, one.hole));
	CHECK(sys_heap_alloc(&one.heap, BLOCK_OF(6)) == one.larger + 6 * SMH_ALIGN);
	faults_forget();
}
