/* SPDX-License-Identifier: Apache-2.0 */

/* shared_multi_heap_free() of live blocks, and of pointers that are none. */

#include "support.h"

static uint8_t *block_of(size_t bytes)
{
	uint8_t *block = shared_multi_heap_alloc(FAST, bytes);

	CHECK(block != NULL);
	fill(block, bytes, (uint32_t)bytes);
	return block;
}

void case_free_null(void)
{
	shared_multi_heap_free(NULL);
	pool_start();
	shared_multi_heap_free(NULL);
	CHECK(pool_add(FAST, place(0), REGION_BYTES) == 0);
	shared_multi_heap_free(NULL);
	CHECK(pool_empty());
}

void case_free_makes_room(void)
{
	pool_with_regions(FAST, 1);
	const size_t capacity = region_info(0).capacity;

	for (int i = 0; i < 100; i++) {
		void *block = shared_multi_heap_alloc(FAST, capacity);

		CHECK(block != NULL);
		CHECK(shared_multi_heap_alloc(FAST, 1) == NULL);
		shared_multi_heap_free(block);
	}
	CHECK(pool_empty());
}

/* Three neighbours with a wall behind them, freed in a given order. */
static void free_in_order(const unsigned int *order)
{
	uint8_t *blocks[3];

	for (unsigned int i = 0; i < 3; i++) {
		blocks[i] = block_of(BLOCK_OF(6));
	}
	uint8_t *wall = block_of(60);
	CHECK(blocks[1] > blocks[0] && blocks[2] > blocks[1] && wall > blocks[2]);
	const unsigned int before = region_tally(0).free;

	for (unsigned int i = 0; i < 3; i++) {
		CHECK(filled(blocks[order[i]], BLOCK_OF(6), (uint32_t)BLOCK_OF(6)));
		shared_multi_heap_free(blocks[order[i]]);
		CHECK(pool_sound());
	}
	CHECK(region_tally(0).free == before + 1);
	/* All three are one block now. */
	uint8_t *joined = shared_multi_heap_alloc(FAST, BLOCK_OF(18));
	CHECK(joined == blocks[0]);
	CHECK(filled(wall, 60, 60));
	shared_multi_heap_free(joined);
	shared_multi_heap_free(wall);
	CHECK(pool_empty());
}

void case_free_joins_neighbours(void)
{
	static const unsigned int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
						  {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

	pool_with_regions(FAST, 1);
	for (unsigned int i = 0; i < 6; i++) {
		free_in_order(orders[i]);
	}
}

void case_free_keeps_walls_apart(void)
{
	static void *blocks[REGION_BYTES / SMH_ALIGN];

	pool_with_regions(FAST, 1);
	const unsigned int count = exhaust(FAST, BLOCK_OF(4), blocks, REGION_BYTES / SMH_ALIGN);
	CHECK(count > 10);
	/* Every second block: nothing can join. */
	for (unsigned int i = 1; i < count; i += 2) {
		shared_multi_heap_free(blocks[i]);
	}
	const struct tally tally = region_tally(0);
	CHECK(tally.used == (count + 1) / 2);
	CHECK(tally.free >= count / 2 && tally.free <= count / 2 + 1);
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(8)) == NULL || tally.free == count / 2 + 1);
	for (unsigned int i = 0; i < count; i += 2) {
		CHECK(filled(blocks[i], BLOCK_OF(4), i));
	}
	CHECK(pool_sound());
}

void case_free_random_order(void)
{
	static void *blocks[REGION_BYTES / SMH_ALIGN];
	uint32_t random = 5;

	pool_with_regions(FAST, 1);
	for (int round = 0; round < 5; round++) {
		unsigned int count = exhaust(FAST, 40, blocks, REGION_BYTES / SMH_ALIGN);

		while (count > 0) {
			const unsigned int at = random_next(&random) % count;

			shared_multi_heap_free(blocks[at]);
			blocks[at] = blocks[--count];
		}
		CHECK(pool_empty());
	}
}

/* Every function that takes a block refuses @p ptr, once each, and changes nothing. */
static void check_refused(const uint8_t *ptr, unsigned int kind)
{
	uint8_t *const bad = (uint8_t *)(uintptr_t)ptr;

	shared_multi_heap_free(bad);
	CHECK(fault_was(kind, bad));
	CHECK(shared_multi_heap_realloc(FAST, bad, 40) == NULL);
	CHECK(fault_was(kind, bad));
	CHECK(shared_multi_heap_aligned_realloc(FAST, bad, 64, 40) == NULL);
	CHECK(fault_was(kind, bad));
	CHECK(shared_multi_heap_resize(bad, 40) == -EINVAL);
	CHECK(fault_was(kind, bad));
	CHECK(shared_multi_heap_usable_size(bad) == 0);
	CHECK(fault_was(kind, bad));
	CHECK(snapshot_same());
}

