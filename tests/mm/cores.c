/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Two cores at one set of page tables: one changes mappings that the other one uses. What is
 * allowed never faults for good, what was unmapped is never reached again, and no write is lost.
 */

#include "core.h"
#include "fault.h"
#include "mmu_memory.h"
#include "print.h"
#include "smh_mm_aarch64.h"
#include "sysreg.h"
#include "tally.h"

#include <stdatomic.h>

#define PAGE        ((size_t)K_MEM_PAGE_SIZE)
#define SPARE       ((uintptr_t)0x4E400000) /* RAM behind the frames of the machine's window */
#define FRAMES      16u
#define PAGES       40u
#define STORE_PAGES (PAGES + 1u)
#define ROUNDS      300u
#define SWEEPS      100u
#define MAGIC       0x600DF00Du
#define WORDS       (K_MEM_PAGE_SIZE / sizeof(uint32_t))

/* Of probe_attempts.S: 1, or what end_attempt() makes of a fault. */
uint64_t probe_attempt_read(uintptr_t address);

static _Alignas(4096) uint8_t store[STORE_PAGES * K_MEM_PAGE_SIZE];

/* What the second core is to do; it goes on to the next when told. */
enum job {
	WAIT,
	READ,
	READ_UNTIL_GONE,
	WRITE,
	END,
};

static _Atomic enum job job;
static unsigned int begun;   /* jobs given */
static atomic_uint done;     /* and ended */
static atomic_bool stop;     /* tells it to end one that has no end */
static atomic_uintptr_t at;  /* where */
static atomic_uint reads;    /* how often it has read there */
static atomic_uint wrong;    /* how often there was something else, or anything after its end */
static atomic_uint resolved; /* faults of the second core that went away */
static atomic_bool gone;     /* what is at `at` is unmapped */

static bool on_second_core(void)
{
	return read_mpidr_el1() % FAULT_CORES != 0;
}

static bool resolve(uint64_t esr, uint64_t far)
{
	bool went_away = smh_mm_aarch64_fault(esr, far);

	atomic_fetch_add(&resolved, went_away && on_second_core());
	return went_away;
}

/* Only the second core makes attempts. */
static bool end_attempt(struct frame *frame)
{
	if (!on_second_core()) {
		return false;
	}
	frame->x[0] = 0;
	frame->elr = frame->x[30];
	return true;
}

static void read_on(void)
{
	while (!atomic_load(&stop)) {
		const volatile uint32_t *word = (const volatile uint32_t *)atomic_load(&at);

		atomic_fetch_add(&wrong, *word != MAGIC);
		atomic_fetch_add(&reads, 1);
	}
}

/* The order counts: what was gone before the attempt began must not be reached. */
static void read_until_gone(void)
{
	bool reached;

	do {
		bool was_gone = atomic_load(&gone);

		reached = probe_attempt_read(atomic_load(&at)) != 0;
		atomic_fetch_add(&wrong, was_gone && reached);
		atomic_fetch_add(&reads, 1);
	} while (reached && atomic_load(&wrong) == 0);
}

/* Pages in an order that either core has of its own; each core has one word of each page. */
static void write_on(unsigned int core)
{
	volatile uint32_t *words = (volatile uint32_t *)atomic_load(&at);

	for (uint32_t round = 1; round <= SWEEPS; round++) {
		for (uint32_t i = 0; i < PAGES; i++) {
			uint32_t page = (i * (core == 0 ? 7u : 11u) + round) % PAGES;
			volatile uint32_t *word = &words[page * WORDS + core];

			atomic_fetch_add(&wrong, *word != (round - 1) * (page + 1));
			*word = round * (page + 1);
		}
	}
}

static void second_core(void)
{
	enum job now;

	do {
		now = atomic_load(&job);
		if (now == WAIT) {
			continue;
		}
		if (now == READ) {
			read_on();
		} else if (now == READ_UNTIL_GONE) {
			read_until_gone();
		} else if (now == WRITE) {
			write_on(1);
		}
		atomic_store(&job, WAIT);
		atomic_fetch_add(&done, 1);
	} while (now != END);
}

static void begin(enum job what, const void *where)
{
	atomic_store(&stop, false);
	atomic_store(&gone, false);
	atomic_store(&reads, 0);
	atomic_store(&at, (uintptr_t)where);
	begun++;
	atomic_store(&job, what);
}

