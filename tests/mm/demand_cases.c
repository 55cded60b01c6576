/* SPDX-License-Identifier: Apache-2.0 */

/* KMEM-DEMAND: pages that get memory when they are touched, and more pages than memory. */

#include "support.h"

#include "clock_model.h"

#define NUM_FRAMES 8u
#define NUM_PAGES  24u

/* --- Without paging --------------------------------------------------------- */

static void touch_each(uint8_t *at, size_t pages, bool write)
{
	const size_t free = free_frames();
	const unsigned long cnt = stats_now().pagefaults.cnt;

	for (size_t p = 0; p < pages; p++) {
		uint8_t *byte = page_at(at, p) + 37 * p;

		CHECK(!page_of(byte).present);
		CHECK(write ? mm_can_write(byte) : mm_can_read(byte));
		CHECK(page_of(byte).present && mm_mode(byte) == K_MEM_CACHE_WB);
		CHECK(free_frames() == free - p - 1 && counted(cnt + p + 1, 0, 0));
		CHECK(mm_can_read(byte) && counted(cnt + p + 1, 0, 0));
	}
}

void case_mm_demand_touch(void)
{
	START(.frames = 20);
	const struct mm_left before = mm_left();
	uint8_t *a = k_mem_map(10 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);
	uint8_t *b = k_mem_map_unpaged(ARCH_UNPAGED_ANON_ZERO, 8 * PAGE, K_MEM_PERM_RW);
	uint8_t *c = k_mem_map_unpaged(ARCH_UNPAGED_ANON_UNINIT, 2 * PAGE, 0);

	CHECK(a != NULL && b != NULL && c != NULL && free_frames() == 20);
	touch_each(a, 10, true);
	touch_each(b, 8, false);
	touch_each(c, 2, false);
	CHECK(free_frames() == 0);
	k_mem_unmap(a, 10 * PAGE);
	CHECK(free_frames() == 10);
	k_mem_unmap(b, 8 * PAGE);
	k_mem_unmap(c, 2 * PAGE);
	CHECK(no_fault() && free_frames() == 20 && mm_free_tables() == before.tables);
	CHECK(largest_mapping() == before.window);
	mm_stop();
}

void case_mm_demand_zeroed(void)
{
	START(.frames = 6);
	dirty_frames();

	uint8_t *at = k_mem_map(6 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);

	for (size_t p = 6; p-- > 0;) {
		CHECK(pages_are_zero(page_at(at, p), 1));
		page_fill(page_at(at, p), (uint32_t)p);
	}
	for (size_t p = 0; p < 6; p++) {
		CHECK(page_filled(page_at(at, p), (uint32_t)p));
	}
	mm_stop();
}

/* Touched and read only: zero, and no write gets through. */
void case_mm_demand_permissions(void)
{
	START(.frames = 6);
	uint8_t *at = k_mem_map(2 * PAGE, K_MEM_MAP_UNPAGED);

	CHECK(!mm_can_execute(at) && !page_of(at).present);
	CHECK(mm_can_read(at) && !mm_can_write(at) && pages_are_zero(at, 2));
	CHECK(k_mem_update_flags(at + PAGE, PAGE, K_MEM_PERM_RW) == 0);
	CHECK(mm_can_write(at + PAGE) && !mm_can_write(at));
	mm_stop();
}

/* A touch that finds no memory is the program's fault, but harms nothing. */
void case_mm_demand_no_memory(void)
{
	START(.frames = 5);
	uint8_t *at = k_mem_map(3 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);
	uint8_t *rest = k_mem_map(4 * PAGE, K_MEM_PERM_RW);

	CHECK(mm_can_write(at) && free_frames() == 0);
	CHECK(!mm_can_read(at + PAGE) && !mm_can_write(at + 2 * PAGE));
	CHECK(!page_of(at + PAGE).present && mm_can_write(at) && mm_can_write(rest + 3 * PAGE));
	k_mem_unmap(rest, 4 * PAGE);
	CHECK(mm_can_read(at + PAGE) && mm_can_write(at + 2 * PAGE) && free_frames() == 2);
	mm_stop();
}

static bool refuses_location(uintptr_t location, size_t pages)
{
	return k_mem_map_unpaged(location, pages * PAGE, K_MEM_PERM_RW) == NULL;
}