void case_free_foreign_pointer(void)
{
	NEEDS_REGIONS(2);
	static _Alignas(64) uint8_t elsewhere[256];
	_Alignas(64) uint8_t local[128];

	pool_with_regions(FAST, 1);
	CHECK(pool_add(SLOW, place(2), REGION_BYTES) == 1);
	uint8_t *block = block_of(100);
	local[0] = 0;
	snapshot_take(place(0), REGION_BYTES);

	check_refused(elsewhere + 64, SMH_FAULT_FOREIGN_POINTER);
	check_refused(local + 64, SMH_FAULT_FOREIGN_POINTER);
	check_refused(place(1) + 64, SMH_FAULT_FOREIGN_POINTER);
	check_refused(place(0) - SMH_ALIGN, SMH_FAULT_FOREIGN_POINTER);
	check_refused(place(0) + REGION_BYTES, SMH_FAULT_FOREIGN_POINTER);
	check_refused(place(2) - SMH_ALIGN, SMH_FAULT_FOREIGN_POINTER);
	check_refused(place(2) + REGION_BYTES, SMH_FAULT_FOREIGN_POINTER);
	check_refused(place(2) + REGION_BYTES + 1, SMH_FAULT_FOREIGN_POINTER);
	check_refused((uint8_t *)(uintptr_t)SMH_ALIGN, SMH_FAULT_FOREIGN_POINTER);
	check_refused((uint8_t *)(UINTPTR_MAX - SMH_ALIGN + 1), SMH_FAULT_FOREIGN_POINTER);
	check_refused((uint8_t *)UINTPTR_MAX, SMH_FAULT_FOREIGN_POINTER);
	CHECK(filled(block, 100, 100));
	CHECK(pool_sound());
}

void case_free_misaligned_pointer(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = block_of(100);
	uint8_t *end = (uint8_t *)(region_info(0).addr + region_info(0).size);

	snapshot_take(place(0), REGION_BYTES);
	for (size_t i = 1; i < SMH_ALIGN; i++) {
		check_refused(block + i, SMH_FAULT_MISALIGNED_POINTER);
		check_refused(block - i, SMH_FAULT_MISALIGNED_POINTER);
		check_refused(end - i, SMH_FAULT_MISALIGNED_POINTER);
	}
	CHECK(filled(block, 100, 100));
	CHECK(pool_sound());
}

void case_free_pointer_to_metadata(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *first = block_of(40);

	/* From the region's start to its first block lies what the heap keeps there. */
	snapshot_take(place(0), REGION_BYTES);
	for (uint8_t *ptr = place(0); ptr < first; ptr += SMH_ALIGN) {
		shared_multi_heap_free(ptr);
		CHECK(fault_about(ptr));
		CHECK(shared_multi_heap_usable_size(ptr) == 0);
		CHECK(fault_about(ptr));
		CHECK(snapshot_same());
	}
	shared_multi_heap_free(place(0));
	CHECK(fault_was(SMH_FAULT_MISALIGNED_POINTER, place(0)));
	CHECK(pool_sound());
}

/* In front of the first block the heap keeps no header, whatever it counts: a live block is none
 * there. */
static void check_before_first(struct sys_heap *heap, uint8_t *first)
{
	CHECK(sys_heap_usable_size(heap, first - SMH_ALIGN) == 0);
	CHECK(faults.kind == SMH_FAULT_MISALIGNED_POINTER);
}

/*
 * What a narrow heap with granules of 8 bytes would have to count, in units of 4 bytes, for a used
 * block of so many granules to seem to be in front of the first one, whose header is given.
 */
static uint32_t count_like_header(const uint8_t *first, uint32_t granules)
{
	uint32_t word;

	memcpy(&word, first - HEADER_BYTES, HEADER_BYTES);
	return ~((((word * UINT32_C(0x27E41E9B) >> 18) - 1) << 18 | 1 << 16 | granules) *
		 UINT32_C(0xBAAF9793));
}

