/* SPDX-License-Identifier: Apache-2.0 */

#include "split.h"

#include "harness/arena.h"
#include "harness/require.h"
#include "live.h"

#include <string.h>

#define LEAST_LIMIT  16u
#define MOST_LIMIT   4096u
#define SAMPLE_EVERY 256u

/* Memory for a trace, in thousandths of the peaks. */
#define THREE_QUARTERS 1333u
#define LARGEST        4000u
#define STEP           4u

_Static_assert(BENCH_TRACE_BLOCKS <= MOST_LIVE, "a block of a trace has its entry");

static uint32_t bytes_of[BENCH_TRACE_BLOCKS] BENCH_LARGE;

static unsigned int kind_of(const struct split *split, uint32_t bytes)
{
	return bytes >= split->limit ? 1 : 0;
}

static struct bench_trace opened(const struct split *split)
{
	struct bench_trace trace;

	BENCH_REQUIRE(bench_trace_open_file(&trace, split->file));
	return trace;
}

static void find_peaks(struct split *split)
{
	struct bench_trace trace = opened(split);
	struct bench_trace_event event;
	uint32_t live[MOST_KINDS] = {0, 0};

	memset(split->peak, 0, sizeof(split->peak));
	memset(bytes_of, 0, sizeof(bytes_of));
	while (bench_trace_next(&trace, &event)) {
		uint32_t *bytes = &bytes_of[event.block];
		unsigned int kind = kind_of(split, event.bytes);

		live[kind_of(split, *bytes)] -= *bytes;
		*bytes = event.bytes;
		live[kind] += *bytes;
		if (live[kind] > split->peak[kind]) {
			split->peak[kind] = live[kind];
		}
	}
}

static uint32_t smaller_peak(const struct split *split)
{
	return split->peak[0] < split->peak[1] ? split->peak[0] : split->peak[1];
}

struct split split_of(const struct bench_trace_file *file)
{
	struct split best = {.file = file};

	for (uint32_t limit = LEAST_LIMIT; limit <= MOST_LIMIT; limit *= 2u) {
		struct split split = {.file = file, .limit = limit};

		find_peaks(&split);
		if (smaller_peak(&split) >= smaller_peak(&best)) {
			best = split;
		}
	}
	return best;
}

/* A new pool with so much memory. */
static bool prepare(const struct policy *policy, const struct split *split, enum shape shape,
		    unsigned int regions, uint32_t thousandths)
{
	size_t bytes[MOST_KINDS];

	for (unsigned int kind = 0; kind < MOST_KINDS; kind++) {
		bytes[kind] = (size_t)((uint64_t)split->peak[kind] * thousandths / 1000u);
	}
	if (!layout_make(&layout, shape, regions, MOST_KINDS, bytes)) {
		return false;
	}
	regions_add(policy);
	return true;
}

/* Whether the event could be served. */
static bool serve(struct live *live, const struct split *split,
		  const struct bench_trace_event *event)
{
	if (event->kind == BENCH_TRACE_FREE) {
		live_empty(live, event->block);
		return true;
	}
	return live_replace(live, event->block, kind_of(split, event->bytes), event->bytes);
}

static bool serves_all(const struct policy *policy, const struct split *split)
{
	struct bench_trace trace = opened(split);
	struct bench_trace_event event;
	struct live live;
	bool served = true;

	live_start(&live, policy, NULL);
	while (served && bench_trace_next(&trace, &event)) {
		served = serve(&live, split, &event);
	}
	live_end(&live);
	return served;
}

void split_run(const struct policy *policy, const struct split *split, enum shape shape,
	       unsigned int regions, struct run *run)
{
	struct bench_trace trace = opened(split);
	struct bench_trace_event event;
	struct live live;

	memset(run, 0, sizeof(*run));
	BENCH_REQUIRE(prepare(policy, split, shape, regions, THREE_QUARTERS));
	live_start(&live, policy, run);
	while (bench_trace_next(&trace, &event)) {
		(void)serve(&live, split, &event);
		if (trace.done % SAMPLE_EVERY == 0) {
			live_sample(&live);
		}
	}
	BENCH_REQUIRE(bench_trace_is_done(&trace));
	live_end(&live);
}

/* By halving. A little more memory may serve less, but all policies are tried in the same order. */
uint64_t split_packing(const struct policy *policy, const struct split *split, enum shape shape,
		       unsigned int regions)
{
	uint32_t lower = 1000;
	uint32_t upper = LARGEST;
	bool ever = false;

	while (upper > lower + STEP) {
		uint32_t middle = lower + (upper - lower) / 2u;
		bool fits = !prepare(policy, split, shape, regions, middle);

		/* More than there is room for counts as enough, if less was enough as well. */
		if (!fits && serves_all(policy, split)) {
			fits = true;
			ever = true;
		}
		upper = fits ? middle : upper;
		lower = fits ? lower : middle;
	}
	return ever ? UINT64_C(100000000) / upper : 0;
}
