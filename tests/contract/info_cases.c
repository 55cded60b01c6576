/* SPDX-License-Identifier: Apache-2.0 */

/* Owner of an address, figures of a region, validation and walk. */

#include <limits.h>

#include "support.h"

void case_owner_bounds(void)
{
	static int mark;
	void *user_data = NULL;
	unsigned int attr = 0;

	pool_start();
	CHECK(pool_try_add(SLOW, (uintptr_t)place(1), REGION_BYTES, &mark) == 0);
	CHECK(shared_multi_heap_owner(place(1), &user_data, &attr) == 0);
	CHECK(user_data == &mark && attr == SLOW);
	CHECK(shared_multi_heap_owner(place(1) + REGION_BYTES - 1, NULL, NULL) == 0);
	CHECK(shared_multi_heap_owner(place(1) + 1, NULL, NULL) == 0);
	CHECK(shared_multi_heap_owner(place(1) - 1, NULL, NULL) == -ENOENT);
	CHECK(shared_multi_heap_owner(place(1) + REGION_BYTES, NULL, NULL) == -ENOENT);
	CHECK(shared_multi_heap_owner(NULL, NULL, NULL) == -ENOENT);
	CHECK(shared_multi_heap_owner((void *)UINTPTR_MAX, NULL, NULL) == -ENOENT);
	CHECK(shared_multi_heap_owner(&mark, NULL, NULL) == -ENOENT);
	CHECK(faults.count == 0);
}

void case_owner_reads_nothing(void)
{
	/* A pointer that is no block, and an address that no memory answers. */
	pool_with_regions(FAST, 1);
	snapshot_take(place(0), REGION_BYTES);
	for (size_t at = 0; at < REGION_BYTES; at += 7) {
		CHECK(shared_multi_heap_owner(place(0) + at, NULL, NULL) == 0);
	}
	for (uintptr_t bit = 1; bit != 0; bit <<= 1) {
		const bool inside =
			bit >= (uintptr_t)place(0) && bit < (uintptr_t)place(0) + REGION_BYTES;

		CHECK(shared_multi_heap_owner((void *)bit, NULL, NULL) == (inside ? 0 : -ENOENT));
	}
	CHECK(snapshot_same());
	CHECK(pool_empty());
}

void case_owner_leaves_outputs_on_failure(void)
{
	void *user_data = arena;
	unsigned int attr = 77;

	pool_with_regions(FAST, 1);
	CHECK(shared_multi_heap_owner(place(5), &user_data, &attr) == -ENOENT);
	CHECK(user_data == arena && attr == 77);
	CHECK(shared_multi_heap_owner(place(0), &user_data, NULL) == 0);
	CHECK(user_data == NULL && attr == 77);
	CHECK(shared_multi_heap_owner(place(0), NULL, &attr) == 0);
	CHECK(attr == FAST);
}

void case_owner_every_region(void)
{
	const unsigned int regions = SMH_MAX_REGIONS < 64 ? SMH_MAX_REGIONS : 64;

	/* Small regions with gaps, added from the outside inwards. */
	pool_start();
	for (unsigned int i = 0; i < regions; i++) {
		const unsigned int at = i % 2 == 0 ? i / 2 : regions - 1 - i / 2;

		CHECK(pool_try_add(i % MAX_SHARED_MULTI_HEAP_ATTR,
				   (uintptr_t)arena + 1024 + at * 1536u, 512, arena + i) == 0);
	}
	for (unsigned int i = 0; i < regions; i++) {
		const unsigned int at = i % 2 == 0 ? i / 2 : regions - 1 - i / 2;
		uint8_t *start = arena + 1024 + at * 1536u;
		void *user_data = NULL;
		unsigned int attr = UINT_MAX;

		CHECK(shared_multi_heap_owner(start, &user_data, &attr) == (int)i);
		CHECK(user_data == arena + i && attr == i % MAX_SHARED_MULTI_HEAP_ATTR);
		CHECK(shared_multi_heap_owner(start + 511, NULL, NULL) == (int)i);
		CHECK(shared_multi_heap_owner(start - 1, NULL, NULL) == -ENOENT);
		CHECK(shared_multi_heap_owner(start + 512, NULL, NULL) == -ENOENT);
	}
}

