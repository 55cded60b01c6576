/* SPDX-License-Identifier: Apache-2.0 */

/*
 * What the board promises to programs, tried on the board itself. It runs three times: after
 * reset, after a restart from the main program, and after a restart from an interrupt.
 */

#include "board.h"
#include "mmu.h"
#include "mmu_memory.h"
#include "print.h"
#include "probe.h"
#include "smh_mm_aarch64.h"
#include "tally.h"
#include "virt_a53_self.h"

#include <errno.h>

enum run {
	RUN_AFTER_RESET,
	RUN_AFTER_RESTART,
	RUN_AFTER_RESTART_FROM_INTERRUPT,
	RUN_COUNT,
};

#define WORD_RUN    0
#define WORD_FAILED 1
#define WORD_TABLES 2
/* Mapped by each run and left for start-up to remove. */
#define LEFTOVER ((uintptr_t)0x2000000000)

static int initialised = 42;
static int cleared;

static void test_start_up(void)
{
	heading("Start-up");
	check(initialised == 42, ".data has its initial values");
	check(cleared == 0, ".bss is zero");
	check(errno == 0, "thread-local variables are zero");
	check(!probe_read(LEFTOVER) && !probe_read(MMU_WINDOW + 2 * MMU_PAGE_BYTES),
	      "no mapping is left over");
	initialised = 0;
	cleared = 1;
	errno = EINVAL;
}

/* A word that outlives a restart tells how many tables there were after reset. */
static void start_mapping(void)
{
	struct smh_mm_config config;
	unsigned int tables = smh_mm_aarch64_free_tables();

	if (board_persistent[WORD_TABLES] == 0) {
		board_persistent[WORD_TABLES] = tables;
	}
	check(tables == board_persistent[WORD_TABLES], "%u tables are free, as after reset",
	      tables);
	mmu_memory_config(&config);
	check(mmu_memory_start(&config) == 0, "the mapping layer starts");
	check(k_mem_free_get() == MMU_FRAMES_BYTES, "all page frames are free");
}

static void test_all(void)
{
	test_start_up();
	start_mapping();
	test_protection();
	test_faults();
	test_mapping();
	test_mapping_limits();
	test_instructions();
	test_timer();
}

/* The tests before removed every mapping. */
static void leave_mapping(void)
{
	void *pages = k_mem_map(3 * MMU_PAGE_BYTES, K_MEM_PERM_RW);

	check(smh_mm_map_at(LEFTOVER, SELF_FREE_RAM, MMU_PAGE_BYTES,
			    K_MEM_ARM_NORMAL_NC | K_MEM_PERM_RW) == 0 &&
		      probe_read(LEFTOVER) && pages != NULL && probe_write((uintptr_t)pages),
	      "mappings are made and left");
}

static void restart_from_interrupt(void)
{
	board_restart();
}

int main(void)
{
	enum run run = board_persistent[WORD_RUN]++;

	print("run %u of %u\n", (unsigned int)run + 1, (unsigned int)RUN_COUNT);
	test_all();
	leave_mapping();
	board_persistent[WORD_FAILED] += tally_summary() != 0;

	if (run == RUN_AFTER_RESET) {
		board_restart();
	}
	if (run == RUN_AFTER_RESTART) {
		board_timer_start(10, restart_from_interrupt);
		for (;;) {
		}
	}
	return run == RUN_AFTER_RESTART_FROM_INTERRUPT && board_persistent[WORD_FAILED] == 0 ? 0
											     : 1;
}
