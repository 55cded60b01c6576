/* SPDX-License-Identifier: Apache-2.0 */

/* Which regions shared_multi_heap_add() accepts, and what it does with their bounds. */

#include <limits.h>

#include "support.h"

void case_add_region_serves(void)
{
	pool_start();
	CHECK(pool_add(FAST, arena, REGION_BYTES) == 0);
	uint8_t *block = shared_multi_heap_alloc(FAST, 64);
	CHECK(block != NULL);
	CHECK(block >= arena && block + 64 <= arena + REGION_BYTES);
	CHECK(pool_sound());
}

void case_add_copies_the_structure(void)
{
	struct shared_multi_heap_region region = {
		.attr = FAST, .addr = (uintptr_t)arena, .size = REGION_BYTES};

	pool_start();
	CHECK(shared_multi_heap_add(&region, NULL) == 0);
	CHECK(region.attr == FAST && region.addr == (uintptr_t)arena &&
	      region.size == REGION_BYTES);
	memset(&region, 0xFF, sizeof(region));
	uint8_t *block = shared_multi_heap_alloc(FAST, 64);
	CHECK(block != NULL);
	CHECK(block >= arena && block + 64 <= arena + REGION_BYTES);
	CHECK(region_info(0).attr == FAST);
}

/* The pool as an error of add must leave it: one region, one block. */
static void *start_with_block(void)
{
	pool_with_regions(FAST, 1);
	void *block = shared_multi_heap_alloc(FAST, 100);

	CHECK(block != NULL);
	fill(block, 100, 9);
	snapshot_take(place(0), REGION_BYTES);
	fill(place(1), REGION_BYTES, 5);
	return block;
}

static void check_nothing_changed(void *block)
{
	CHECK(shared_multi_heap_region_count() == 1);
	CHECK(snapshot_same());
	CHECK(filled(block, 100, 9));
	CHECK(filled(place(1), REGION_BYTES, 5));
	CHECK(shared_multi_heap_alloc(SLOW, 8) == NULL);
	CHECK(pool_sound());
	shared_multi_heap_free(block);
	CHECK(pool_empty());
}

void case_add_null_region(void)
{
	void *block = start_with_block();

	CHECK(shared_multi_heap_add(NULL, NULL) == -EINVAL);
	CHECK(shared_multi_heap_add(NULL, block) == -EINVAL);
	check_nothing_changed(block);
}

void case_add_attr_out_of_bounds(void)
{
	static const unsigned int bad[] = {MAX_SHARED_MULTI_HEAP_ATTR,
					   MAX_SHARED_MULTI_HEAP_ATTR + 1,
					   0x100,
					   0x10000,
					   UINT_MAX / 2,
					   UINT_MAX / 2 + 1,
					   UINT_MAX};
	void *block = start_with_block();

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		CHECK(pool_try_add(bad[i], (uintptr_t)place(1), REGION_BYTES, NULL) == -EINVAL);
	}
	check_nothing_changed(block);
}

void case_add_every_legal_attr(void)
{
	const unsigned int last = MAX_SHARED_MULTI_HEAP_ATTR - 1;

	pool_start();
	CHECK(MAX_SHARED_MULTI_HEAP_ATTR > SMH_REG_ATTR_NUM);
	CHECK(pool_add(last, place(0), REGION_BYTES) == 0);
	void *block = shared_multi_heap_alloc(last, 64);
	CHECK(block != NULL);
	CHECK(region_of(block) == 0 && region_info(0).attr == last);
	for (unsigned int attr = 0; attr < last; attr++) {
		CHECK(shared_multi_heap_alloc(attr, 1) == NULL);
	}
}

void case_add_size_zero(void)
{
	void *block = start_with_block();

	CHECK(pool_try_add(FAST, (uintptr_t)place(1), 0, NULL) == -EINVAL);
	CHECK(pool_try_add(FAST, 0, 0, NULL) == -EINVAL);
	CHECK(pool_try_add(FAST, UINTPTR_MAX, 0, NULL) == -EINVAL);
	check_nothing_changed(block);
}

