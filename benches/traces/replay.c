/* SPDX-License-Identifier: Apache-2.0 */

#include "traces/replay.h"

#include "harness/allocator.h"
#include "harness/arena.h"
#include "harness/blocks.h"
#include "harness/figures.h"
#include "harness/require.h"
#include "traces/trace.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The search for the smallest region stops here: below 0.15 % of every trace's peak. */
#define SEARCH_STEP 256u

static struct bench_block blocks[BENCH_TRACE_BLOCKS] BENCH_LARGE;

static void forget_blocks(uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		blocks[i].mem = NULL;
	}
}

static void free_blocks(uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		bench_free(&blocks[i]);
	}
	BENCH_REQUIRE(bench_is_sound());
}

/* Alignment that the allocator gives anyway needs no call of its own. */
static bool aligned_alloc_block(struct bench_block *block, uint32_t align, uint32_t bytes)
{
	if (align <= bench_allocator.align) {
		return bench_alloc(block, bytes);
	}
	return bench_allocator.aligned_alloc != NULL && bench_aligned_alloc(block, align, bytes);
}

/* As a program does it whose allocator cannot: the figures are those of the two calls. */
static bool replace_block(struct bench_block *block, uint32_t bytes)
{
	struct bench_block other;

	if (!bench_alloc(&other, bytes)) {
		return false;
	}
	bench_free(block);
	*block = other;
	return true;
}

static bool realloc_block(struct bench_block *block, uint32_t bytes)
{
	if (bench_allocator.realloc == NULL || block->align != 0) {
		return replace_block(block, bytes);
	}
	return bench_realloc(block, bytes);
}

/* Whether the allocator could do what the program asked for. */
static bool serve(const struct bench_trace_event *event)
{
	struct bench_block *block = &blocks[event->block];

	switch (event->kind) {
	case BENCH_TRACE_ALLOC:
		return bench_alloc(block, event->bytes);
	case BENCH_TRACE_ALIGNED:
		return aligned_alloc_block(block, event->align, event->bytes);
	case BENCH_TRACE_REALLOC:
		return realloc_block(block, event->bytes);
	case BENCH_TRACE_FREE:
		break;
	}
	bench_free(block);
	return true;
}

/* The calls that failed, of all or up to the first. */
static uint32_t serve_all(struct bench_trace *trace, bool until_failure)
{
	struct bench_trace_event event;
	uint32_t failed = 0;

	while (bench_trace_next(trace, &event)) {
		failed += !serve(&event);
		if (until_failure && failed != 0) {
			return failed;
		}
	}
	BENCH_REQUIRE(bench_trace_is_done(trace));
	return failed;
}

/* Whether a region of so many bytes serves everything. */
static bool serves(const struct bench_trace_file *file, uint32_t bytes)
{
	struct bench_trace trace;
	bool all;

	BENCH_REQUIRE(bench_trace_open_file(&trace, file));
	if (!bench_arena_prepare(1, bytes)) {
		return false;
	}
	forget_blocks(trace.blocks);
	all = serve_all(&trace, true) == 0;
	free_blocks(trace.blocks);
	return all;
}

/*
 * Some region that serves it all, and none at or below *lower that is likely to: growing from the
 * peak in steps that double. 0 if there is none.
 */
static uint32_t some_region(const struct bench_trace_file *file, uint32_t *lower)
{
	uint32_t peak = *lower;

	for (uint32_t more = peak / 32u; peak + more <= BENCH_ARENA_BYTES; more *= 2u) {
		uint32_t bytes = (peak + more) / SEARCH_STEP * SEARCH_STEP;

		if (serves(file, bytes)) {
			return bytes;
		}
		*lower = bytes;
	}
	return serves(file, BENCH_ARENA_BYTES) ? BENCH_ARENA_BYTES : 0;
}

/*
 * By halving: a region a little larger may fail where this one does not, which is in the nature
 * of every allocator, but the order of the trials is the same for all.
 */
static uint32_t smallest_region(const struct bench_trace_file *file, uint32_t peak)
{
	uint32_t lower = peak;
	uint32_t upper = some_region(file, &lower);

	lower = lower / SEARCH_STEP * SEARCH_STEP;
	while (upper > lower + SEARCH_STEP) {
		uint32_t middle = lower + (upper - lower) / 2u / SEARCH_STEP * SEARCH_STEP;

		if (serves(file, middle)) {
			upper = middle;
		} else {
			lower = middle;
		}
	}
	return upper;
}

static void count_in(const struct bench_trace_file *file, uint32_t bytes, const char *room)
{
	struct bench_trace trace;
	uint32_t failed;

	BENCH_REQUIRE(bench_trace_open_file(&trace, file));
	if (!bench_arena_prepare(1, bytes)) {
		return;
	}
	forget_blocks(trace.blocks);
	bench_count_anew();
	bench_count(true);
	failed = serve_all(&trace, false);
	bench_count(false);
	free_blocks(trace.blocks);
	bench_parameter("%s-%u %s", file->name, (unsigned int)trace.word_bytes * 8u, room);
	bench_line("region_bytes", bytes);
	bench_line("not_served", failed);
	bench_report();
}

static void pack(const struct bench_trace_file *file, uint32_t peak)
{
	uint32_t smallest = smallest_region(file, peak);

	bench_line("smallest_region", smallest);
	if (smallest != 0) {
		bench_line_tenths("packing_percent",
				  (uint32_t)((peak * UINT64_C(1000) + smallest / 2u) / smallest));
		count_in(file, smallest, "tight");
	}
}

static void run(const struct bench_trace_file *file)
{
	struct bench_trace trace;

	BENCH_REQUIRE(bench_trace_open_file(&trace, file));
	count_in(file, trace.most_bytes / 2u * 3u / SEARCH_STEP * SEARCH_STEP, "roomy");
	bench_parameter("%s-%u", file->name, (unsigned int)trace.word_bytes * 8u);
	bench_line("events", trace.events);
	bench_line("peak_blocks", trace.most_blocks);
	bench_line("peak_bytes", trace.most_bytes);
	if (!bench_allocator.is_hosted) {
		pack(file, trace.most_bytes);
	}
}

void bench_trace_run(void)
{
	for (unsigned int i = 0; i < bench_trace_file_count; i++) {
		run(&bench_trace_files[i]);
	}
}
