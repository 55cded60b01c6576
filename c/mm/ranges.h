/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Ranges of virtual addresses of the window. */

#ifndef SMH_MM_RANGES_H_
#define SMH_MM_RANGES_H_

#include "mm/mm.h"

/* A range: what can be mapped of it, and whether a guard page lies on each side. */
struct range {
	uintptr_t virt;
	size_t size;
	bool guarded;
};

/* Start with all of the window free. False if the storage is too small. */
bool smh_mm_ranges_start(void);

/*
 * Take virtual addresses, and room in the page tables for them. The first that can be mapped, or 0.
 *
 *   [ guard ][ size ............ ][ guard ]     or     [ size ............ ]
 *            ^ the result                              ^
 */
uintptr_t smh_mm_range_take(size_t size, bool guarded);

/* Whether just this is a range. */
bool smh_mm_range_is(const struct range *range);

/* Give a range back. Nothing is mapped in it. */
void smh_mm_range_give(const struct range *range);

/* Look for a range that begins, guard page included, at this page of the window or behind it. */
bool smh_mm_range_next(uintptr_t first, struct range *range);

#endif /* SMH_MM_RANGES_H_ */
