/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Calls of the allocator with everything around them that is not counted.
 *
 * Each block is checked for range, alignment and overlap when it comes, is filled with a pattern
 * of its own, and is compared with it before it goes. What is wrong ends the program.
 */

#ifndef BENCH_BLOCKS_H_
#define BENCH_BLOCKS_H_

#include "harness/figures.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Kinds of calls that have figures of their own. */
enum bench_kind {
	BENCH_ALLOC,
	/** An allocation that gave NULL. */
	BENCH_FAILED,
	BENCH_FREE,
	BENCH_ALIGNED,
	/** An aligned allocation that gave NULL. */
	BENCH_ALIGNED_FAILED,
	/** A reallocation that left the block where it is, one that moved it, one that failed. */
	BENCH_REALLOC_KEPT,
	BENCH_REALLOC_MOVED,
	BENCH_REALLOC_FAILED,
	BENCH_KINDS,
};

/** A block; mem is NULL if there is none, because it was freed or never could be had. */
struct bench_block {
	uint8_t *mem;
	uint32_t bytes;
	uint32_t tag;
	/* What an aligned allocation asked for, else 0. */
	uint32_t align;
};

/** Forget the figures. */
void bench_count_anew(void);

/** Count calls from now on, or do not. At first none are counted. */
void bench_count(bool on);

/** The figures of the calls that were counted. */
const struct bench_figures *bench_figures_of(enum bench_kind kind);

/** The kind and the cost of the last call, counted or not; BENCH_KINDS if there was none since. */
void bench_forget_last(void);
enum bench_kind bench_last_kind(void);
uint32_t bench_last_cost(void);

/** Lines of all kinds that were called; of their largest costs alone. */
void bench_report(void);
void bench_report_maxima(void);

/** A line of a maximum that was found for one kind. */
void bench_max_line(enum bench_kind kind, uint32_t max);

/** Each gives whether there is a block of the size asked for. */
bool bench_alloc(struct bench_block *block, uint32_t bytes);
bool bench_aligned_alloc(struct bench_block *block, uint32_t align, uint32_t bytes);

/** A block that cannot get its new size stays as it is; one without memory is allocated. */
bool bench_realloc(struct bench_block *block, uint32_t bytes);

/** Nothing happens to a block without memory. */
void bench_free(struct bench_block *block);

/** The allocator's own opinion, true if it has none. */
bool bench_is_sound(void);

#endif /* BENCH_BLOCKS_H_ */
