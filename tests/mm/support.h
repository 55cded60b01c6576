/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief What the cases of the mapping layer share: starting it, what it has left, content.
 */

#ifndef MM_SUPPORT_H_
#define MM_SUPPORT_H_

#include "contract.h"
#include "mm_cases.h"
#include "platform.h"
#include "smh_fault.h"
#include "smh_mm.h"

#define PAGE ((size_t)K_MEM_PAGE_SIZE)

/** Pages of the window that no mapping can have: the scratch page and two guards. */
#define WINDOW_LOSS 3u

/** What a case starts with. */
struct mm_setup {
	/** Pages of the window; 0: 64. */
	size_t window;
	/** Page frames; 0: 32. */
	size_t frames;
	/** Physical mappings, beside the fixed ones; 0: 8. */
	unsigned int records;
	/** Whether pages may leave memory. */
	bool paging;
	/** Pages that the store in RAM has room for. */
	size_t store;
	/** On a host: see smh_mm_posix_init(). */
	size_t room;
};

/** Where things are, since START(). */
extern struct mm_places places;

/** The configuration that START() has used, for changing it. */
extern struct smh_mm_config config;

/** Start with these members of struct mm_setup. */
#define START(...) mm_start(&(struct mm_setup){__VA_ARGS__})
void mm_start(const struct mm_setup *setup);

/** The same, but for smh_mm_init(), which the case calls. */
#define PREPARE(...) mm_prepare(&(struct mm_setup){__VA_ARGS__})
void mm_prepare(const struct mm_setup *setup);

/** Stop; no fault may have been reported that the case did not ask for. */
void mm_stop(void);

/* --- Faults ------------------------------------------------------------- */

/** Whether just one fault was reported since last asked: SMH_FAULT_NOT_MAPPED for @p ptr. */
bool fault_was(const void *ptr);

/** Whether none was. */
bool no_fault(void);

/* --- What is left ------------------------------------------------------- */

/** What a call that fails must leave as it was. */
struct mm_left {
	size_t free;
	size_t tables;
	size_t window;
	unsigned int records;
	struct k_mem_paging_stats_t stats;
};

/** How it stands now; tries what can be had of the window and of records. */
struct mm_left mm_left(void);

/** Whether it stands like that now. */
bool mm_left_is(const struct mm_left *before);

/** Pages of the largest mapping that the window has room for now. */
size_t largest_mapping(void);

/** Page frames that are free. */
size_t free_frames(void);

/* --- Content ------------------------------------------------------------ */

/** Fill a page with words that depend on @p seed and their place. */
void page_fill(void *page, uint32_t seed);

/** Whether it has them. */
bool page_filled(const void *page, uint32_t seed);

/** Whether all bytes of pages are zero. */
bool pages_are_zero(const void *pages, size_t count);

/** Write to every free frame, so that a page that is zero has been zeroed. */
void dirty_frames(void);

/** Address of a page behind another. */
static inline uint8_t *page_at(void *mapping, size_t number)
{
	return (uint8_t *)mapping + number * PAGE;
}

/** The page at an address; the case fails if there is none. */
struct smh_mm_page page_of(const void *at);

/** Whether there is none. */
bool is_unmapped(const void *at);

/** Next value of a pseudo-random sequence; the state is not 0. */
uint32_t random_next(uint32_t *state);

/** Counts of page faults and evictions. */
struct k_mem_paging_stats_t stats_now(void);

/** Whether they are these. */
bool counted(unsigned long cnt, unsigned long clean, unsigned long dirty);

#endif /* MM_SUPPORT_H_ */
