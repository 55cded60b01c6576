/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The mapping layer with an eviction algorithm and a backing store of this program's own: first in
 * first out, and a file of which parts can be mapped.
 */

#include "own_paging.h"

#include <string.h>

#include "check.h"
#include "host_probe.h"
#include "smh_fault.h"
#include "smh_mm_posix.h"

#define FRAMES  4u
#define WINDOW  128u
#define RECORDS 4u

static struct smh_mm_posix posix;
static struct k_mem_page_frame frames[FRAMES];
static struct smh_mm_mapping mappings[RECORDS];
static uint8_t ranges[SMH_MM_RANGES_BYTES(WINDOW * OWN_PAGE)];
static unsigned int faults;

static void count_fault(unsigned int kind, const void *ptr)
{
	(void)ptr;
	CHECK(kind == SMH_FAULT_NOT_MAPPED);
	faults++;
}

static void start(void)
{
	const size_t phys_bytes = FRAMES * OWN_PAGE;

	CHECK(smh_mm_posix_init(phys_bytes, WINDOW * OWN_PAGE, 0, &posix) == 0);
	own_store_make();
	CHECK(smh_mm_init(&(struct smh_mm_config){
		      .virt = posix.virt,
		      .virt_bytes = posix.virt_bytes,
		      .phys = posix.phys,
		      .phys_bytes = phys_bytes,
		      .frames = frames,
		      .ranges = ranges,
		      .ranges_bytes = sizeof(ranges),
		      .mappings = mappings,
		      .num_mappings = RECORDS,
		      .paging = true,
	      }) == 0);
}

/* Everything was unmapped: nothing of it is left with the algorithm or in the store. */
static void stop(void)
{
	CHECK(k_mem_free_get() == FRAMES * OWN_PAGE);
	CHECK(own_eviction_calls().now == 0 && own_eviction_calls().added > 0);
	CHECK(own_eviction_calls().added == own_eviction_calls().removed);
	CHECK(own_store_calls().swap_in_use == 0 && own_store_calls().bad == 0);
	CHECK(own_store_calls().out_to_rom == 0);
	CHECK(faults == 0);
	smh_mm_deinit();
	smh_mm_posix_deinit();
}

static uint8_t *page_at(void *at, size_t page)
{
	return (uint8_t *)at + page * OWN_PAGE;
}

static bool is_file_page(const void *at, size_t page)
{
	const volatile uint32_t *words = at;

	for (size_t i = 0; i < OWN_PAGE / sizeof(uint32_t); i++) {
		if (words[i] != page * 65536u + i) {
			return false;
		}
	}
	return true;
}

static bool present(const void *at)
{
	struct smh_mm_page page;

	CHECK(smh_mm_query(at, &page) == 0);
	return page.present;
}

/* Read-only pages of the file come when they are touched, leave as they are, and never go back. */
static void read_only_places(void)
{
	start();
	uint8_t *rom = k_mem_map_unpaged(OWN_STORE, OWN_ROM_PAGES * OWN_PAGE, 0);

	CHECK(rom != NULL && own_store_calls().in == 0);
	for (size_t i = 0; i < 3 * OWN_ROM_PAGES; i++) {
		CHECK(is_file_page(page_at(rom, i * 5 % OWN_ROM_PAGES), i * 5 % OWN_ROM_PAGES));
	}
	CHECK(own_store_calls().in == 3 * OWN_ROM_PAGES && own_store_calls().out == 0);
	CHECK(!host_probe_write(rom) && !host_probe_execute(rom));
	k_mem_pin(rom, 2 * OWN_PAGE);
	CHECK(is_file_page(rom, 0) && is_file_page(rom + OWN_PAGE, 1));
	k_mem_unpin(rom, 2 * OWN_PAGE);
	CHECK(k_mem_page_out(rom, OWN_ROM_PAGES * OWN_PAGE) == 0 && own_store_calls().out == 0);
	CHECK(k_mem_free_get() == FRAMES * OWN_PAGE);
	k_mem_unmap(rom, OWN_ROM_PAGES * OWN_PAGE);
	CHECK(own_store_calls().freed_of_user == OWN_ROM_PAGES);
	stop();
}

