/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Makes a trace of a list of events: what trace.h decodes. For the host only.
 */

#ifndef BENCH_TRACES_PACK_H_
#define BENCH_TRACES_PACK_H_

#include "traces/trace.h"

#include <stddef.h>
#include <stdint.h>

/** Bytes that grow; malloc() has them. */
struct pack_bytes {
	uint8_t *data;
	size_t count;
	size_t room;
};

/**
 * Append a trace to @p packed. The events are as bench_trace_next() gives them: blocks are
 * numbered in the order in which they are made, and only blocks that live are named; the word
 * is 4 or 8 bytes. What is not so ends the program.
 */
void pack_trace(struct pack_bytes *packed, const struct bench_trace_event *events, size_t count,
		uint32_t word_bytes);

#endif /* BENCH_TRACES_PACK_H_ */