static void end(void)
{
	atomic_store(&stop, true);
	while (atomic_load(&done) != begun) {
	}
}

static void wait_for_reads(unsigned int count)
{
	unsigned int from = atomic_load(&reads);

	while (atomic_load(&reads) - from < count) {
	}
}

static void change_permissions(void)
{
	uint32_t *word = k_mem_map(PAGE, K_MEM_PERM_RW | K_MEM_MAP_LOCK);
	unsigned int failed = 0;

	*word = MAGIC;
	begin(READ, word);
	for (unsigned int i = 0; i < ROUNDS; i++) {
		failed += k_mem_update_flags(word, PAGE, 0) != 0;
		wait_for_reads(1);
		failed += k_mem_update_flags(word, PAGE, K_MEM_PERM_RW) != 0;
		*word = MAGIC;
	}
	end();
	check(failed == 0 && atomic_load(&wrong) == 0,
	      "permissions change under a reader, %u times", 2 * ROUNDS);
	k_mem_unmap(word, PAGE);
}

/* With a break in between: the reader may fault, and goes on. */
static void change_cache_mode(void)
{
	uint32_t *word = k_mem_map_phys_guard(SPARE, PAGE, K_MEM_PERM_RW, false);
	unsigned int failed = 0;

	*word = MAGIC;
	atomic_store(&resolved, 0);
	begin(READ, word);
	for (unsigned int i = 0; i < ROUNDS; i++) {
		failed += k_mem_update_flags(word, PAGE, K_MEM_ARM_NORMAL_NC | K_MEM_PERM_RW) != 0;
		wait_for_reads(1);
		failed += k_mem_update_flags(word, PAGE, K_MEM_CACHE_WB | K_MEM_PERM_RW) != 0;
	}
	end();
	check(failed == 0 && atomic_load(&wrong) == 0,
	      "the cache mode changes under a reader, %u times", 2 * ROUNDS);
	print("  the reader met %u breaks\n", atomic_load(&resolved));
	k_mem_unmap_phys_guard(word, PAGE, false);
}

static void unmap(void)
{
	size_t free_before = k_mem_free_get();

	for (unsigned int i = 0; i < ROUNDS; i++) {
		uint32_t *word = k_mem_map(PAGE, K_MEM_PERM_RW | K_MEM_MAP_LOCK);

		*word = MAGIC;
		begin(READ_UNTIL_GONE, word);
		wait_for_reads(2);
		k_mem_unmap(word, PAGE);
		atomic_store(&gone, true);
		end();
	}
	check(atomic_load(&wrong) == 0, "what is unmapped is not reached again, %u times", ROUNDS);
	check(k_mem_free_get() == free_before, "all frames are free");
}

static bool all_are_last(const uint32_t *words)
{
	for (uint32_t page = 0; page < PAGES; page++) {
		for (unsigned int core = 0; core < 2; core++) {
			if (words[page * WORDS + core] != SWEEPS * (page + 1)) {
				return false;
			}
		}
	}
	return true;
}

static void page_under_pressure(void)
{
	uint32_t *words = k_mem_map(PAGES * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);
	struct k_mem_paging_stats_t stats;

	begin(WRITE, words);
	write_on(0);
	end();
	k_mem_paging_stats_get(&stats);
	check(atomic_load(&wrong) == 0 && all_are_last(words),
	      "no write is lost, with %u pages in %u frames", PAGES, FRAMES);
	check(stats.pagefaults.cnt > PAGES && stats.eviction.dirty > PAGES,
	      "%lu page faults, %lu pages written back", stats.pagefaults.cnt,
	      stats.eviction.dirty);
	k_mem_unmap(words, PAGES * PAGE);
}

int main(void)
{
	struct smh_mm_config config;

	heading("Two cores");
	mmu_memory_config(&config);
	config.phys_bytes = FRAMES * PAGE;
	config.paging = true;
	smh_mm_store_set(store, sizeof(store));
	check(mmu_memory_start(&config) == 0, "the mapping layer starts");
	fault_resolver_set(resolve);
	(void)fault_hook_set(end_attempt);
	check(core_start(second_core), "the second core starts");
	change_permissions();
	change_cache_mode();
	unmap();
	page_under_pressure();
	begin(END, NULL);
	end();
	return tally_summary();
}
