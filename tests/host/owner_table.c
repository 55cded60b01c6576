/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The table from pages to regions: that it knows what it should, and that its borders, shared pages
 * and memory outside make no difference.
 */

#include "check.h"
#include "pool/pool.h"
#include "smh_alloc.h"
#include "smh_info.h"

#define PAGE ((uintptr_t)1 << SMH_OWNER_SHIFT)

static _Alignas(4096) uint8_t memory[64 * 1024];

static void add(size_t at, size_t bytes, int expected)
{
	struct shared_multi_heap_region region = {
		.attr = 0,
		.addr = (uintptr_t)memory + at,
		.size = bytes,
	};

	CHECK(shared_multi_heap_add(&region, &memory[at]) == expected);
}

static unsigned int entry(size_t at)
{
	const uintptr_t page = page_of((uintptr_t)memory + at);

	CHECK(page < SMH_OWNER_PAGES);
	return smh_pool.pages[page];
}

static void check_entries(void)
{
	CHECK(entry(0) == 0);
	CHECK(entry(PAGE) == 1 && entry(3 * PAGE) == 1);
	CHECK(entry(4 * PAGE) == PAGE_SHARED);
	CHECK(entry(5 * PAGE) == 2 && entry(8 * PAGE) == 2);
	CHECK(entry(9 * PAGE) == 0);
	CHECK(entry(20 * PAGE) == PAGE_SHARED);
}

/* Every address has the owner that its bounds say. */
static void check_owners(void)
{
	for (size_t at = 0; at < 24 * PAGE; at += SMH_ALIGN) {
		const uintptr_t addr = (uintptr_t)memory + at;
		int expected = -ENOENT;

		for (unsigned int i = 0; i < shared_multi_heap_region_count(); i++) {
			struct shared_multi_heap_region_info info;

			CHECK(shared_multi_heap_region_info(i, &info) == 0);
			expected = addr - info.addr < info.size ? (int)i : expected;
		}
		CHECK(shared_multi_heap_owner(&memory[at], NULL, NULL) == expected);

		const struct region *region = pool_owner(&memory[at]);

		CHECK((region == NULL ? -ENOENT : (int)region->heap.lane) == expected);
	}
}

/* All that fits, freed again; in between, pointers beside the regions, in pages of theirs. */
static void check_blocks(void)
{
	static void *blocks[4096];
	const unsigned int before = smh_fault_count(SMH_FAULT_FOREIGN_POINTER);
	unsigned int count = 0;

	while ((blocks[count] = shared_multi_heap_alloc(0, 24)) != NULL) {
		CHECK(shared_multi_heap_usable_size(blocks[count]) >= 24);
		count++;
	}
	CHECK(count > 100);
	shared_multi_heap_free(&memory[0]);
	shared_multi_heap_free(&memory[8 * PAGE + PAGE / 2 + 16]);
	shared_multi_heap_free((void *)(uintptr_t)(SMH_OWNER_BASE - 64));
	shared_multi_heap_free((void *)(UINTPTR_MAX - 63));
	CHECK(smh_fault_count(SMH_FAULT_FOREIGN_POINTER) == before + 4);
	while (count > 0) {
		shared_multi_heap_free(blocks[--count]);
	}
	for (unsigned int i = 0; i < shared_multi_heap_region_count(); i++) {
		struct shared_multi_heap_region_info info;

		CHECK(shared_multi_heap_region_validate(i) == 0);
		CHECK(shared_multi_heap_region_info(i, &info) == 0 && info.allocated == 0);
	}
}

/* Faults are counted; nothing else is to happen. */
static void ignore(unsigned int kind, const void *ptr)
{
	(void)kind;
	(void)ptr;
}

int main(void)
{
	(void)smh_fault_handler_set(ignore);
	shared_multi_heap_free(&memory[PAGE]); /* no region at all: reported, nothing else */
	CHECK(smh_fault_count(SMH_FAULT_FOREIGN_POINTER) == 1);
	CHECK(shared_multi_heap_pool_init() == 0);
	/*
	 * Pages  0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 ... 20 | 21
	 *            0   0   0  0 1  1   1   1   1       2 3    3
	 */
	add(PAGE, 3 * PAGE + PAGE / 2, 0);
	add(4 * PAGE + PAGE / 2, 4 * PAGE, 0);
	add(20 * PAGE, PAGE / 2, 0);
	add(20 * PAGE + PAGE / 2, PAGE, 0);
	add(5 * PAGE, PAGE, -EEXIST);
	check_entries();
	check_owners();
	check_blocks();
	printf("owner_table: passed\n");
	return 0;
}
