/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Workload `trace`: what real programs asked for, in their order.
 *
 * A parameter is the name of the program and the word size of its recording, as in "lua-32":
 *
 *   events, peak_blocks, peak_bytes   of the trace itself
 *   smallest_region                   that serves it all without a failure, everything charged
 *   packing_percent                   the peak over that region
 *
 * "lua-32 roomy" has the figures in a region of one and a half times the peak, in which some
 * calls may fail (not_served), "lua-32 tight" those in the smallest region. An allocator with
 * memory of its own has only the former; one that fails even in the largest region that there
 * is has a smallest region of 0. Without a realloc, an allocation and a free stand for it.
 */

#ifndef BENCH_TRACES_REPLAY_H_
#define BENCH_TRACES_REPLAY_H_

void bench_trace_run(void);

#endif /* BENCH_TRACES_REPLAY_H_ */