/* What is written to a mapped part of the file is in the file when its pages have left. */
static void writable_places(void)
{
	uint32_t words[K_MEM_PAGE_SIZE / sizeof(uint32_t)];

	start();
	uint8_t *data = k_mem_map_unpaged(OWN_DATA + 2 * OWN_PAGE, 8 * OWN_PAGE, K_MEM_PERM_RW);

	CHECK(data != NULL);
	for (size_t p = 0; p < 8; p += 2) {
		CHECK(is_file_page(page_at(data, p), OWN_ROM_PAGES + 2 + p));
		memset(page_at(data, p), (int)p + 1, OWN_PAGE);
	}
	CHECK(k_mem_page_out(data, 8 * OWN_PAGE) == 0 && own_store_calls().out == 4);
	for (size_t p = 0; p < 8; p++) {
		own_store_read(OWN_ROM_PAGES + 2 + p, words);
		CHECK(p % 2 == 1 ? is_file_page(words, OWN_ROM_PAGES + 2 + p)
				 : words[99] == 0x01010101u * (p + 1));
	}
	k_mem_unmap(data, 8 * OWN_PAGE);
	data = k_mem_map_unpaged(OWN_DATA + 2 * OWN_PAGE, OWN_PAGE, K_MEM_PERM_RW);
	CHECK(data[0] == 1 && data[OWN_PAGE - 1] == 1);
	/* What did not leave before the end is forgotten. */
	data[0] = 55;
	k_mem_unmap(data, OWN_PAGE);
	own_store_read(OWN_ROM_PAGES + 2, words);
	CHECK(words[0] == 0x01010101u);
	stop();
}

static void bad_places(void)
{
	start();
	CHECK(k_mem_map_unpaged(0, OWN_PAGE, 0) == NULL);
	CHECK(k_mem_map_unpaged(OWN_STORE - OWN_PAGE, OWN_PAGE, 0) == NULL);
	CHECK(k_mem_map_unpaged(OWN_STORE + 4, OWN_PAGE, 0) == NULL);
	CHECK(k_mem_map_unpaged(OWN_SWAP, OWN_PAGE, 0) == NULL);
	CHECK(k_mem_map_unpaged(OWN_SWAP - OWN_PAGE, 2 * OWN_PAGE, 0) == NULL);
	CHECK(k_mem_map_unpaged(OWN_STORE, OWN_PAGE + 1, 0) == NULL);
	CHECK(k_mem_map_unpaged(OWN_STORE, 0, 0) == NULL);
	CHECK(k_mem_map_unpaged(OWN_STORE, OWN_PAGE, K_MEM_PERM_RW) == NULL);
	CHECK(k_mem_map_unpaged(OWN_DATA - OWN_PAGE, 2 * OWN_PAGE, K_MEM_PERM_RW) == NULL);
	CHECK(k_mem_map_unpaged(OWN_STORE, OWN_PAGE, K_MEM_MAP_LOCK) == NULL);
	CHECK(k_mem_map_unpaged(OWN_STORE, OWN_PAGE, K_MEM_CACHE_NONE) == NULL);

	uint8_t *last = k_mem_map_unpaged(OWN_SWAP - OWN_PAGE, OWN_PAGE, 0);

	CHECK(is_file_page(last, OWN_ROM_PAGES + OWN_DATA_PAGES - 1));
	k_mem_unmap(last, OWN_PAGE);
	stop();
}

/* The page that came first leaves first, however often it was touched: the pages in memory are the
 * last FRAMES that came. */
