/* SPDX-License-Identifier: Apache-2.0 */

/* KMEM-PAGE, KMEM-PIN, KMEM-STORE: out, in, pinned, locked, and a store that is full. */

#include "support.h"

#include "clock_model.h"

static size_t present_pages(const uint8_t *at, size_t pages)
{
	size_t present = 0;

	for (size_t p = 0; p < pages; p++) {
		present += page_of(at + p * PAGE).present;
	}
	return present;
}

/* --- Out and in -------------------------------------------------------------- */

void case_mm_page_out_and_back(void)
{
	START(.frames = 8, .paging = true, .store = 8);
	uint8_t *at = k_mem_map(6 * PAGE, K_MEM_PERM_RW);

	for (uint32_t p = 0; p < 5; p++) {
		page_fill(page_at(at, p), p);
	}
	/* Page 5 was never written to. */
	CHECK(k_mem_page_out(at + PAGE, 5 * PAGE) == 0);
	CHECK(free_frames() == 7 && counted(0, 1, 4) && present_pages(at, 6) == 1);
	CHECK(k_mem_page_out(at, 6 * PAGE) == 0 && counted(0, 1, 5) && free_frames() == 8);
	CHECK(k_mem_page_out(at, 6 * PAGE) == 0 && counted(0, 1, 5));
	for (uint32_t p = 0; p < 5; p++) {
		CHECK(page_filled(page_at(at, p), p) && counted(p + 1, 1, 5));
	}
	CHECK(pages_are_zero(at + 5 * PAGE, 1) && counted(6, 1, 5) && free_frames() == 2);
	/* What came back and was not written to need not be written again. */
	CHECK(k_mem_page_out(at, 6 * PAGE) == 0 && counted(6, 7, 5));
	page_fill(at + 2 * PAGE, 77);
	CHECK(k_mem_page_out(at, 6 * PAGE) == 0 && counted(7, 7, 6));
	CHECK(page_filled(at + 2 * PAGE, 77) && page_filled(at + 3 * PAGE, 3));
	mm_stop();
}

void case_mm_page_in(void)
{
	START(.frames = 8, .paging = true, .store = 8);
	uint8_t *at = k_mem_map(6 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);

	k_mem_page_in(at, 3 * PAGE);
	CHECK(free_frames() == 5 && counted(0, 0, 0) && present_pages(at, 6) == 3);
	k_mem_page_in(at, 6 * PAGE);
	CHECK(free_frames() == 2 && counted(0, 0, 0) && pages_are_zero(at, 6));
	for (uint32_t p = 0; p < 6; p++) {
		page_fill(page_at(at, p), p);
	}
	CHECK(k_mem_page_out(at, 6 * PAGE) == 0 && counted(0, 0, 6) && free_frames() == 8);
	k_mem_page_in(at + PAGE, 4 * PAGE);
	CHECK(free_frames() == 4 && counted(0, 0, 6));
	CHECK(!page_of(at).present && page_of(at + PAGE).present && !page_of(at + PAGE).dirty);
	for (uint32_t p = 0; p < 6; p++) {
		CHECK(page_filled(page_at(at, p), p));
	}
	CHECK(counted(2, 0, 6));
	mm_stop();
}

/* More than there is memory for: what came first makes room for what comes last. */
void case_mm_page_in_more_than_memory(void)
{
	START(.frames = 4, .paging = true, .store = 8);
	uint8_t *at = k_mem_map(8 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);

	k_mem_page_in(at, 8 * PAGE);
	CHECK(no_fault() && present_pages(at, 8) == 4 && present_pages(at + 4 * PAGE, 4) == 4);
	CHECK(counted(0, 4, 0));
	k_mem_pin(at + 4 * PAGE, 4 * PAGE);
	k_mem_page_in(at, PAGE);
	CHECK(no_fault() && !page_of(at).present);
	k_mem_unpin(at + 4 * PAGE, 4 * PAGE);
	mm_stop();
}

static void refused(void *at, size_t size)
{
	const size_t free = free_frames();

	CHECK(k_mem_page_out(at, size) == -EINVAL && no_fault());
	k_mem_page_in(at, size);
	CHECK(fault_was(at));
	k_mem_pin(at, size);
	CHECK(fault_was(at));
	k_mem_unpin(at, size);
	CHECK(fault_was(at));
	CHECK(free_frames() == free);
}