void case_free_granule_before_first(void)
{
	static struct sys_heap heap;

	(void)smh_fault_handler_set(fault_record);
	for (int setups = 0; setups < 16384; setups++) {
		sys_heap_init(&heap, arena, REGION_BYTES);
		uint8_t *first = sys_heap_alloc(&heap, BLOCK_OF(2));

		check_before_first(&heap, first);
		for (uint32_t granules = 3; granules < REGION_BYTES / SMH_ALIGN / 2; granules++) {
			uint32_t count = count_like_header(first, granules);

			if (count % 2 == 0 || count > REGION_BYTES / 10) {
				continue;
			}
			/* Another block is there, and so much less is in use than at most. */
			sys_heap_free(&heap, first);
			CHECK(sys_heap_alloc(&heap, BLOCK_OF(granules - 1)) == first);
			uint8_t *right = sys_heap_alloc(&heap, BLOCK_OF(2));
			sys_heap_free(&heap, sys_heap_alloc(&heap, 4 * (size_t)count));
			check_before_first(&heap, first);
			sys_heap_free(&heap, right);
			break;
		}
	}
	faults_forget();
}

void case_free_twice(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = block_of(100);
	uint8_t *wall = block_of(100);

	shared_multi_heap_free(block);
	snapshot_take(place(0), REGION_BYTES);
	check_refused(block, SMH_FAULT_DOUBLE_FREE);
	CHECK(filled(wall, 100, 100));
	CHECK(pool_sound());
}

void case_free_twice_only_block(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = block_of(100);

	shared_multi_heap_free(block);
	snapshot_take(place(0), REGION_BYTES);
	check_refused(block, SMH_FAULT_DOUBLE_FREE);
	CHECK(pool_empty());
}

void case_free_twice_after_joining(void)
{
	uint8_t *blocks[4];

	pool_with_regions(FAST, 1);
	for (unsigned int i = 0; i < 4; i++) {
		blocks[i] = block_of(BLOCK_OF(6));
	}
	/* The second and third become the inner part of a larger free block. */
	shared_multi_heap_free(blocks[0]);
	shared_multi_heap_free(blocks[2]);
	shared_multi_heap_free(blocks[1]);
	snapshot_take(place(0), REGION_BYTES);
	for (unsigned int i = 0; i < 3; i++) {
		shared_multi_heap_free(blocks[i]);
		CHECK(fault_was(SMH_FAULT_DOUBLE_FREE, blocks[i]));
		CHECK(shared_multi_heap_realloc(FAST, blocks[i], 10) == NULL);
		CHECK(fault_was(SMH_FAULT_DOUBLE_FREE, blocks[i]));
		CHECK(snapshot_same());
	}
	CHECK(filled(blocks[3], BLOCK_OF(6), (uint32_t)BLOCK_OF(6)));
	shared_multi_heap_free(blocks[3]);
	CHECK(pool_empty());
}

void case_free_twice_every_size(void)
{
	pool_with_regions(FAST, 1);
	for (size_t bytes = 1; bytes < 700; bytes += 13) {
		uint8_t *left = block_of(20);
		uint8_t *block = block_of(bytes);
		uint8_t *right = block_of(20);

		shared_multi_heap_free(block);
		shared_multi_heap_free(block);
		CHECK(fault_was(SMH_FAULT_DOUBLE_FREE, block));
		shared_multi_heap_free(left);
		shared_multi_heap_free(block);
		CHECK(fault_was(SMH_FAULT_DOUBLE_FREE, block));
		shared_multi_heap_free(right);
		shared_multi_heap_free(right);
		CHECK(fault_was(SMH_FAULT_DOUBLE_FREE, right));
		CHECK(pool_empty());
	}
}

/* Offer every granule inside a block of given content; returns how many were refused. */
static unsigned int refused_inside(uint8_t *block, size_t bytes)
{
	unsigned int refused = 0;

	snapshot_take(place(0), REGION_BYTES);
	for (size_t at = SMH_ALIGN; at + SMH_ALIGN <= bytes; at += SMH_ALIGN) {
		shared_multi_heap_free(block + at);
		CHECK(fault_about(block + at));
		CHECK(shared_multi_heap_resize(block + at, 10) == -EINVAL);
		CHECK(fault_about(block + at));
		CHECK(snapshot_same());
		refused++;
	}
	return refused;
}

void case_free_interior_pointer(void)
{
	static const uint8_t values[] = {0x00, 0xFF, 0xAA, 0x55, 0x01, 0x80};
	const size_t bytes = BLOCK_OF(60);

	pool_with_regions(FAST, 1);
	(void)block_of(40);
	uint8_t *block = block_of(bytes);
	(void)block_of(40);
	for (size_t i = 0; i < sizeof(values); i++) {
		memset(block, values[i], bytes);
		CHECK(refused_inside(block, bytes) == 58);
		CHECK(all_bytes(block, bytes, values[i]));
	}
	CHECK(pool_sound());
}

