/* SPDX-License-Identifier: Apache-2.0 */

/* W3: packets are freed in the order in which they came. */

#include "harness/arena.h"
#include "harness/blocks.h"
#include "harness/figures.h"
#include "harness/random.h"
#include "harness/require.h"
#include "harness/workloads.h"

#define SEED         20260103u
#define REGION_BYTES 65536u
#define LIVE_BYTES   (REGION_BYTES / 100u * 75u)
#define WARM_UP      20000u
#define OPERATIONS   100000u

/* More than there can be: the smallest packet has 64 bytes. */
#define QUEUE 1024u

static const struct bench_sizes sizes = {BENCH_UNIFORM, 64, 1536};
static struct bench_block queue[QUEUE];

static void run(struct bench_random *random)
{
	uint32_t bytes = bench_size(random, &sizes);
	uint32_t live = 0;
	uint32_t head = 0;
	uint32_t tail = 0;

	for (uint32_t i = 0; i < WARM_UP + OPERATIONS; i++) {
		bench_count(i >= WARM_UP);
		if (live + bytes <= LIVE_BYTES) {
			(void)bench_alloc(&queue[head++ % QUEUE], bytes);
			live += bytes;
			bytes = bench_size(random, &sizes);
		} else {
			live -= queue[tail % QUEUE].bytes;
			bench_free(&queue[tail++ % QUEUE]);
		}
	}
	bench_count(false);
	while (tail != head) {
		bench_free(&queue[tail++ % QUEUE]);
	}
}

void bench_w3(void)
{
	struct bench_random random = bench_seed(SEED);

	if (!bench_arena_prepare(1, REGION_BYTES)) {
		return;
	}
	run(&random);
	BENCH_REQUIRE(bench_is_sound());
	bench_report();
}
