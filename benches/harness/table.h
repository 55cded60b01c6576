/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The blocks that a workload has at a time.
 */

#ifndef BENCH_TABLE_H_
#define BENCH_TABLE_H_

#include "harness/blocks.h"

#include <stdint.h>

#define BENCH_TABLE_MAX 8192u

/** The blocks are the first bench_table_count() of these, without order. */
extern struct bench_block bench_table[BENCH_TABLE_MAX];

uint32_t bench_table_count(void);

/** Room for one block more. */
struct bench_block *bench_table_new(void);

/** Free that block and take it out; the last one takes its place. */
void bench_table_free(uint32_t i);

/** Free all blocks, the last one first. */
void bench_table_free_all(void);

/** Forget all blocks, whose memory is to be managed anew. */
void bench_table_forget(void);

#endif /* BENCH_TABLE_H_ */