/* The library's own store belongs to the pages that are in it. */
void case_mm_demand_bad_locations(void)
{
	START(.frames = 4, .paging = true, .store = 16);
	const struct mm_left before = mm_left();

	CHECK(refuses_location(0, 1));
	CHECK(refuses_location(PAGE, 2));
	CHECK(refuses_location(1, 1));
	CHECK(refuses_location(PAGE + 8, 1));
	CHECK(refuses_location(16 * PAGE, 1));
	CHECK(refuses_location(UINTPTR_MAX - PAGE + 1, 1));
	CHECK(refuses_location(UINTPTR_MAX - PAGE + 1, 2));
	CHECK(refuses_location(UINTPTR_MAX - 2, 1));
	CHECK(refuses_location(UINTPTR_MAX / 2 + 1, 1));
	CHECK(k_mem_map_unpaged(ARCH_UNPAGED_ANON_ZERO, PAGE, K_MEM_MAP_LOCK) == NULL);
	CHECK(k_mem_map_unpaged(ARCH_UNPAGED_ANON_ZERO, PAGE, K_MEM_DIRECT_MAP) == NULL);
	CHECK(k_mem_map_unpaged(ARCH_UNPAGED_ANON_ZERO, PAGE, K_MEM_CACHE_WT) == NULL);
	CHECK(mm_left_is(&before));
	mm_stop();
}

/* --- With less memory than is mapped ----------------------------------------- */

static struct clock_model model;
static uint8_t *paged;

static bool as_foretold(void)
{
	if (!counted(model.stats.pagefaults.cnt, model.stats.eviction.clean,
		     model.stats.eviction.dirty) ||
	    free_frames() != model.free) {
		return false;
	}
	for (size_t p = 0; p < NUM_PAGES; p++) {
		const struct smh_mm_page page = page_of(page_at(paged, p));

		if (page.present != model.pages[p].present || page.dirty != model.pages[p].dirty) {
			return false;
		}
	}
	return true;
}

static void write_page(size_t page, uint32_t seed)
{
	page_fill(page_at(paged, page), seed + (uint32_t)page);
	clock_touch(&model, page, true);
	CHECK(as_foretold());
}

static void read_page(size_t page, uint32_t seed)
{
	CHECK(page_filled(page_at(paged, page), seed + (uint32_t)page));
	clock_touch(&model, page, false);
	CHECK(as_foretold());
}

static void start_paged(void)
{
	START(.frames = NUM_FRAMES, .paging = true, .store = NUM_PAGES + 1);
	clock_start(&model, NUM_FRAMES);
	paged = k_mem_map(NUM_PAGES * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);
	CHECK(paged != NULL && as_foretold());
}

static void stop_paged(void)
{
	k_mem_unmap(paged, NUM_PAGES * PAGE);
	CHECK(free_frames() == NUM_FRAMES);
	mm_stop();
}

void case_mm_demand_ascending(void)
{
	start_paged();
	for (size_t i = 0; i < NUM_PAGES; i++) {
		write_page(i, 1);
	}
	CHECK(counted(24, 0, 16) && free_frames() == 0);
	for (size_t i = 0; i < NUM_PAGES; i++) {
		read_page(i, 1);
	}
	/* The last eight were still to be written; what was read leaves as it came. */
	CHECK(counted(48, 16, 24));
	for (size_t i = 0; i < NUM_PAGES; i++) {
		read_page(i, 1);
	}
	CHECK(counted(72, 40, 24));
	stop_paged();
}

void case_mm_demand_descending(void)
{
	start_paged();
	for (size_t i = NUM_PAGES; i-- > 0;) {
		write_page(i, 2);
	}
	CHECK(counted(24, 0, 16));
	for (size_t i = NUM_PAGES; i-- > 0;) {
		read_page(i, 2);
	}
	CHECK(counted(48, 16, 24));
	/* Back: the last eight are there. */
	for (size_t i = 0; i < NUM_FRAMES; i++) {
		read_page(i, 2);
	}
	CHECK(counted(48, 16, 24));
	stop_paged();
}

void case_mm_demand_strided(void)
{
	start_paged();
	for (size_t i = 0; i < NUM_PAGES; i++) {
		write_page(i * 7 % NUM_PAGES, 3);
	}
	CHECK(counted(24, 0, 16));
	for (size_t round = 0; round < 4; round++) {
		for (size_t i = 0; i < NUM_PAGES; i++) {
			read_page(i * 5 % NUM_PAGES, 3);
		}
	}
	stop_paged();
}

void case_mm_demand_random(void)
{
	uint32_t random = 12345;
	uint32_t seeds[NUM_PAGES] = {0};

	start_paged();
	for (size_t i = 0; i < NUM_PAGES; i++) {
		write_page(i, seeds[i]);
	}
	for (uint32_t i = 1; i < 600; i++) {
		const size_t page = random_next(&random) % NUM_PAGES;

		if (random_next(&random) % 3 == 0) {
			seeds[page] = i * 64;
			write_page(page, seeds[page]);
		} else {
			read_page(page, seeds[page]);
		}
	}
	for (size_t i = 0; i < NUM_PAGES; i++) {
		read_page(i, seeds[i]);
	}
	stop_paged();
}