void case_add_wraps_around(void)
{
	const uintptr_t top = UINTPTR_MAX - 0xFFF;
	void *block = start_with_block();

	/* The range [top, 2^N) is legal and so not tried here: nothing may lie there. */
	CHECK(pool_try_add(FAST, top, 0x1001, NULL) == -EINVAL);
	CHECK(pool_try_add(FAST, top, 0x2000, NULL) == -EINVAL);
	CHECK(pool_try_add(FAST, top, SIZE_MAX, NULL) == -EINVAL);
	CHECK(pool_try_add(FAST, UINTPTR_MAX, 2, NULL) == -EINVAL);
	CHECK(pool_try_add(FAST, UINTPTR_MAX, SIZE_MAX, NULL) == -EINVAL);
	CHECK(pool_try_add(FAST, (uintptr_t)place(1), SIZE_MAX, NULL) == -EINVAL);
	CHECK(pool_try_add(FAST, (uintptr_t)place(1), SIZE_MAX - SMH_ALIGN, NULL) == -EINVAL);
	CHECK(pool_try_add(FAST, (uintptr_t)place(1), UINTPTR_MAX - (uintptr_t)place(1) + 2u,
			   NULL) == -EINVAL);
	check_nothing_changed(block);
}

void case_add_last_bytes_of_address_space(void)
{
	NEEDS_REGIONS(2);
	void *block = start_with_block();

	/* No region fits in so few bytes, wherever they are. */
	for (size_t bytes = 1; bytes <= SMH_ALIGN; bytes++) {
		CHECK(pool_try_add(FAST, UINTPTR_MAX - bytes + 1, bytes, NULL) == -EINVAL);
		CHECK(pool_try_add(FAST, 0, bytes, NULL) == -EINVAL);
	}
	CHECK(shared_multi_heap_owner((void *)UINTPTR_MAX, NULL, NULL) == -ENOENT);
	check_nothing_changed(block);
}

void case_add_too_large(void)
{
	void *block = start_with_block();

#if UINTPTR_MAX > 0xFFFFFFFFu || SMH_MAX_REGION_SHIFT < 32
	const size_t limit = (size_t)1 << SMH_MAX_REGION_SHIFT;

	/* Trimming takes the ends of what is given, so one granule beyond is too much. */
	CHECK(pool_try_add(FAST, 0x100000, limit + SMH_ALIGN, NULL) == -EINVAL);
	CHECK(pool_try_add(FAST, 0x100000, limit + limit / 2, NULL) == -EINVAL);
	CHECK(pool_try_add(FAST, 0x100000, 2 * limit, NULL) == -EINVAL);
	CHECK(pool_try_add(FAST, 0x100000, SIZE_MAX / 2, NULL) == -EINVAL);
#else
	/* Here size_t ends where a region could become too large. */
	CHECK(pool_try_add(FAST, 0x100000, SIZE_MAX, NULL) == -EINVAL);
#endif
	check_nothing_changed(block);
}

void case_add_too_small(void)
{
	NEEDS_REGIONS(2);
	void *block = start_with_block();

	for (size_t bytes = 1; bytes <= 2 * sizeof(void *); bytes++) {
		CHECK(pool_try_add(FAST, (uintptr_t)place(1), bytes, NULL) == -EINVAL);
		CHECK(pool_try_add(FAST, (uintptr_t)place(1) + 3, bytes, NULL) == -EINVAL);
	}
	check_nothing_changed(block);
}

/* The smallest size that is accepted at an offset, by trying them upwards. */
static size_t smallest_accepted(uint8_t *start)
{
	size_t bytes = 1;

	while (pool_try_add(FAST, (uintptr_t)start, bytes, NULL) == -EINVAL) {
		CHECK(filled(place(1), REGION_BYTES, 5));
		bytes++;
		CHECK(bytes <= SMALLEST_REGION);
	}
	return bytes;
}

