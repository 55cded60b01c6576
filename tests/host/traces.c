/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Usage: traces [NAME]
 *
 * What is packed into a trace comes out of it, and no damage goes unnoticed: neither what the
 * checksum sees nor, where that is made right again, what could lead the decoder astray. With a
 * name, the trace on standard input is decoded and compared with what its header tells.
 */

#include "check.h"
#include "traces/pack.h"
#include "traces/trace.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_EVENTS 3000u
#define MOST_LIVE   100u
#define MOST_BYTES  (1u << 24)

/* In the header: how many blocks, and how long these streams are. */
#define BLOCKS_AT  16u
#define SIZES_AT   28u
#define NUMBERS_AT 32u

/* What the header should tell. */
struct totals {
	uint32_t *bytes_of;
	uint32_t blocks;
	uint32_t live_blocks;
	uint64_t live_bytes;
	uint32_t most_blocks;
	uint64_t most_bytes;
};

static struct bench_trace_event events[MOST_EVENTS];
static uint32_t live[MOST_LIVE];
static uint32_t live_count;
static uint32_t made;

static uint32_t random_state = 20260101u;

static uint32_t random_below(uint32_t limit)
{
	random_state = random_state * 1664525u + 1013904223u;
	return (uint32_t)((uint64_t)random_state * limit >> 32);
}

static struct bench_trace_event new_event(void)
{
	struct bench_trace_event event = {
		.block = made,
		.bytes = 1 + random_below(MOST_BYTES >> random_below(24)),
	};

	if (random_below(8) == 0) {
		event.kind = BENCH_TRACE_ALIGNED;
		event.align = 1u << random_below(20);
	}
	live[live_count++] = made++;
	return event;
}

static struct bench_trace_event old_event(void)
{
	uint32_t victim = random_below(live_count);
	struct bench_trace_event event = {.kind = BENCH_TRACE_FREE, .block = live[victim]};

	if (random_below(3) == 0) {
		event.kind = BENCH_TRACE_REALLOC;
		event.bytes = 1 + random_below(MOST_BYTES);
	} else {
		live[victim] = live[--live_count];
	}
	return event;
}

static void make_events(size_t count)
{
	live_count = 0;
	made = 0;
	for (size_t i = 0; i < count; i++) {
		bool must_be_new = live_count == 0;
		bool may_be_new = live_count < MOST_LIVE && random_below(2) == 0;

		events[i] = must_be_new || may_be_new ? new_event() : old_event();
	}
}

static void account(struct totals *totals, const struct bench_trace_event *event)
{
	uint32_t *bytes = &totals->bytes_of[event->block];

	if (event->kind == BENCH_TRACE_ALLOC || event->kind == BENCH_TRACE_ALIGNED) {
		CHECK(event->block == totals->blocks);
		totals->blocks++;
		totals->live_blocks++;
	} else {
		CHECK(*bytes != 0);
	}
	CHECK((event->bytes == 0) == (event->kind == BENCH_TRACE_FREE));
	totals->live_bytes += (uint64_t)event->bytes - *bytes;
	totals->live_blocks -= event->kind == BENCH_TRACE_FREE;
	*bytes = event->bytes;
	if (totals->live_blocks > totals->most_blocks) {
		totals->most_blocks = totals->live_blocks;
	}
	if (totals->live_bytes > totals->most_bytes) {
		totals->most_bytes = totals->live_bytes;
	}
}

/* Decodes it all; what comes must be @p wanted, unless that is NULL. */
static void check_all(const uint8_t *data, size_t bytes, const struct bench_trace_event *wanted)
{
	struct totals totals = {.bytes_of = calloc(BENCH_TRACE_BLOCKS, sizeof(uint32_t))};
	struct bench_trace_event event;
	struct bench_trace trace;

	CHECK(totals.bytes_of != NULL);
	CHECK(bench_trace_open(&trace, data, bytes));
	for (size_t i = 0; bench_trace_next(&trace, &event); i++) {
		CHECK(wanted == NULL || memcmp(&event, &wanted[i], sizeof(event)) == 0);
		account(&totals, &event);
	}
	CHECK(bench_trace_is_done(&trace));
	CHECK(trace.blocks == totals.blocks);
	CHECK(trace.most_blocks == totals.most_blocks);
	CHECK(trace.most_bytes == totals.most_bytes);
	free(totals.bytes_of);
}

static void check_round_trip(size_t count, uint32_t word_bytes)
{
	struct pack_bytes packed = {0};
	struct bench_trace trace;

	make_events(count);
	pack_trace(&packed, events, count, word_bytes);
	check_all(packed.data, packed.count, events);
	CHECK(bench_trace_open(&trace, packed.data, packed.count));
	CHECK(trace.word_bytes == word_bytes && trace.events == count);
	free(packed.data);
}

static void make_crc_right(uint8_t *data, size_t bytes)
{
	uint32_t crc = bench_trace_crc(data + 12, bytes - 12);

	for (unsigned int i = 0; i < 4; i++) {
		data[8 + i] = (uint8_t)(crc >> i * 8u);
	}
}

/* It may give events, but none that leads out of a table of blocks. Returns whether it ended. */
static bool decode_forged(const uint8_t *data, size_t bytes)
{
	struct bench_trace_event event;
	struct bench_trace trace;

	if (!bench_trace_open(&trace, data, bytes)) {
		return false;
	}
	while (bench_trace_next(&trace, &event)) {
		CHECK(event.block < trace.blocks && event.block < BENCH_TRACE_BLOCKS);
	}
	return bench_trace_is_done(&trace);
}