void case_info_of_empty_region(void)
{
	static int mark;

	pool_start();
	CHECK(pool_try_add(OUTER, (uintptr_t)place(0), REGION_BYTES, &mark) == 0);
	const struct shared_multi_heap_region_info info = region_info(0);
	CHECK(info.attr == OUTER && info.user_data == &mark);
	CHECK(info.addr == (uintptr_t)place(0) && info.size == REGION_BYTES);
	CHECK(info.capacity > 0 && info.capacity < info.size);
	CHECK(info.allocated == 0 && info.max_allocated == 0);
	CHECK(info.free == info.capacity);
	CHECK(info.largest_free > info.capacity * 7 / 8 && info.largest_free <= info.capacity);
	CHECK(shared_multi_heap_region_count() == 1);
}

void case_info_counts_usable_bytes(void)
{
	static void *blocks[64];
	size_t held = 0;
	size_t most = 0;
	uint32_t random = 31;

	pool_with_regions(FAST, 1);
	for (unsigned int i = 0; i < 400; i++) {
		const unsigned int at = random_next(&random) % 64;

		if (blocks[at] != NULL) {
			held -= shared_multi_heap_usable_size(blocks[at]);
			shared_multi_heap_free(blocks[at]);
			blocks[at] = NULL;
		} else {
			blocks[at] = shared_multi_heap_alloc(FAST, 1 + random_next(&random) % 200);
			held += shared_multi_heap_usable_size(blocks[at]);
		}
		most = held > most ? held : most;
		const struct shared_multi_heap_region_info info = region_info(0);
		CHECK(info.allocated == (SMH_STATS ? held : 0));
		CHECK(info.max_allocated == (SMH_STATS ? most : 0));
		CHECK(info.free == info.capacity - info.allocated);
		CHECK(region_tally(0).used_bytes == held);
	}
	CHECK(pool_sound());
}

void case_info_follows_resize_and_realloc(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = shared_multi_heap_alloc(FAST, 100);
	CHECK(block != NULL);
	for (size_t bytes = 1; bytes < 3000; bytes += 333) {
		CHECK(shared_multi_heap_resize(block, bytes) == 0);
		CHECK(region_info(0).allocated ==
		      (SMH_STATS ? shared_multi_heap_usable_size(block) : 0));
		block = shared_multi_heap_realloc(FAST, block, bytes + 60);
		CHECK(block != NULL);
		CHECK(region_info(0).allocated ==
		      (SMH_STATS ? shared_multi_heap_usable_size(block) : 0));
	}
	CHECK(shared_multi_heap_realloc(FAST, block, 0) == NULL);
	CHECK(pool_empty());
	CHECK(!SMH_STATS || region_info(0).max_allocated >= 2600);
}

void case_info_high_water_stays(void)
{
	pool_with_regions(FAST, 1);
	void *first = shared_multi_heap_alloc(FAST, 3000);
	void *second = shared_multi_heap_alloc(FAST, 2000);
	CHECK(first != NULL && second != NULL);
	const size_t most =
		shared_multi_heap_usable_size(first) + shared_multi_heap_usable_size(second);
	shared_multi_heap_free(first);
	shared_multi_heap_free(second);
	CHECK(shared_multi_heap_alloc(FAST, 1000) != NULL);
	CHECK(region_info(0).max_allocated == (SMH_STATS ? most : 0));
}

void case_info_of_each_region_apart(void)
{
	NEEDS_REGIONS(3);
	pool_start();
	CHECK(pool_add(FAST, place(2), 1024) == 0);
	CHECK(pool_add(SLOW, place(0), 2048) == 1);
	CHECK(pool_add(OUTER, place(1), 4096) == 2);
	CHECK(shared_multi_heap_alloc(SLOW, 500) != NULL);
	CHECK(region_info(0).size == 1024 && region_info(0).attr == FAST);
	CHECK(region_info(1).size == 2048 && region_info(1).attr == SLOW);
	CHECK(region_info(2).size == 4096 && region_info(2).attr == OUTER);
	CHECK(region_info(0).free == region_info(0).capacity);
	CHECK(region_info(2).free == region_info(2).capacity);
	CHECK(region_info(1).largest_free < region_info(1).capacity - 500);
	CHECK(region_tally(1).used == 1);
}

void case_info_bad_arguments(void)
{
	struct shared_multi_heap_region_info info;

	pool_with_regions(FAST, 1);
	CHECK(shared_multi_heap_region_info(0, NULL) == -EINVAL);
	memset(&info, 0x5A, sizeof(info));
	CHECK(shared_multi_heap_region_info(1, &info) == -ENOENT);
	CHECK(shared_multi_heap_region_info(SMH_MAX_REGIONS, &info) == -ENOENT);
	CHECK(shared_multi_heap_region_info(UINT_MAX, &info) == -ENOENT);
	CHECK(all_bytes(&info, sizeof(info), 0x5A));
	CHECK(shared_multi_heap_region_validate(1) == -ENOENT);
	CHECK(shared_multi_heap_region_validate(UINT_MAX) == -ENOENT);
	CHECK(shared_multi_heap_region_walk(0, NULL, NULL) == -EINVAL);
	CHECK(faults.count == 0);
}