void case_add_smallest_serves_one(void)
{
	NEEDS_REGIONS(2);
	(void)start_with_block();
	const size_t bytes = smallest_accepted(place(1) + 1);
	CHECK(shared_multi_heap_region_count() == 2);
	snapshot_take(place(1) + 1 + bytes, 512);
	take_everything(FAST);
	CHECK(region_tally(0).free == 0);
	CHECK(region_tally(1).used >= 1);
	CHECK(snapshot_same());
	CHECK(pool_sound());
}

void case_add_64_bytes_any_alignment(void)
{
	static void *blocks[SMH_MAX_REGIONS];
	unsigned int count = 0;

	pool_start();
	memset(arena, 0x3C, sizeof(arena));
	for (unsigned int i = 0; i < SMH_MAX_REGIONS && i < 64; i++) {
		uint8_t *start = arena + (size_t)i * 1024 + 64 + i % SMH_ALIGN;

		CHECK(pool_add(FAST, start, SMALLEST_REGION) == i);
		/* Everything before is taken, so the block is of this region. */
		blocks[i] = shared_multi_heap_alloc(FAST, 1);
		CHECK(blocks[i] != NULL);
		CHECK(region_of(blocks[i]) == i);
		CHECK((uint8_t *)blocks[i] >= start);
		CHECK((uint8_t *)blocks[i] + 1 <= start + SMALLEST_REGION);
		take_everything(FAST);
		CHECK(all_bytes(start - 16, 16, 0x3C));
		CHECK(all_bytes(start + SMALLEST_REGION, 16, 0x3C));
		count++;
	}
	CHECK(count == (SMH_MAX_REGIONS < 64 ? SMH_MAX_REGIONS : 64));
	CHECK(pool_sound());
}

void case_add_same_region_twice(void)
{
	void *block = start_with_block();

	CHECK(SMH_MAX_REGIONS < 2 ||
	      pool_try_add(FAST, (uintptr_t)place(0), REGION_BYTES, NULL) == -EEXIST);
	CHECK(pool_try_add(FAST, (uintptr_t)place(0), REGION_BYTES, NULL) < 0);
	CHECK(pool_try_add(SLOW, (uintptr_t)place(0), REGION_BYTES, block) < 0);
	check_nothing_changed(block);
}

void case_add_overlaps(void)
{
	static const struct {
		int offset;
		size_t bytes;
	} ranges[] = {
		{-1024, 1024 + SMH_ALIGN},           /* over its start */
		{REGION_BYTES - SMH_ALIGN, 1024},    /* over its end */
		{1024, 1024},                        /* inside */
		{0, 1024},                           /* inside, same start */
		{REGION_BYTES - 1024, 1024},         /* inside, same end */
		{-1024, 1024 + REGION_BYTES + 1024}, /* around it */
		{0, REGION_BYTES + 1024},            /* same start, longer */
		{-1024, 1024 + REGION_BYTES},        /* same end, longer */
	};

	NEEDS_REGIONS(2);
	pool_start();
	CHECK(pool_add(FAST, place(1), REGION_BYTES) == 0);
	void *block = shared_multi_heap_alloc(FAST, 100);
	CHECK(block != NULL);
	snapshot_take(place(1) - 1024, REGION_BYTES + 2048);
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		const uintptr_t addr = (uintptr_t)place(1) + (uintptr_t)ranges[i].offset;

		CHECK(pool_try_add(FAST, addr, ranges[i].bytes, NULL) == -EEXIST);
		CHECK(pool_try_add(SLOW, addr, ranges[i].bytes, NULL) == -EEXIST);
		CHECK(snapshot_same());
		CHECK(shared_multi_heap_region_count() == 1);
	}
	CHECK(shared_multi_heap_alloc(SLOW, 1) == NULL);
	shared_multi_heap_free(block);
	CHECK(pool_empty());
}

