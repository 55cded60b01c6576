/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Everything that can be measured, by name.
 */

#ifndef BENCH_WORKLOADS_H_
#define BENCH_WORKLOADS_H_

#include <stdbool.h>
#include <stdint.h>

/** Each prints its lines, or nothing if the allocator cannot do what it needs. */
void bench_w1(void);
void bench_w2(void);
void bench_w3(void);
void bench_w5(void);
void bench_w6(void);
void bench_w7(void);
void bench_packing(void);
void bench_occupancy(void);
void bench_fragmentation(void);
void bench_aligned(void);
void bench_realloc_patterns(void);
void bench_failed(void);
void bench_usable(void);
void bench_init(void);
void bench_owner(void);
void bench_phases(void);
void bench_phases_in(unsigned int regions, uint32_t region_bytes);
void bench_search(void);
void bench_stack(void);

/** Wall time, on the host only. */
void bench_time(void);

/** Instructions of the calls of a real program, on the host only, and only on x86-64 Linux. */
void bench_instructions(void);

/** A little of everything, to see that an allocator and the harness work. */
void bench_smoke(void);

/** Run one by its name, all of them, or what stands in for a test. False if there is none. */
bool bench_run(const char *name);

#endif /* BENCH_WORKLOADS_H_ */