void case_info_full_region(void)
{
	pool_with_regions(FAST, 1);
	take_everything(FAST);
	CHECK(region_info(0).largest_free == 0);
	CHECK(shared_multi_heap_alloc(FAST, 1) == NULL);
	CHECK(pool_sound());
}

void case_validate_sees_damage(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = shared_multi_heap_alloc(FAST, BLOCK_OF(4));
	CHECK(block != NULL);
	CHECK(shared_multi_heap_region_validate(0) == 0);
	block[BLOCK_OF(4) + 2] ^= 0x10;
	CHECK(shared_multi_heap_region_validate(0) == -EINVAL);
	block[BLOCK_OF(4) + 2] ^= 0x10;
	CHECK(shared_multi_heap_region_validate(0) == 0);
	CHECK(faults.count == 0);
}

void case_validate_changes_nothing(void)
{
	pool_with_regions(FAST, 1);
	for (size_t bytes = 1; bytes < 500; bytes += 31) {
		void *block = shared_multi_heap_alloc(FAST, bytes);

		CHECK(block != NULL);
		if (bytes % 2 == 0) {
			shared_multi_heap_free(block);
		}
	}
	snapshot_take(place(0), REGION_BYTES);
	CHECK(shared_multi_heap_region_validate(0) == 0);
	(void)region_tally(0);
	(void)region_info(0);
	CHECK(snapshot_same());
}

struct visits {
	unsigned int count;
	unsigned int stop_after;
	uint8_t *mem[8];
	size_t bytes[8];
	bool used[8];
};

static bool visit(void *arg, void *mem, size_t bytes, bool used)
{
	struct visits *visits = arg;

	CHECK(visits->count < 8);
	visits->mem[visits->count] = mem;
	visits->bytes[visits->count] = bytes;
	visits->used[visits->count] = used;
	visits->count++;
	return visits->count != visits->stop_after;
}

void case_walk_visits_every_block(void)
{
	struct visits visits = {0};
	uint8_t *blocks[4];

	pool_with_regions(FAST, 1);
	for (unsigned int i = 0; i < 4; i++) {
		blocks[i] = shared_multi_heap_alloc(FAST, BLOCK_OF(3 + i));
		CHECK(blocks[i] != NULL);
	}
	shared_multi_heap_free(blocks[1]);
	CHECK(shared_multi_heap_region_walk(0, visit, &visits) == 0);
	CHECK(visits.count == 5);
	for (unsigned int i = 0; i < 4; i++) {
		CHECK(visits.mem[i] == blocks[i]);
		CHECK(visits.bytes[i] == BLOCK_OF(3 + i));
		CHECK(visits.used[i] == (i != 1));
	}
	CHECK(!visits.used[4]);
	CHECK(visits.mem[4] == blocks[3] + 6 * SMH_ALIGN);
	CHECK(faults.count == 0);
}

void case_walk_stops_when_told(void)
{
	struct visits visits = {.stop_after = 2};

	pool_with_regions(FAST, 1);
	for (unsigned int i = 0; i < 4; i++) {
		CHECK(shared_multi_heap_alloc(FAST, 50) != NULL);
	}
	CHECK(shared_multi_heap_region_walk(0, visit, &visits) == 0);
	CHECK(visits.count == 2);
	CHECK(shared_multi_heap_region_walk(1, visit, &visits) == -ENOENT);
	CHECK(visits.count == 2);
	CHECK(pool_sound());
}

void case_walk_ends_at_damage(void)
{
	struct visits visits = {0};
	uint8_t *blocks[4];

	pool_with_regions(FAST, 1);
	for (unsigned int i = 0; i < 4; i++) {
		blocks[i] = shared_multi_heap_alloc(FAST, BLOCK_OF(4));
		CHECK(blocks[i] != NULL);
	}
	memset(blocks[2] - HEADER_BYTES, 0xFF, HEADER_BYTES);
	CHECK(shared_multi_heap_region_walk(0, visit, &visits) == -EINVAL);
	CHECK(visits.count <= 3);
}