void case_add_overlap_with_any_region(void)
{
	NEEDS_REGIONS(5);
	pool_start();
	for (unsigned int i = 0; i < 4; i++) {
		CHECK(pool_add(i % 2, place(2 * i + 1), REGION_BYTES) == i);
	}
	for (unsigned int i = 0; i < 4; i++) {
		const uintptr_t addr = (uintptr_t)place(2 * i + 1);

		snapshot_take(place(2 * i + 1), REGION_BYTES);
		CHECK(pool_try_add(OUTER, addr - 512, 1024, NULL) == -EEXIST);
		CHECK(pool_try_add(OUTER, addr + REGION_BYTES - 512, 1024, NULL) == -EEXIST);
		CHECK(snapshot_same());
	}
	/* One that covers all four, and then one between two of them. */
	CHECK(pool_try_add(OUTER, (uintptr_t)place(0), (size_t)(place(9) - place(0)), NULL) ==
	      -EEXIST);
	CHECK(pool_add(OUTER, place(2), REGION_BYTES) == 4);
	CHECK(pool_empty());
}

void case_add_adjacent_regions(void)
{
	NEEDS_REGIONS(3);
	pool_start();
	uint8_t *const middle = arena + 2 * REGION_BYTES;
	CHECK(pool_add(FAST, middle, REGION_BYTES) == 0);
	CHECK(pool_add(FAST, middle - REGION_BYTES, REGION_BYTES) == 1);
	CHECK(pool_add(FAST, middle + REGION_BYTES, REGION_BYTES) == 2);
	take_everything(FAST);
	CHECK(pool_sound());
	for (unsigned int i = 0; i < 3; i++) {
		CHECK(region_tally(i).free == 0);
	}
	CHECK(region_of(middle - 1) == 1);
	CHECK(region_of(middle) == 0);
	CHECK(region_of(middle + REGION_BYTES) == 2);
	/* Blocks do not join over the border of two regions. */
	CHECK(region_info(0).size <= REGION_BYTES);
	CHECK(shared_multi_heap_alloc(FAST, REGION_BYTES + 1) == NULL);
}

void case_add_trimmed_off_bytes_are_free(void)
{
	NEEDS_REGIONS(2);
	pool_start();
	/* What trimming took from the first region belongs to nobody. */
	CHECK(pool_add(FAST, arena, 1024 + SMH_ALIGN / 2) == 0);
	CHECK(pool_try_add(FAST, (uintptr_t)arena + 1023, 1024, NULL) == -EEXIST);
	CHECK(pool_add(FAST, arena + 1024 + 1, 1024) == 1);
	take_everything(FAST);
	CHECK(pool_sound());
}

void case_add_trims_inwards(void)
{
	pool_start();
	memset(arena, 0x3C, sizeof(arena));
	uint8_t *const start = arena + 1024 + SMH_ALIGN / 2 + 1;
	const size_t bytes = 2048 + 3;
	CHECK(pool_add(FAST, start, bytes) == 0);

	const struct shared_multi_heap_region_info info = region_info(0);
	CHECK(info.addr % SMH_ALIGN == 0 && info.size % SMH_ALIGN == 0);
	CHECK(info.addr >= (uintptr_t)start && info.addr - (uintptr_t)start < SMH_ALIGN);
	const uintptr_t end = (uintptr_t)start + bytes;
	CHECK(info.addr + info.size <= end && end - (info.addr + info.size) < SMH_ALIGN);

	take_everything(FAST);
	CHECK(all_bytes(arena, (size_t)(start - arena), 0x3C));
	CHECK(all_bytes(start + bytes, 1024, 0x3C));
	CHECK(pool_sound());
}

void case_add_aligned_is_not_trimmed(void)
{
	pool_start();
	CHECK(pool_add(FAST, place(0), REGION_BYTES) == 0);
	const struct shared_multi_heap_region_info info = region_info(0);
	CHECK(info.addr == (uintptr_t)place(0));
	CHECK(info.size == REGION_BYTES);
	CHECK(info.capacity < info.size);
	CHECK(info.largest_free <= info.capacity);
}

