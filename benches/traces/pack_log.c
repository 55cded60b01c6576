/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Usage: pack_log LOG TRACE: makes a trace of what the recorder wrote.
 *
 * Addresses become numbers of blocks. A block that was there before the recording began is left
 * out. The trace is decoded again and compared before it is written.
 */

#include "traces/log.h"
#include "traces/pack.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REQUIRE(expr) ((expr) ? (void)0 : require_failed(__LINE__, #expr))

/* A block that lives, found by its address. */
struct place {
	uint64_t mem;
	uint32_t block;
};

/* The events so far, and the blocks that live. */
struct run {
	struct bench_trace_event *events;
	size_t count;
	uint32_t blocks;
	uint32_t unknown;
	void *places;
};

static _Noreturn void require_failed(int line, const char *what)
{
	(void)fprintf(stderr, "pack_log.c:%d: not so: %s\n", line, what);
	exit(1);
}

static int compare_places(const void *first, const void *second)
{
	const struct place *a = first;
	const struct place *b = second;

	return (a->mem > b->mem) - (a->mem < b->mem);
}

static void settle(struct run *run, uint64_t mem, uint32_t block)
{
	struct place *place = malloc(sizeof(*place));

	REQUIRE(place != NULL);
	*place = (struct place){.mem = mem, .block = block};
	/* Two blocks that live have not one address. */
	REQUIRE(*(struct place **)tsearch(place, &run->places, compare_places) == place);
}

/* The block at an address, which it leaves. False if none is known. */
static bool leave(struct run *run, uint64_t mem, uint32_t *block)
{
	struct place wanted = {.mem = mem};
	struct place **found = tfind(&wanted, &run->places, compare_places);
	struct place *place;

	if (found == NULL) {
		run->unknown++;
		return false;
	}
	place = *found;
	*block = place->block;
	(void)tdelete(place, &run->places, compare_places);
	free(place);
	return true;
}

static void add_event(struct run *run, enum bench_trace_kind kind, uint32_t block,
		      const struct log_event *from)
{
	bool is_free = kind == BENCH_TRACE_FREE;

	REQUIRE(from->bytes <= INT32_MAX);
	run->events[run->count++] = (struct bench_trace_event){
		.kind = kind,
		.block = block,
		.bytes = is_free            ? 0
			 : from->bytes == 0 ? 1
					    : (uint32_t)from->bytes,
		.align = kind == BENCH_TRACE_ALIGNED ? from->align : 0,
	};
}

static void add(struct run *run, const struct log_event *from)
{
	static const enum bench_trace_kind kind_of[] = {
		[LOG_ALLOC] = BENCH_TRACE_ALLOC,
		[LOG_FREE] = BENCH_TRACE_FREE,
		[LOG_REALLOC] = BENCH_TRACE_REALLOC,
		[LOG_ALIGNED] = BENCH_TRACE_ALIGNED,
	};
	bool is_new = from->kind == LOG_ALLOC || from->kind == LOG_ALIGNED;
	uint32_t block = run->blocks;

	REQUIRE(from->kind <= LOG_ALIGNED);
	if (is_new) {
		run->blocks++;
	} else if (!leave(run, from->old, &block)) {
		return;
	}
	if (from->kind != LOG_FREE) {
		settle(run, from->mem, block);
	}
	add_event(run, kind_of[from->kind], block, from);
}

/* Malloced, and never freed: the program ends soon. */
static struct log_header *read_log(const char *name)
{
	struct log_header header;
	FILE *file = fopen(name, "rb");
	struct log_header *log;
	size_t bytes;

	REQUIRE(file != NULL && fread(&header, sizeof(header), 1, file) == 1);
	REQUIRE(header.magic == LOG_MAGIC && !header.is_full);
	bytes = header.events * sizeof(struct log_event);
	log = malloc(sizeof(header) + bytes);
	REQUIRE(log != NULL && fread(log + 1, 1, bytes, file) == bytes);
	*log = header;
	(void)fclose(file);
	return log;
}

static void check_trace(const struct pack_bytes *packed, const struct run *run)
{
	struct bench_trace_event event;
	struct bench_trace trace;
	size_t count = 0;

	REQUIRE(bench_trace_open(&trace, packed->data, packed->count));
	while (bench_trace_next(&trace, &event)) {
		REQUIRE(memcmp(&event, &run->events[count], sizeof(event)) == 0);
		count++;
	}
	REQUIRE(count == run->count && bench_trace_is_done(&trace));
	printf("%u bit, %u events, %u blocks, most at once %u blocks of %u bytes, %u unknown\n",
	       trace.word_bytes * 8, trace.events, trace.blocks, trace.most_blocks,
	       trace.most_bytes, run->unknown);
}

static void write_trace(const struct pack_bytes *packed, const char *name)
{
	FILE *file = fopen(name, "wb");

	REQUIRE(file != NULL && fwrite(packed->data, 1, packed->count, file) == packed->count);
	REQUIRE(fclose(file) == 0);
}

int main(int argc, char **argv)
{
	struct pack_bytes packed = {0};
	const struct log_header *log;
	const struct log_event *events;
	struct run run = {0};

	REQUIRE(argc == 3);
	log = read_log(argv[1]);
	events = (const struct log_event *)(log + 1);
	run.events = calloc(log->events, sizeof(*run.events));
	REQUIRE(run.events != NULL);
	for (uint64_t i = 0; i < log->events; i++) {
		add(&run, &events[i]);
	}
	pack_trace(&packed, run.events, run.count, (uint32_t)log->word_bytes);
	check_trace(&packed, &run);
	write_trace(&packed, argv[2]);
	return 0;
}
