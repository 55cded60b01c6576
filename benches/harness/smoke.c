/* SPDX-License-Identifier: Apache-2.0 */

/* In a second or two, for a test: what does not hold ends the program. */

#include "harness/blocks.h"
#include "harness/figures.h"
#include "harness/require.h"
#include "harness/steady.h"
#include "harness/workloads.h"

void bench_smoke(void)
{
	struct bench_steady steady = {.sizes = {BENCH_UNIFORM, 16, 512},
				      .regions = 1,
				      .region_bytes = 64u * 1024u,
				      .live_percent = 60,
				      .warm_up = 1000,
				      .operations = 4000};

	BENCH_REQUIRE(bench_steady(&steady, 1));
	BENCH_REQUIRE(bench_figures_of(BENCH_ALLOC)->calls > 1000);
	BENCH_REQUIRE(bench_figures_of(BENCH_FREE)->calls > 1000);
	BENCH_REQUIRE(bench_figures_of(BENCH_FAILED)->calls == 0);
	steady.live_percent = 95;
	BENCH_REQUIRE(bench_steady(&steady, 2));
	bench_report();
	bench_realloc_patterns();
	bench_fragmentation();
}
