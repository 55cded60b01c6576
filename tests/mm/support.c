/* SPDX-License-Identifier: Apache-2.0 */

#include "support.h"

#include <string.h>

#define MAX_RECORDS   128u
#define STORE_PAGES   256u
#define WORDS_OF_PAGE (PAGE / sizeof(uint32_t))

struct mm_places places;
struct smh_mm_config config;

static struct k_mem_page_frame frames[MM_MAX_FRAMES];
static struct smh_mm_mapping mappings[MAX_RECORDS];
static _Alignas(64) uint8_t ranges[SMH_MM_RANGES_BYTES(MM_MAX_WINDOW * PAGE)];
static _Alignas(4096) uint8_t store[STORE_PAGES * K_MEM_PAGE_SIZE];

/* Reported since somebody asked. */
static struct {
	unsigned int count;
	unsigned int kind;
	const void *ptr;
} faults;

static void record_fault(unsigned int kind, const void *ptr)
{
	faults.count++;
	faults.kind = kind;
	faults.ptr = ptr;
}

bool fault_was(const void *ptr)
{
	const bool so =
		faults.count == 1 && faults.kind == SMH_FAULT_NOT_MAPPED && faults.ptr == ptr;

	faults.count = 0;
	return so;
}

bool no_fault(void)
{
	return faults.count == 0;
}

void mm_prepare(const struct mm_setup *setup)
{
	const size_t window = setup->window != 0 ? setup->window : 64;
	const size_t num_frames = setup->frames != 0 ? setup->frames : 32;
	const unsigned int records = setup->records != 0 ? setup->records : 8;

	CHECK(num_frames <= MM_MAX_FRAMES && setup->store <= STORE_PAGES);
	(void)smh_fault_handler_set(record_fault);
	mm_platform_start(window, setup->room, mappings, &places);
	CHECK(records + places.fixed <= MAX_RECORDS);
	config = (struct smh_mm_config){
		.virt = places.window,
		.virt_bytes = window * PAGE,
		.phys = places.frames,
		.phys_bytes = num_frames * PAGE,
		.frames = frames,
		.ranges = ranges,
		.ranges_bytes = SMH_MM_RANGES_BYTES(window * PAGE),
		.mappings = mappings,
		.num_mappings = records + places.fixed,
		.num_fixed = places.fixed,
		.paging = setup->paging,
	};
	smh_mm_store_set(setup->store != 0 ? store : NULL, setup->store * PAGE);
}

void mm_start(const struct mm_setup *setup)
{
	mm_prepare(setup);
	CHECK(smh_mm_init(&config) == 0);
}

void mm_stop(void)
{
	CHECK(no_fault());
	smh_mm_deinit();
	mm_platform_stop();
}

size_t free_frames(void)
{
	CHECK(k_mem_free_get() % PAGE == 0);
	return k_mem_free_get() / PAGE;
}

size_t largest_mapping(void)
{
	size_t fits = 0;
	size_t too_large = config.virt_bytes / PAGE + 1;

	while (too_large - fits > 1) {
		const size_t pages = fits + (too_large - fits) / 2;
		void *mapping = k_mem_map(pages * PAGE, K_MEM_MAP_UNPAGED);

		if (mapping != NULL) {
			k_mem_unmap(mapping, pages * PAGE);
			fits = pages;
		} else {
			too_large = pages;
		}
	}
	return fits;
}

/* The records are ours, though the layer writes them. */
static unsigned int unused_records(void)
{
	unsigned int unused = 0;

	for (unsigned int i = 0; i < config.num_mappings; i++) {
		unused += mappings[i].size == 0;
	}
	return unused;
}

struct mm_left mm_left(void)
{
	struct mm_left left = {
		.free = k_mem_free_get(),
		.tables = mm_free_tables(),
		.window = largest_mapping(),
		.records = unused_records(),
	};

	k_mem_paging_stats_get(&left.stats);
	return left;
}

bool mm_left_is(const struct mm_left *before)
{
	const struct mm_left now = mm_left();

	return now.free == before->free && now.tables == before->tables &&
	       now.window == before->window && now.records == before->records &&
	       memcmp(&now.stats, &before->stats, sizeof(now.stats)) == 0;
}

void page_fill(void *page, uint32_t seed)
{
	volatile uint32_t *words = page;

	for (size_t i = 0; i < WORDS_OF_PAGE; i++) {
		words[i] = seed * 0x9E3779B9u + (uint32_t)i;
	}
}

bool page_filled(const void *page, uint32_t seed)
{
	const volatile uint32_t *words = page;

	for (size_t i = 0; i < WORDS_OF_PAGE; i++) {
		if (words[i] != seed * 0x9E3779B9u + (uint32_t)i) {
			return false;
		}
	}
	return true;
}

bool pages_are_zero(const void *pages, size_t count)
{
	const volatile uint32_t *words = pages;

	for (size_t i = 0; i < count * WORDS_OF_PAGE; i++) {
		if (words[i] != 0) {
			return false;
		}
	}
	return true;
}

void dirty_frames(void)
{
	const size_t count = free_frames();
	uint8_t *mapping = k_mem_map(count * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNINIT);

	CHECK(mapping != NULL);
	for (size_t i = 0; i < count; i++) {
		page_fill(page_at(mapping, i), 0xD1u + (uint32_t)i);
	}
	k_mem_unmap(mapping, count * PAGE);
	CHECK(free_frames() == count);
}

struct smh_mm_page page_of(const void *at)
{
	struct smh_mm_page page;

	CHECK(smh_mm_query(at, &page) == 0);
	return page;
}

bool is_unmapped(const void *at)
{
	struct smh_mm_page page;

	return smh_mm_query(at, &page) == -ENOENT;
}

uint32_t random_next(uint32_t *state)
{
	uint32_t x = *state;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	*state = x;
	return x;
}

struct k_mem_paging_stats_t stats_now(void)
{
	struct k_mem_paging_stats_t stats;

	k_mem_paging_stats_get(&stats);
	return stats;
}

bool counted(unsigned long cnt, unsigned long clean, unsigned long dirty)
{
	const struct k_mem_paging_stats_t now = stats_now();

	return now.pagefaults.cnt == cnt && now.eviction.clean == clean &&
	       now.eviction.dirty == dirty;
}