static void check_largest_number(void)
{
	struct pack_bytes packed = {0};

	events[0] = (struct bench_trace_event){.bytes = INT32_MAX};
	pack_trace(&packed, events, 1, 4);
	check_all(packed.data, packed.count, events);
	/* Its fifth and last byte has four bits of 32. */
	packed.data[packed.count - 1] = 0x10;
	make_crc_right(packed.data, packed.count);
	CHECK(!decode_forged(packed.data, packed.count));
	free(packed.data);
}

/* All sizes one number that does not end; or all 0. */
static void check_no_sizes(uint8_t size)
{
	struct pack_bytes packed = {0};

	for (uint32_t i = 0; i < 16; i++) {
		events[i] = (struct bench_trace_event){.block = i, .bytes = 1};
	}
	pack_trace(&packed, events, 16, 4);
	memset(packed.data + packed.count - 16, size, 16);
	make_crc_right(packed.data, packed.count);
	CHECK(!decode_forged(packed.data, packed.count));
	free(packed.data);
}

/* A copy of its own length, so that AddressSanitizer sees what is read behind it. */
static uint8_t *copy_of(const uint8_t *data, size_t bytes)
{
	uint8_t *copy = malloc(bytes);

	CHECK(copy != NULL);
	memcpy(copy, data, bytes);
	return copy;
}

static void check_refused(const uint8_t *data, size_t bytes)
{
	uint8_t *copy = copy_of(data, bytes);
	struct bench_trace trace;

	CHECK(!bench_trace_open(&trace, copy, bytes));
	free(copy);
}

/* Any byte other than it was, any length less, one byte more. */
static void check_damage(const struct pack_bytes *packed)
{
	uint8_t *copy = malloc(packed->count + 1);

	CHECK(copy != NULL);
	memcpy(copy, packed->data, packed->count);
	copy[packed->count] = 0;
	for (size_t i = 0; i < packed->count; i++) {
		copy[i] ^= (uint8_t)(1u << i % 8u);
		check_refused(copy, packed->count);
		copy[i] = packed->data[i];
	}
	for (size_t bytes = 1; bytes < packed->count; bytes++) {
		check_refused(copy, bytes);
	}
	check_refused(copy, packed->count + 1);
	free(copy);
}

/* Damage that the checksum does not see: some of it changes sizes only, much must be seen. */
static void check_forged(const struct pack_bytes *packed)
{
	static const uint8_t flips[] = {0x01, 0x02, 0x40, 0x80, 0xff};
	uint8_t *copy = copy_of(packed->data, packed->count);
	uint32_t seen = 0;

	for (size_t i = 12; i < packed->count; i++) {
		for (size_t j = 0; j < sizeof(flips); j++) {
			copy[i] ^= flips[j];
			make_crc_right(copy, packed->count);
			seen += !decode_forged(copy, packed->count);
			copy[i] = packed->data[i];
		}
	}
	CHECK(seen > packed->count);
	free(copy);
}

/* One byte more, for which the header has a place, and the checksum is right. */
static void check_byte_more(const struct pack_bytes *packed, size_t place)
{
	uint8_t *copy = malloc(packed->count + 1);

	CHECK(copy != NULL);
	memcpy(copy, packed->data, packed->count);
	copy[packed->count] = 0;
	make_crc_right(copy, packed->count + 1);
	check_refused(copy, packed->count + 1);
	copy[place]++;
	make_crc_right(copy, packed->count + 1);
	CHECK(!decode_forged(copy, packed->count + 1));
	free(copy);
}

static void check_left_over(void)
{
	struct pack_bytes packed = {0};

	/* Allocations only, so that the last bytes are those of sizes. */
	events[0] = (struct bench_trace_event){.block = 0, .bytes = 5};
	events[1] = (struct bench_trace_event){.block = 1, .bytes = 6};
	pack_trace(&packed, events, 2, 8);
	check_byte_more(&packed, SIZES_AT);
	check_byte_more(&packed, NUMBERS_AT);
	/* More blocks than a table has, and one more than are made. */
	packed.data[BLOCKS_AT] = 3;
	make_crc_right(packed.data, packed.count);
	CHECK(!decode_forged(packed.data, packed.count));
	packed.data[BLOCKS_AT + 2] = 2;
	make_crc_right(packed.data, packed.count);
	check_refused(packed.data, packed.count);
	free(packed.data);
}

static void check_generated(void)
{
	struct pack_bytes packed = {0};

	for (size_t count = 0; count < 9; count++) {
		check_round_trip(count, 4);
	}
	for (unsigned int i = 0; i < 20; i++) {
		check_round_trip(MOST_EVENTS - i, 4u + i % 2u * 4u);
	}
	check_largest_number();
	check_no_sizes(0x80);
	check_no_sizes(0x00);
	make_events(300);
	pack_trace(&packed, events, 300, 4);
	check_damage(&packed);
	check_forged(&packed);
	check_left_over();
	free(packed.data);
}

static void check_input(const char *name)
{
	static uint8_t data[1u << 20];
	size_t bytes = fread(data, 1, sizeof(data), stdin);

	CHECK(bytes != 0 && bytes < sizeof(data));
	check_all(data, bytes, NULL);
	printf("%s: %zu bytes\n", name, bytes);
}

int main(int argc, char **argv)
{
	if (argc == 2) {
		check_input(argv[1]);
	} else {
		check_generated();
	}
	return 0;
}
