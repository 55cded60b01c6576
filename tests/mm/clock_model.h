/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief A clock over the pages of one mapping, written down as the rules have it, to foretell what
 * demand paging does. The store must have room for all pages.
 */

#ifndef MM_CLOCK_MODEL_H_
#define MM_CLOCK_MODEL_H_

#include <stdbool.h>
#include <stddef.h>

#include "k_mem_paging.h"

#define CLOCK_MAX_PAGES 64u

/** One page. */
struct clock_page {
	bool present;
	bool accessed;
	bool dirty;
	bool pinned;
};

/** Pages, and those in memory as the hand meets them: ring[0] first. */
struct clock_model {
	struct clock_page pages[CLOCK_MAX_PAGES];
	size_t ring[CLOCK_MAX_PAGES];
	size_t in_ring;
	size_t free;
	struct k_mem_paging_stats_t stats;
};

/** So many free frames, and no page in memory. */
void clock_start(struct clock_model *model, size_t frames);

/** A page is touched. */
void clock_touch(struct clock_model *model, size_t page, bool write);

/** A page is brought without being touched: k_mem_map(), k_mem_page_in(). */
void clock_bring(struct clock_model *model, size_t page);

/** k_mem_page_out() of one page. */
void clock_out(struct clock_model *model, size_t page);

/** k_mem_pin() of one page. */
void clock_pin(struct clock_model *model, size_t page);

/** k_mem_unpin() of one page. */
void clock_unpin(struct clock_model *model, size_t page);

#endif /* MM_CLOCK_MODEL_H_ */
