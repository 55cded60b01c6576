/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The allocation calls of a real program, decoded one by one from a packed trace.
 *
 * A trace is a header, 36 bytes in little endian, and three streams:
 *
 *   0  "SMHT"                              16  blocks: calls that make one
 *   4  version 1, word bytes, 0, 0         20  most blocks that live at once
 *   8  CRC-32 of all from 12 on            24  most bytes that live at once
 *  12  events                              28  bytes of the stream of sizes
 *                                          32  bytes of the stream of blocks
 *
 *   kinds   2 bits an event, from the low bits of each byte upwards
 *   sizes   of each event but a free: the bytes asked for; behind them, for an aligned
 *           allocation, the alignment
 *   blocks  of each free and reallocation: which block, as the difference to the one named
 *           before it; 0, -1, 1, -2 and so on are written as 0, 1, 2, 3
 *
 * Numbers have 7 bits a byte, the lowest first; all but the last byte have bit 7 set. Blocks are
 * numbered as they come, and keep their number when they are reallocated. Apart from each other
 * the streams pack far better than together, and numbers need no table of what is free.
 */

#ifndef BENCH_TRACES_TRACE_H_
#define BENCH_TRACES_TRACE_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** No trace has more blocks: so long must a table of all blocks be. */
#define BENCH_TRACE_BLOCKS 49152u

#define BENCH_TRACE_HEADER_BYTES 36u

/** What a program called. calloc() counts as BENCH_TRACE_ALLOC. */
enum bench_trace_kind {
	BENCH_TRACE_ALLOC,
	BENCH_TRACE_FREE,
	BENCH_TRACE_REALLOC,
	BENCH_TRACE_ALIGNED,
};

struct bench_trace_event {
	enum bench_trace_kind kind;
	/** Number of the block, below bench_trace.blocks. */
	uint32_t block;
	/** Never 0: a program that asked for 0 bytes is given 1 here. 0 for a free. */
	uint32_t bytes;
	/** Of an aligned allocation, else 0. */
	uint32_t align;
};

/** A part of the data that is read from one end. */
struct bench_trace_stream {
	const uint8_t *next;
	const uint8_t *end;
};

struct bench_trace {
	/** Of the machine that it was recorded on, 4 or 8: sizes of structures differ. */
	uint32_t word_bytes;
	uint32_t events;
	uint32_t blocks;
	/** The most that lived at once, blocks and the bytes they asked for. */
	uint32_t most_blocks;
	uint32_t most_bytes;

	/* Where decoding stands. */
	uint32_t done;
	uint32_t made;
	uint32_t named;
	bool is_damaged;
	const uint8_t *kinds;
	struct bench_trace_stream sizes;
	struct bench_trace_stream numbers;
};

/** A trace that is linked into the program. */
struct bench_trace_file {
	/** The program that was recorded. */
	const char *name;
	const uint8_t *data;
	const uint8_t *end;
};

/** Those of the program's own word size. */
extern const struct bench_trace_file bench_trace_files[];
extern const unsigned int bench_trace_file_count;

/** Begin at the first event. False if this is no trace, or was damaged. */
bool bench_trace_open(struct bench_trace *trace, const void *data, size_t bytes);

/** bench_trace_open() for one that is linked in. */
bool bench_trace_open_file(struct bench_trace *trace, const struct bench_trace_file *file);

/** False at the end, and where the data make no sense, which bench_trace_is_done() tells apart. */
bool bench_trace_next(struct bench_trace *trace, struct bench_trace_event *event);

/** Whether all events were given and all data used. */
bool bench_trace_is_done(const struct bench_trace *trace);

/** CRC-32 as in gzip. */
uint32_t bench_trace_crc(const uint8_t *data, size_t bytes);

#endif /* BENCH_TRACES_TRACE_H_ */