void case_free_interior_pointer_random(void)
{
	const size_t bytes = BLOCK_OF(60);

	/* A fixed sequence; the odds that one of these words passes are below 1 : 10^5. */
	pool_with_regions(FAST, 1);
	(void)block_of(40);
	uint8_t *block = block_of(bytes);
	(void)block_of(40);
	for (uint32_t seed = 0; seed < 50; seed++) {
		fill(block, bytes, seed);
		CHECK(refused_inside(block, bytes) == 58);
	}
	CHECK(pool_sound());
}

void case_free_interior_of_first_and_last(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *first = block_of(BLOCK_OF(20));
	take_everything(FAST);
	CHECK(refused_inside(first, BLOCK_OF(20)) == 18);
	memset(first, 0, BLOCK_OF(20));
	CHECK(refused_inside(first, BLOCK_OF(20)) == 18);
	uint8_t *last = (uint8_t *)(region_info(0).addr + region_info(0).size) - SMH_ALIGN;
	snapshot_take(place(0), REGION_BYTES);
	shared_multi_heap_free(last);
	CHECK(faults.count <= 1);
	CHECK(faults.count == 0 || snapshot_same());
	CHECK(pool_valid());
}

/* A copy of a live header, with what agrees with it around, placed in the middle of a block. */
void case_free_copied_header(void)
{
	const size_t bytes = BLOCK_OF(60);

	pool_with_regions(FAST, 1);
	uint8_t *model = block_of(BLOCK_OF(5));
	uint8_t *block = block_of(bytes);
	uint8_t *wall = block_of(100);
	memset(block, 0, bytes);
	memcpy(block + 10 * SMH_ALIGN - HEADER_BYTES, model - HEADER_BYTES,
	       BLOCK_OF(5) + 2 * HEADER_BYTES);
	/* A copy names other neighbours, or another place: it is seen through. */
	snapshot_take(place(0), REGION_BYTES);
	check_refused(block + 10 * SMH_ALIGN, SMH_FAULT_BAD_HEADER);
	CHECK(filled(wall, 100, 100));
	CHECK(pool_sound());
}

/* The check of a wide header, as heap/header.h has it. */
static uint32_t wide_code(uint32_t x)
{
	uint32_t t;

	x ^= x << 16;
	t = x << 8;
	t ^= t >> 4 | t << 28;
	t ^= t >> 24;
	t ^= t << 12;
	t ^= t >> 21 | t << 11;
	t ^= t >> 15;
	return x ^ t << 24;
}

/*
 * Write the header of a live block of 3 granules, with what the header of the first block tells of
 * the salt. That block has the index 1.
 */
static void forge(uint8_t *at, const uint8_t *first, uint32_t granules)
{
	const uint32_t index = (uint32_t)((size_t)(at - first) / SMH_ALIGN + 1);
	uint32_t word;

	memcpy(&word, first - HEADER_BYTES, HEADER_BYTES);
	if (IS_NARROW(REGION_BYTES)) {
		word += (((index - 1) << 18) + (3 - granules)) * UINT32_C(0xBAAF9793);
	} else {
		uint32_t key = (word ^ wide_code(granules << 2 | 1)) * UINT32_C(0x0E8B2F51);

		word = wide_code(3 << 2 | 1) ^ (key ^ 1 ^ index) * UINT32_C(0x9E3779B1);
	}
	memcpy(at - HEADER_BYTES, &word, HEADER_BYTES);
}

void case_free_forged_header(void)
{
	pool_with_regions(FAST, 1);
	const uint8_t *first = block_of(BLOCK_OF(5));
	uint8_t *block = block_of(BLOCK_OF(60));
	uint8_t *wall = block_of(100);
	uint8_t *const forged = block + 12 * SMH_ALIGN;

	/* Headers that agree: only a start bit can tell this from a block. */
	memset(block, 0, BLOCK_OF(60));
	forge(forged, first, 5);
	forge(forged + 3 * SMH_ALIGN, first, 5);
	snapshot_take(place(0), REGION_BYTES);
	if (SMH_CHECK_EXACT) {
		check_refused(forged, SMH_FAULT_BAD_HEADER);
	} else {
		/* The odds of SMH-FREE-6 are spent on purpose; this shows that they are real. */
		CHECK(shared_multi_heap_usable_size(forged) == BLOCK_OF(3));
	}
	CHECK(snapshot_same());
	CHECK(filled(wall, 100, 100));
	CHECK(pool_sound());
}

void case_free_stale_pointer_of_moved_block(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = block_of(100);
	(void)block_of(100);
	uint8_t *moved = shared_multi_heap_realloc(FAST, block, 1000);
	CHECK(moved != NULL && moved != block);
	snapshot_take(place(0), REGION_BYTES);
	check_refused(block, SMH_FAULT_DOUBLE_FREE);
	shared_multi_heap_free(moved);
	CHECK(pool_sound());
}
