/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Threads that map, touch, pin and unmap memory of which there is less than they use, so that the
 * pages of each leave for those of the others; made for ThreadSanitizer.
 */

#include <pthread.h>
#include <stdint.h>
#include <string.h>

#include "check.h"
#include "smh_fault.h"
#include "smh_mm.h"
#include "smh_mm_posix.h"
#include "tsan.h"

#define PAGE    ((size_t)K_MEM_PAGE_SIZE)
#define WORKERS 4u
#define ROUNDS  150u
#define FRAMES  20u
#define SPARE   8u
#define WINDOW  256u
#define STORE   128u
#define RECORDS 8u
#define MOST    10u

static struct smh_mm_posix posix;
static struct k_mem_page_frame frames[FRAMES];
static struct smh_mm_mapping mappings[RECORDS];
static uint8_t ranges[SMH_MM_RANGES_BYTES(WINDOW * PAGE)];
static uint8_t store[STORE * PAGE];

static void no_fault(unsigned int kind, const void *ptr)
{
	printf("mm threads: %s at %p\n", smh_fault_name(kind), ptr);
	CHECK(kind == SMH_FAULT_NONE);
}

/* Each word tells whose it is, so that no page of another can pass for it. */
static void fill(void *at, size_t pages, uint32_t stamp)
{
	volatile uint32_t *words = at;

	for (size_t i = 0; i < pages * PAGE / sizeof(uint32_t); i += 61) {
		words[i] = stamp + (uint32_t)i;
	}
}

static void check(const void *at, size_t pages, uint32_t stamp)
{
	const volatile uint32_t *words = at;

	for (size_t i = 0; i < pages * PAGE / sizeof(uint32_t); i += 61) {
		CHECK(words[i] == stamp + (uint32_t)i);
	}
}

static void check_zero(const uint8_t *at, size_t pages)
{
	for (size_t i = 0; i < pages * PAGE; i += 509) {
		CHECK(((const volatile uint8_t *)at)[i] == 0);
	}
}

/* One mapping's life. */
static void live(uint32_t me, uint32_t round, size_t pages)
{
	const uint32_t stamp = me << 28 | round << 14;
	const uint32_t unpaged = round % 2 == 0 ? K_MEM_MAP_UNPAGED : 0;
	uint8_t *at = k_mem_map(pages * PAGE, K_MEM_PERM_RW | unpaged);

	CHECK(at != NULL);
	check_zero(at, pages);
	fill(at, pages, stamp);
	if (round % 5 == 1) {
		k_mem_pin(at, PAGE);
	}
	check(at, pages, stamp);
	if (round % 3 == 0) {
		CHECK(k_mem_page_out(at, pages * PAGE) == 0);
	}
	check(at, pages, stamp);
	if (round % 5 == 1) {
		k_mem_unpin(at, PAGE);
	}
	CHECK(k_mem_update_flags(at, pages * PAGE, 0) == 0);
	check(at, pages, stamp);
	k_mem_unmap(at, pages * PAGE);
}

/* A physical page of one's own, and one that all of them map. */
static void use_physical(uint32_t me)
{
	uint8_t *own = NULL;
	void *shared = k_mem_map_phys_guard(posix.phys + FRAMES * PAGE, PAGE, 0, false);

	k_mem_map_phys_bare(&own, posix.phys + (FRAMES + 1 + me) * PAGE + 4, 400, K_MEM_PERM_RW);
	CHECK(own != NULL && shared != NULL);
	CHECK(own[0] == (own[1] == me + 1 ? me + 1 : 0));
	memset(own, (int)me + 1, 400);
	k_mem_unmap_phys_bare(own, 400);
	k_mem_unmap_phys_guard(shared, PAGE, false);
}

static void *work(void *arg)
{
	const uint32_t me = (uint32_t)(uintptr_t)arg;

	for (uint32_t round = 0; round < ROUNDS; round++) {
		live(me, round, 1 + (round * 7 + me * 3) % MOST);
		use_physical(me);
	}
	return NULL;
}

static void start(void)
{
	const size_t phys_bytes = (FRAMES + SPARE) * PAGE;

	CHECK(smh_mm_posix_init(phys_bytes, WINDOW * PAGE, 0, &posix) == 0);
	smh_mm_store_set(store, sizeof(store));
	CHECK(smh_mm_init(&(struct smh_mm_config){
		      .virt = posix.virt,
		      .virt_bytes = posix.virt_bytes,
		      .phys = posix.phys,
		      .phys_bytes = FRAMES * PAGE,
		      .frames = frames,
		      .ranges = ranges,
		      .ranges_bytes = sizeof(ranges),
		      .mappings = mappings,
		      .num_mappings = RECORDS,
		      .paging = true,
	      }) == 0);
}

int main(void)
{
	pthread_t threads[WORKERS];
	struct k_mem_paging_stats_t stats;

	(void)smh_fault_handler_set(no_fault);
	start();
	for (uintptr_t i = 0; i < WORKERS; i++) {
		CHECK(pthread_create(&threads[i], NULL, work, (void *)i) == 0);
	}
	for (unsigned int i = 0; i < WORKERS; i++) {
		CHECK(pthread_join(threads[i], NULL) == 0);
	}
	CHECK(k_mem_free_get() == FRAMES * PAGE);
	k_mem_paging_stats_get(&stats);
	printf("mm threads: %lu page faults, %lu left clean, %lu dirty\n", stats.pagefaults.cnt,
	       stats.eviction.clean, stats.eviction.dirty);
	/* There was pressure, or the run has proved little. */
	CHECK(stats.pagefaults.cnt > WORKERS * ROUNDS && stats.eviction.dirty > ROUNDS);
	smh_mm_deinit();
	smh_mm_posix_deinit();
	return 0;
}
