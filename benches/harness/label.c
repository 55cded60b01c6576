/* SPDX-License-Identifier: Apache-2.0 */

/* What the build tells each program of itself. */

#include "harness/counter.h"
#include "harness/figures.h"

const char bench_target[] = BENCH_TARGET;
const char bench_options[] = BENCH_OPTIONS;
uint32_t bench_longest_masked;

#ifdef BENCH_MASKED
const bool bench_tells_masked = true;
#else
const bool bench_tells_masked = false;
#endif