/* Some pages again and again, the others now and then: the former stay. */
void case_mm_demand_favourites(void)
{
	start_paged();
	for (size_t i = 0; i < NUM_PAGES; i++) {
		write_page(i, 5);
	}
	for (size_t i = 0; i < 200; i++) {
		read_page(i % 4, 5);
		if (i % 4 == 3) {
			read_page(4 + i / 4 % 20, 5);
		}
	}
	/* All but the first four touches of the favourites found them. */
	CHECK(model.stats.pagefaults.cnt < 24 + 4 + 50 + 50);
	stop_paged();
}

/* Pages that nobody wrote to leave without a store, and come back zero. */
void case_mm_demand_clean_pages_are_not_written(void)
{
	START(.frames = NUM_FRAMES, .paging = true, .store = 0);
	dirty_frames();
	clock_start(&model, NUM_FRAMES);
	const struct k_mem_paging_stats_t before = stats_now();

	model.stats = before;
	paged = k_mem_map(NUM_PAGES * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);
	for (size_t round = 0; round < 2; round++) {
		for (size_t i = 0; i < NUM_PAGES; i++) {
			CHECK(pages_are_zero(page_at(paged, i), 1));
			clock_touch(&model, i, false);
			CHECK(as_foretold());
		}
	}
	CHECK(stats_now().eviction.dirty == before.eviction.dirty);
	CHECK(stats_now().eviction.clean == before.eviction.clean + 40);
	stop_paged();
}

/* k_mem_map() brings its pages one after the other; those that nobody touched yet leave first. */
void case_mm_demand_map_more_than_memory(void)
{
	START(.frames = NUM_FRAMES, .paging = true, .store = NUM_PAGES + 1);
	clock_start(&model, NUM_FRAMES);
	paged = k_mem_map(NUM_PAGES * PAGE, K_MEM_PERM_RW);
	CHECK(paged != NULL);
	for (size_t i = 0; i < NUM_PAGES; i++) {
		clock_bring(&model, i);
	}
	CHECK(as_foretold() && counted(0, 16, 0));
	for (size_t i = 0; i < NUM_PAGES; i++) {
		write_page(i, 6);
	}
	for (size_t i = 0; i < NUM_PAGES; i++) {
		read_page(i, 6);
	}
	stop_paged();
}

/* As much as is mapped altogether need not be in memory, whosesoever it is. */
void case_mm_demand_several_mappings(void)
{
	uint8_t *at[6];

	START(.frames = 4, .paging = true, .store = 13);
	for (uint32_t i = 0; i < 6; i++) {
		at[i] = k_mem_map(2 * PAGE, K_MEM_PERM_RW);
		CHECK(at[i] != NULL);
		page_fill(at[i], i);
		page_fill(at[i] + PAGE, 100 + i);
	}
	CHECK(free_frames() == 0);
	for (uint32_t i = 0; i < 6; i++) {
		CHECK(page_filled(at[i], i) && page_filled(at[i] + PAGE, 100 + i));
	}
	for (uint32_t i = 0; i < 6; i += 2) {
		k_mem_unmap(at[i], 2 * PAGE);
	}
	for (uint32_t i = 1; i < 6; i += 2) {
		CHECK(page_filled(at[i], i) && page_filled(at[i] + PAGE, 100 + i));
		k_mem_unmap(at[i], 2 * PAGE);
	}
	CHECK(free_frames() == 4);
	mm_stop();
}

/* --- KMEM-STATS -------------------------------------------------------------- */

void case_mm_stats(void)
{
	START(.frames = 4, .paging = true, .store = 8);
	CHECK(counted(0, 0, 0));
	k_mem_paging_stats_get(NULL);

	uint8_t *at = k_mem_map(8 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);

	for (size_t p = 0; p < 8; p++) {
		CHECK(mm_can_write(page_at(at, p)));
	}
	CHECK(counted(8, 0, 4));
	/* Neither a touch of what is there, nor of what is not mapped, counts. */
	CHECK(mm_can_read(at + 7 * PAGE) && !mm_can_read(at - 1) && counted(8, 0, 4));
	smh_mm_deinit();
	CHECK(smh_mm_init(&config) == 0 && counted(0, 0, 0));
	mm_stop();
}
