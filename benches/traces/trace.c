/* SPDX-License-Identifier: Apache-2.0 */

#include "traces/trace.h"

#include <string.h>

static uint32_t word_at(const uint8_t *data)
{
	return (uint32_t)data[0] | (uint32_t)data[1] << 8 | (uint32_t)data[2] << 16 |
	       (uint32_t)data[3] << 24;
}

/* Four bits at a time: a table of 64 bytes, and fast enough. */
uint32_t bench_trace_crc(const uint8_t *data, size_t bytes)
{
	static const uint32_t of_nibble[16] = {
		0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
		0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
		0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
	};
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < bytes; i++) {
		crc ^= data[i];
		crc = of_nibble[crc & 15u] ^ crc >> 4;
		crc = of_nibble[crc & 15u] ^ crc >> 4;
	}
	return ~crc;
}

static bool has_good_header(const uint8_t *data, size_t bytes)
{
	return bytes >= BENCH_TRACE_HEADER_BYTES && memcmp(data, "SMHT\1", 5) == 0 &&
	       (data[5] == 4 || data[5] == 8) && data[6] == 0 && data[7] == 0 &&
	       word_at(data + 8) == bench_trace_crc(data + 12, bytes - 12);
}

/* The three streams fill the rest exactly. */
static bool place_streams(struct bench_trace *trace, const uint8_t *data, size_t bytes)
{
	uint64_t kinds = ((uint64_t)trace->events + 3u) / 4u;
	uint32_t sizes = word_at(data + 28);
	uint32_t numbers = word_at(data + 32);

	if (BENCH_TRACE_HEADER_BYTES + kinds + sizes + numbers != bytes) {
		return false;
	}
	trace->kinds = data + BENCH_TRACE_HEADER_BYTES;
	trace->sizes.next = trace->kinds + kinds;
	trace->sizes.end = trace->sizes.next + sizes;
	trace->numbers.next = trace->sizes.end;
	trace->numbers.end = data + bytes;
	return true;
}

bool bench_trace_open(struct bench_trace *trace, const void *data, size_t bytes)
{
	const uint8_t *header = data;

	if (!has_good_header(header, bytes)) {
		return false;
	}
	*trace = (struct bench_trace){
		.word_bytes = header[5],
		.events = word_at(header + 12),
		.blocks = word_at(header + 16),
		.most_blocks = word_at(header + 20),
		.most_bytes = word_at(header + 24),
	};
	return trace->blocks <= BENCH_TRACE_BLOCKS && place_streams(trace, header, bytes);
}

bool bench_trace_open_file(struct bench_trace *trace, const struct bench_trace_file *file)
{
	return bench_trace_open(trace, file->data, (size_t)(file->end - file->data));
}

/* Nothing but 32 bits, from nothing but the stream. */
static uint32_t read_number(struct bench_trace *trace, struct bench_trace_stream *stream)
{
	uint64_t number = 0;
	unsigned int shift = 0;
	uint8_t byte;

	do {
		if (stream->next == stream->end || shift > 28) {
			trace->is_damaged = true;
			return 0;
		}
		byte = *stream->next++;
		number |= (uint64_t)(byte & 127u) << shift;
		shift += 7;
	} while (byte > 127u);
	trace->is_damaged |= number > UINT32_MAX;
	return (uint32_t)number;
}

/* What is asked for is never 0, neither bytes nor alignment. */
static uint32_t read_size(struct bench_trace *trace)
{
	uint32_t size = read_number(trace, &trace->sizes);

	trace->is_damaged |= size == 0;
	return size;
}

static uint32_t new_block(struct bench_trace *trace)
{
	trace->is_damaged |= trace->made == trace->blocks;
	return trace->made++;
}

/* Unsigned, so that what is out of range wraps, and is seen. */
static uint32_t named_block(struct bench_trace *trace)
{
	uint32_t code = read_number(trace, &trace->numbers);

	trace->named += code >> 1 ^ (0u - (code & 1u));
	trace->is_damaged |= trace->named >= trace->made;
	return trace->named;
}

static bool makes_block(enum bench_trace_kind kind)
{
	return kind == BENCH_TRACE_ALLOC || kind == BENCH_TRACE_ALIGNED;
}

/* Two bits each. */
static enum bench_trace_kind kind_of(const struct bench_trace *trace, uint32_t index)
{
	unsigned int four = trace->kinds[index / 4u];

	return (enum bench_trace_kind)(four >> index % 4u * 2u & 3u);
}

bool bench_trace_next(struct bench_trace *trace, struct bench_trace_event *event)
{
	if (trace->done == trace->events || trace->is_damaged) {
		return false;
	}
	*event = (struct bench_trace_event){.kind = kind_of(trace, trace->done)};
	event->block = makes_block(event->kind) ? new_block(trace) : named_block(trace);
	if (event->kind != BENCH_TRACE_FREE) {
		event->bytes = read_size(trace);
	}
	if (event->kind == BENCH_TRACE_ALIGNED) {
		event->align = read_size(trace);
	}
	trace->done++;
	return !trace->is_damaged;
}

bool bench_trace_is_done(const struct bench_trace *trace)
{
	return !trace->is_damaged && trace->done == trace->events && trace->made == trace->blocks &&
	       trace->sizes.next == trace->sizes.end && trace->numbers.next == trace->numbers.end;
}