void case_add_table_full(void)
{
	static const unsigned int attrs[] = {FAST, SLOW, OUTER, SMH_REG_ATTR_NUM};

	pool_start();
	for (unsigned int i = 0; i < SMH_MAX_REGIONS; i++) {
		CHECK(pool_add(attrs[i % 4], arena + (size_t)i * 1024, 1024) == i);
	}
	uint8_t *const next = arena + (size_t)SMH_MAX_REGIONS * 1024;
	fill(next, 1024, 4);
	for (unsigned int i = 0; i < 4; i++) {
		CHECK(pool_try_add(attrs[i], (uintptr_t)next, 1024, NULL) == -ENOMEM);
	}
	CHECK(filled(next, 1024, 4));
	CHECK(shared_multi_heap_region_count() == SMH_MAX_REGIONS);
	CHECK(pool_empty());
	for (unsigned int i = 0; i < SMH_MAX_REGIONS; i++) {
		void *block = shared_multi_heap_alloc(attrs[i % 4], 400);

		CHECK(block != NULL);
		CHECK(region_info(region_of(block)).attr == attrs[i % 4]);
	}
	CHECK(pool_sound());
}

void case_add_keeps_user_data(void)
{
	static int marks[2];
	void *user_data = arena;
	unsigned int attr = UINT_MAX;

	pool_start();
	CHECK(pool_try_add(OUTER, (uintptr_t)place(0), REGION_BYTES, &marks[1]) == 0);
	CHECK(shared_multi_heap_owner(place(0) + 100, &user_data, &attr) == 0);
	CHECK(user_data == &marks[1]);
	CHECK(attr == OUTER);
	CHECK(region_info(0).user_data == &marks[1]);
}

void case_add_any_order_of_addresses(void)
{
	static const unsigned int order[] = {5, 2, 7, 0, 6, 3, 1, 4};

	NEEDS_REGIONS(8);
	pool_start();
	for (unsigned int i = 0; i < 8; i++) {
		CHECK(pool_try_add(FAST, (uintptr_t)place(order[i]), REGION_BYTES,
				   place(order[i])) == 0);
		for (unsigned int j = 0; j <= i; j++) {
			void *user_data = NULL;

			CHECK(shared_multi_heap_owner(place(order[j]), &user_data, NULL) == (int)j);
			CHECK(user_data == place(order[j]));
		}
	}
	CHECK(shared_multi_heap_region_count() == 8);
	CHECK(pool_empty());
}

void case_add_while_blocks_live(void)
{
	NEEDS_REGIONS(2);
	pool_start();
	CHECK(pool_add(FAST, place(1), REGION_BYTES) == 0);
	static void *blocks[REGION_BYTES / SMH_ALIGN];
	const unsigned int count = exhaust(FAST, 200, blocks, REGION_BYTES / SMH_ALIGN);
	CHECK(count > 10);

	CHECK(pool_add(FAST, place(0), REGION_BYTES) == 1);
	void *block = shared_multi_heap_alloc(FAST, 200);
	CHECK(block != NULL && region_of(block) == 1);
	for (unsigned int i = 0; i < count; i++) {
		CHECK(region_of(blocks[i]) == 0);
		CHECK(filled(blocks[i], 200, i));
		shared_multi_heap_free(blocks[i]);
	}
	shared_multi_heap_free(block);
	CHECK(pool_empty());
}

void case_add_checks_before_the_table(void)
{
	/* A bad region is bad whether or not there is room for it. */
	pool_start();
	for (unsigned int i = 0; i < SMH_MAX_REGIONS; i++) {
		CHECK(pool_add(FAST, arena + (size_t)i * 1024, 1024) == i);
	}
	CHECK(shared_multi_heap_add(NULL, NULL) == -EINVAL);
	CHECK(pool_try_add(FAST, (uintptr_t)arena, 0, NULL) == -EINVAL);
	CHECK(pool_try_add(MAX_SHARED_MULTI_HEAP_ATTR, (uintptr_t)arena, 1024, NULL) == -EINVAL);
	CHECK(pool_try_add(FAST, UINTPTR_MAX - 1023, 1025, NULL) == -EINVAL);
	CHECK(pool_empty());
}