static void first_in_first_out(void)
{
	uint8_t content[10] = {0};
	size_t came[64];
	size_t count = 0;
	struct k_mem_paging_stats_t stats;

	start();
	uint8_t *at = k_mem_map(10 * OWN_PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);

	for (size_t i = 0; i < 60; i++) {
		const size_t page = (i * i + i / 7) % 10;

		if (!present(page_at(at, page))) {
			came[count++] = page;
		}
		CHECK(*(volatile uint8_t *)page_at(at, page) == content[page]);
		content[page] = (uint8_t)(i + 1);
		*(volatile uint8_t *)page_at(at, page) = content[page];
		for (size_t p = 0; p < 10; p++) {
			bool expected = false;

			for (size_t k = count > FRAMES ? count - FRAMES : 0; k < count; k++) {
				expected |= came[k] == p;
			}
			CHECK(present(page_at(at, p)) == expected);
		}
		k_mem_paging_stats_get(&stats);
		CHECK(stats.pagefaults.cnt == count);
	}
	CHECK(own_eviction_calls().selected == count - FRAMES);
	k_mem_unmap(at, 10 * OWN_PAGE);
	stop();
}

/* All swap and all memory hold 12 pages that were written to; each comes back as it was. */
static void full_swap(void)
{
	start();
	uint8_t *at = k_mem_map(16 * OWN_PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);
	size_t written = 0;

	while (written < 16 && host_probe_store(page_at(at, written), (uint8_t)(written + 1))) {
		written++;
	}
	CHECK(written == FRAMES + OWN_SWAP_PAGES &&
	      own_store_calls().swap_in_use == OWN_SWAP_PAGES);
	CHECK(k_mem_page_out(at, 16 * OWN_PAGE) == -ENOMEM);
	k_mem_pin(page_at(at, written - FRAMES), FRAMES * OWN_PAGE);
	for (size_t p = written - FRAMES; p < written; p++) {
		CHECK(*page_at(at, p) == p + 1);
	}
	k_mem_unpin(page_at(at, written - FRAMES), FRAMES * OWN_PAGE);
	CHECK(faults == 0);
	k_mem_unmap(at, 16 * OWN_PAGE);
	stop();
}

/* What the layer offers to algorithms and stores. */
static void frames_are_known(void)
{
	start();
	uint8_t *at = k_mem_map(3 * OWN_PAGE, K_MEM_PERM_RW);

	CHECK(smh_mm_frames() == FRAMES);
	CHECK(!k_mem_is_page_frame(posix.phys - 1));
	CHECK(!k_mem_is_page_frame(posix.phys + FRAMES * OWN_PAGE));
	for (size_t p = 0; p < 3; p++) {
		const uintptr_t phys = k_mem_phys_addr(page_at(at, p) + 5);
		struct k_mem_page_frame *pf = k_mem_phys_to_page_frame(phys);

		CHECK(k_mem_is_page_frame(phys) && smh_mm_frame(smh_mm_frame_number(pf)) == pf);
		CHECK(k_mem_page_frame_to_phys(pf) == phys - 5);
		CHECK(k_mem_page_frame_to_virt(pf) == page_at(at, p));
		CHECK(k_mem_page_frame_is_evictable(pf) && !k_mem_page_frame_is_backed(pf));
		CHECK((pf->flags & K_MEM_PAGE_FRAME_FREE) == 0 && !smh_mm_page_dirty(pf));
		CHECK(host_probe_write(page_at(at, p)) && smh_mm_page_dirty(pf));
		k_mem_pin(page_at(at, p), OWN_PAGE);
		CHECK(!k_mem_page_frame_is_evictable(pf));
		CHECK((pf->flags & K_MEM_PAGE_FRAME_PINNED) != 0);
		k_mem_unpin(page_at(at, p), OWN_PAGE);
		CHECK(k_mem_page_frame_is_evictable(pf));
	}
	CHECK(own_eviction_calls().accessed == 3);
	k_mem_unmap(at, 3 * OWN_PAGE);
	stop();
}

int main(void)
{
	(void)smh_fault_handler_set(count_fault);
	host_probe_catch();
	read_only_places();
	writable_places();
	bad_places();
	first_in_first_out();
	full_swap();
	frames_are_known();
	printf("own paging: all held\n");
	return 0;
}
