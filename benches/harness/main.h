/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The program, once it has its arguments.
 */

#ifndef BENCH_MAIN_H_
#define BENCH_MAIN_H_

/** Run the workloads of those names, or all. Returns the exit status. */
int bench_main(int count, char *const names[]);

#endif /* BENCH_MAIN_H_ */