void case_mm_page_bad_ranges(void)
{
	START(.frames = 8, .paging = true, .store = 8);
	uint8_t *at = k_mem_map(2 * PAGE, K_MEM_PERM_RW);
	uint8_t *unpaged = k_mem_map(2 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);
	uint8_t *guarded = k_mem_map_phys_guard(places.spare, 2 * PAGE, K_MEM_PERM_RW, false);

	refused(at + 1, PAGE);
	refused(at, PAGE - 1);
	refused(at, 0);
	refused(at, 3 * PAGE);
	refused(at - PAGE, PAGE);
	refused(at - PAGE, 3 * PAGE);
	refused(unpaged, 3 * PAGE);
	refused(guarded, PAGE);
	refused(NULL, PAGE);
	refused(at, SIZE_MAX - PAGE + 1);
	refused(smh_mm_scratch_page(), PAGE);
	refused((void *)mm_at(0), PAGE);
	refused((void *)mm_not_covered(), PAGE);
	CHECK(page_of(at).present && page_of(at + PAGE).present && !page_of(unpaged).present);
	mm_stop();
}

/* Where no page may leave, these do nothing, but bring what was not touched yet. */
void case_mm_page_without_paging(void)
{
	START(.frames = 8);
	uint8_t *at = k_mem_map(2 * PAGE, K_MEM_PERM_RW);
	uint8_t *unpaged = k_mem_map(2 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);

	page_fill(at, 1);
	CHECK(k_mem_page_out(at, 2 * PAGE) == 0 && page_of(at).present && free_frames() == 6);
	k_mem_page_in(unpaged, PAGE);
	CHECK(page_of(unpaged).present && free_frames() == 5);
	k_mem_pin(unpaged, 2 * PAGE);
	CHECK(free_frames() == 4 && no_fault());
	k_mem_unpin(unpaged, 2 * PAGE);
	CHECK(k_mem_page_out(unpaged, 2 * PAGE) == 0 && free_frames() == 4);
	CHECK(page_filled(at, 1) && counted(0, 0, 0));
	mm_stop();
}

/* --- Pinned and locked --------------------------------------------------------- */

/* Everything else comes and goes. */
static void press(uint8_t *at, size_t pages)
{
	for (uint32_t round = 0; round < 3; round++) {
		for (size_t p = 0; p < pages; p++) {
			CHECK(mm_can_write(page_at(at, p)));
		}
	}
}

void case_mm_pin_stays(void)
{
	START(.frames = 8, .paging = true, .store = 32);
	uint8_t *at = k_mem_map(4 * PAGE, K_MEM_PERM_RW);
	uint8_t *other = k_mem_map(16 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);
	uintptr_t phys[2];

	for (uint32_t p = 0; p < 4; p++) {
		page_fill(page_at(at, p), p);
	}
	k_mem_pin(at + PAGE, 2 * PAGE);
	phys[0] = k_mem_phys_addr(at + PAGE);
	phys[1] = k_mem_phys_addr(at + 2 * PAGE);
	press(other, 16);
	CHECK(page_of(at + PAGE).phys == phys[0] && page_of(at + 2 * PAGE).phys == phys[1]);
	CHECK(!page_of(at).present && !page_of(at + 3 * PAGE).present);
	CHECK(k_mem_page_out(at, 4 * PAGE) == 0);
	CHECK(page_of(at + PAGE).phys == phys[0] && page_of(at + 2 * PAGE).phys == phys[1]);
	/* Pins do not count. */
	k_mem_pin(at + PAGE, 2 * PAGE);
	k_mem_unpin(at + PAGE, 2 * PAGE);
	press(other, 16);
	CHECK(present_pages(at, 4) == 0);
	for (uint32_t p = 0; p < 4; p++) {
		CHECK(page_filled(page_at(at, p), p));
	}
	CHECK(no_fault());
	mm_stop();
}

/* A pinned page takes no fault at all, not even for its first touch or write. */
void case_mm_pin_brings(void)
{
	START(.frames = 8, .paging = true, .store = 8);
	uint8_t *at = k_mem_map(4 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);

	k_mem_pin(at, 3 * PAGE);
	CHECK(present_pages(at, 4) == 3 && free_frames() == 5 && counted(0, 0, 0));
	CHECK(pages_are_zero(at, 3) && counted(0, 0, 0));
	page_fill(at, 9);
	k_mem_unpin(at, 4 * PAGE);
	CHECK(k_mem_page_out(at, 4 * PAGE) == 0 && free_frames() == 8);
	k_mem_pin(at, PAGE);
	CHECK(page_filled(at, 9) && stats_now().pagefaults.cnt == 0);
	k_mem_unpin(at, 4 * PAGE);
	CHECK(no_fault() && !page_of(at + PAGE).present);
	mm_stop();
}

