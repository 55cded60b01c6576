/* SPDX-License-Identifier: Apache-2.0 */

#include "traces/pack.h"

#include <stdio.h>
#include <stdlib.h>

#define REQUIRE(expr) ((expr) ? (void)0 : require_failed(__LINE__, #expr))

/* What the header tells of all events. */
struct totals {
	/* Of each block the bytes that it has; 0 when it is gone. */
	uint32_t *bytes_of;
	uint32_t made;
	uint32_t live_blocks;
	uint32_t live_bytes;
	uint32_t most_blocks;
	uint32_t most_bytes;
};

static _Noreturn void require_failed(int line, const char *what)
{
	(void)fprintf(stderr, "pack.c:%d: not so: %s\n", line, what);
	exit(1);
}

static void append_byte(struct pack_bytes *bytes, uint8_t byte)
{
	if (bytes->count == bytes->room) {
		bytes->room = bytes->room * 2 + 1024;
		bytes->data = realloc(bytes->data, bytes->room);
		REQUIRE(bytes->data != NULL);
	}
	bytes->data[bytes->count++] = byte;
}

static void append_all(struct pack_bytes *bytes, const struct pack_bytes *more)
{
	for (size_t i = 0; i < more->count; i++) {
		append_byte(bytes, more->data[i]);
	}
}

static void append_word(struct pack_bytes *bytes, uint32_t word)
{
	for (unsigned int shift = 0; shift < 32; shift += 8) {
		append_byte(bytes, (uint8_t)(word >> shift));
	}
}

static void append_number(struct pack_bytes *bytes, uint32_t number)
{
	while (number > 127u) {
		append_byte(bytes, (uint8_t)(number | 128u));
		number >>= 7;
	}
	append_byte(bytes, (uint8_t)number);
}

static void pack_kinds(struct pack_bytes *kinds, const struct bench_trace_event *events,
		       size_t count)
{
	for (size_t i = 0; i < count; i += 4) {
		unsigned int byte = 0;

		for (size_t j = i; j < count && j < i + 4; j++) {
			byte |= (unsigned int)events[j].kind << (j - i) * 2;
		}
		append_byte(kinds, (uint8_t)byte);
	}
}

static void pack_sizes(struct pack_bytes *sizes, const struct bench_trace_event *events,
		       size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (events[i].kind != BENCH_TRACE_FREE) {
			append_number(sizes, events[i].bytes);
		}
		if (events[i].kind == BENCH_TRACE_ALIGNED) {
			append_number(sizes, events[i].align);
		}
	}
}

static bool makes_block(const struct bench_trace_event *event)
{
	return event->kind == BENCH_TRACE_ALLOC || event->kind == BENCH_TRACE_ALIGNED;
}

static void pack_numbers(struct pack_bytes *numbers, const struct bench_trace_event *events,
			 size_t count)
{
	int64_t named = 0;

	for (size_t i = 0; i < count; i++) {
		if (!makes_block(&events[i])) {
			int64_t step = (int64_t)events[i].block - named;

			append_number(numbers, (uint32_t)(step >= 0 ? step * 2 : -step * 2 - 1));
			named = events[i].block;
		}
	}
}

static void account(struct totals *totals, const struct bench_trace_event *event)
{
	uint32_t *bytes = &totals->bytes_of[event->block];

	if (makes_block(event)) {
		REQUIRE(event->block == totals->made && totals->made < BENCH_TRACE_BLOCKS);
		totals->made++;
		totals->live_blocks++;
	} else {
		REQUIRE(event->block < totals->made && *bytes != 0);
	}
	REQUIRE((event->kind == BENCH_TRACE_FREE) == (event->bytes == 0));
	REQUIRE((event->kind == BENCH_TRACE_ALIGNED) == (event->align != 0));
	REQUIRE(event->bytes <= INT32_MAX - (totals->live_bytes - *bytes));
	totals->live_bytes += event->bytes - *bytes;
	totals->live_blocks -= event->kind == BENCH_TRACE_FREE;
	*bytes = event->bytes;
}

static void account_all(struct totals *totals, const struct bench_trace_event *events, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		REQUIRE(events[i].block < BENCH_TRACE_BLOCKS);
		account(totals, &events[i]);
		if (totals->live_blocks > totals->most_blocks) {
			totals->most_blocks = totals->live_blocks;
		}
		if (totals->live_bytes > totals->most_bytes) {
			totals->most_bytes = totals->live_bytes;
		}
	}
}

/* All that the CRC is about: the header from 12 on, and the streams. */
static void pack_body(struct pack_bytes *body, const struct bench_trace_event *events, size_t count,
		      const struct totals *totals)
{
	struct pack_bytes sizes = {0};
	struct pack_bytes numbers = {0};

	pack_sizes(&sizes, events, count);
	pack_numbers(&numbers, events, count);
	append_word(body, (uint32_t)count);
	append_word(body, totals->made);
	append_word(body, totals->most_blocks);
	append_word(body, totals->most_bytes);
	append_word(body, (uint32_t)sizes.count);
	append_word(body, (uint32_t)numbers.count);
	pack_kinds(body, events, count);
	append_all(body, &sizes);
	append_all(body, &numbers);
	free(sizes.data);
	free(numbers.data);
}

void pack_trace(struct pack_bytes *packed, const struct bench_trace_event *events, size_t count,
		uint32_t word_bytes)
{
	struct totals totals = {.bytes_of = calloc(BENCH_TRACE_BLOCKS, sizeof(uint32_t))};
	struct pack_bytes body = {0};

	REQUIRE(totals.bytes_of != NULL && count <= UINT32_MAX);
	REQUIRE(word_bytes == 4 || word_bytes == 8);
	account_all(&totals, events, count);
	pack_body(&body, events, count, &totals);
	append_all(packed, &(struct pack_bytes){(uint8_t *)"SMHT\1", 5, 5});
	append_byte(packed, (uint8_t)word_bytes);
	append_byte(packed, 0);
	append_byte(packed, 0);
	append_word(packed, bench_trace_crc(body.data, body.count));
	append_all(packed, &body);
	free(body.data);
	free(totals.bytes_of);
}
