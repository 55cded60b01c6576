/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief What must hold while figures are taken: if it does not, there are no figures.
 */

#ifndef BENCH_REQUIRE_H_
#define BENCH_REQUIRE_H_

#define BENCH_REQUIRE(expr) ((expr) ? (void)0 : bench_require_failed(__FILE__, __LINE__, #expr))

/** Says what does not hold and ends the program with a status that is not 0. */
_Noreturn void bench_require_failed(const char *file, int line, const char *what);

#endif /* BENCH_REQUIRE_H_ */