void case_mm_pin_without_memory(void)
{
	START(.frames = 4, .paging = true, .store = 8);
	uint8_t *at = k_mem_map(6 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);

	k_mem_pin(at, 6 * PAGE);
	CHECK(fault_was(at + 4 * PAGE));
	CHECK(present_pages(at, 4) == 4 && present_pages(at, 6) == 4);
	CHECK(!mm_can_read(at + 4 * PAGE) && mm_can_write(at + 3 * PAGE));
	CHECK(k_mem_map(PAGE, K_MEM_PERM_RW) == NULL);
	k_mem_unpin(at, 4 * PAGE);
	CHECK(mm_can_write(at + 4 * PAGE) && mm_can_write(at + 5 * PAGE) && no_fault());
	mm_stop();
}

void case_mm_lock_stays(void)
{
	START(.frames = 8, .paging = true, .store = 32);
	uint8_t *locked = k_mem_map(3 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_LOCK);
	uint8_t *other = k_mem_map(16 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);
	uintptr_t phys[3];

	for (uint32_t p = 0; p < 3; p++) {
		page_fill(page_at(locked, p), p);
		phys[p] = k_mem_phys_addr(page_at(locked, p));
	}
	press(other, 16);
	CHECK(k_mem_page_out(locked, 3 * PAGE) == 0);
	k_mem_pin(locked, 3 * PAGE);
	k_mem_unpin(locked, 3 * PAGE);
	press(other, 16);
	for (uint32_t p = 0; p < 3; p++) {
		CHECK(page_of(page_at(locked, p)).phys == phys[p]);
		CHECK(page_filled(page_at(locked, p), p));
	}
	CHECK(present_pages(other, 16) == 5);
	k_mem_unmap(locked, 3 * PAGE);
	CHECK(free_frames() == 3);
	mm_stop();
}

/* What is locked makes others leave, but cannot be more than there is. */
void case_mm_lock_needs_memory(void)
{
	START(.frames = 8, .paging = true, .store = 8);
	uint8_t *at = k_mem_map(5 * PAGE, K_MEM_PERM_RW);
	uint8_t *locked = NULL;

	for (uint32_t p = 0; p < 5; p++) {
		page_fill(page_at(at, p), p);
	}
	locked = k_mem_map(6 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_LOCK);
	CHECK(locked != NULL && present_pages(at, 5) == 2 && free_frames() == 0);
	CHECK(k_mem_map(3 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_LOCK) == NULL);
	for (uint32_t p = 0; p < 5; p++) {
		CHECK(page_filled(page_at(at, p), p));
	}
	k_mem_unmap(locked, 6 * PAGE);
	for (uint32_t p = 0; p < 5; p++) {
		CHECK(page_filled(page_at(at, p), p));
	}
	CHECK(free_frames() == 3);
	mm_stop();
}

/* Pins, outs and ins at random, and the clock foretells it all. */
void case_mm_page_random(void)
{
	static struct clock_model model;
	static uint32_t content[20];
	uint32_t random = 77;
	size_t pinned = 0;

	START(.frames = 9, .paging = true, .store = 21);
	clock_start(&model, 9);
	uint8_t *at = k_mem_map(20 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);

	for (uint32_t i = 1; i < 800; i++) {
		const size_t page = random_next(&random) % 20;
		uint8_t *here = page_at(at, page);

		switch (random_next(&random) % 8) {
		case 0:
			CHECK(k_mem_page_out(here, PAGE) == 0);
			clock_out(&model, page);
			break;
		case 1:
			k_mem_page_in(here, PAGE);
			clock_bring(&model, page);
			break;
		case 2:
			if (pinned < 6 && !model.pages[page].pinned) {
				k_mem_pin(here, PAGE);
				clock_pin(&model, page);
				pinned++;
			}
			break;
		case 3:
			pinned -= model.pages[page].pinned;
			k_mem_unpin(here, PAGE);
			clock_unpin(&model, page);
			break;
		case 4:
			page_fill(here, i);
			content[page] = i;
			clock_touch(&model, page, true);
			break;
		default:
			CHECK(content[page] == 0 ? pages_are_zero(here, 1)
						 : page_filled(here, content[page]));
			clock_touch(&model, page, false);
			break;
		}
		CHECK(counted(model.stats.pagefaults.cnt, model.stats.eviction.clean,
			      model.stats.eviction.dirty));
		CHECK(free_frames() == model.free);
	}
	CHECK(no_fault());
	mm_stop();
}

/* --- A store that is full ------------------------------------------------------- */

/* Write to pages as far as it goes; how many. */
static uint32_t fill_up(uint8_t *at, uint32_t pages)
{
	for (uint32_t p = 0; p < pages; p++) {
		if (!mm_can_write(page_at(at, p))) {
			return p;
		}
		page_fill(page_at(at, p), p);
	}
	return pages;
}

/* One place is kept for pages that come back: memory and store less one hold what was written. */
void case_mm_store_full(void)
{
	START(.frames = 4, .paging = true, .store = 5);
	uint8_t *at = k_mem_map(16 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);
	uint32_t random = 8;

	CHECK(fill_up(at, 16) == 8);
	for (unsigned int i = 0; i < 60; i++) {
		const uint32_t page = random_next(&random) % 8;

		CHECK(page_filled(page_at(at, page), page));
		if (i % 3 == 0) {
			page_fill(page_at(at, page), page);
		}
		CHECK(!mm_can_write(page_at(at, 8 + page)));
	}
	/* Whatever is given up serves the others. */
	k_mem_unmap(at, 16 * PAGE);
	CHECK(free_frames() == 4);
	at = k_mem_map(16 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);
	CHECK(fill_up(at, 16) == 8);
	mm_stop();
}

void case_mm_store_full_page_out(void)
{
	START(.frames = 8, .paging = true, .store = 5);
	uint8_t *at = k_mem_map(8 * PAGE, K_MEM_PERM_RW);

	CHECK(fill_up(at, 8) == 8);
	CHECK(k_mem_page_out(at, 8 * PAGE) == -ENOMEM && no_fault());
	CHECK(free_frames() == 4 && present_pages(at, 8) == 4);
	CHECK(k_mem_page_out(at, 8 * PAGE) == -ENOMEM && free_frames() == 4);
	for (uint32_t p = 0; p < 8; p++) {
		CHECK(page_filled(page_at(at, p), p));
	}
	mm_stop();
}

/* If only what was never written to can leave, that does. */
void case_mm_store_full_of_others(void)
{
	START(.frames = 6, .paging = true, .store = 0);
	uint8_t *at = k_mem_map(3 * PAGE, K_MEM_PERM_RW);
	uint8_t *zero = k_mem_map(12 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);

	CHECK(fill_up(at, 3) == 3);
	for (unsigned int round = 0; round < 3; round++) {
		CHECK(pages_are_zero(zero, 12));
	}
	CHECK(present_pages(at, 3) == 3 && stats_now().eviction.dirty == 0);
	for (uint32_t p = 0; p < 3; p++) {
		CHECK(page_filled(page_at(at, p), p));
	}
	CHECK(k_mem_page_out(zero, 12 * PAGE) == 0 && free_frames() == 3);
	CHECK(k_mem_page_out(at, 3 * PAGE) == -ENOMEM && free_frames() == 3);
	mm_stop();
}

/* Less than a page is no place; and what was set counts from smh_mm_init() on. */
void case_mm_store_set(void)
{
	static _Alignas(4096) uint8_t own[3 * 4096];

	PREPARE(.frames = 4, .paging = true, .store = 0);
	for (size_t bytes = 0; bytes <= sizeof(own); bytes += 1024) {
		smh_mm_store_set(own, bytes);
		CHECK(smh_mm_init(&config) == 0);

		uint8_t *at = k_mem_map(8 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);
		const uint32_t places_of_it = (uint32_t)(bytes / PAGE);

		CHECK(fill_up(at, 8) == 4 + (places_of_it == 0 ? 0 : places_of_it - 1));
		smh_mm_deinit();
	}
	smh_mm_store_set(NULL, sizeof(own));
	CHECK(smh_mm_init(&config) == 0);
	CHECK(fill_up(k_mem_map(8 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED), 8) == 4);
	mm_stop();
}

/* A place is given back with the page that had it, whether that is in memory or not. */
void case_mm_store_places_come_back(void)
{
	START(.frames = 8, .paging = true, .store = 5);
	for (uint32_t round = 0; round < 12; round++) {
		uint8_t *at = k_mem_map(4 * PAGE, K_MEM_PERM_RW);

		CHECK(fill_up(at, 4) == 4);
		CHECK(k_mem_page_out(at, 4 * PAGE) == 0 && free_frames() == 8);
		for (uint32_t p = 0; p < round % 5; p++) {
			CHECK(page_filled(page_at(at, p), p));
		}
		k_mem_unmap(at, 4 * PAGE);
	}
	CHECK(stats_now().eviction.dirty == 12 * 4);
	mm_stop();
}
