/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief What the recorder writes and the packer reads: one log of one process.
 *
 * The log is a header and an array of events, in the order in which the calls took effect. It is
 * written in the byte order of the recording machine and has addresses in it; it is read once,
 * on that machine, and thrown away.
 */

#ifndef BENCH_TRACES_LOG_H_
#define BENCH_TRACES_LOG_H_

#include <stdint.h>

#define LOG_MAGIC UINT64_C(0x31676f6c2d686d73)

enum log_kind {
	LOG_ALLOC,
	LOG_FREE,
	LOG_REALLOC,
	LOG_ALIGNED,
};

/* The same in a 32-bit and a 64-bit program: every member is aligned to its size. */
struct log_header {
	uint64_t magic;
	uint64_t word_bytes;
	uint64_t events;
	/** 1 if the log was too short for the run. */
	uint64_t is_full;
};

struct log_event {
	uint32_t kind;
	/** Of LOG_ALIGNED. */
	uint32_t align;
	/** Of LOG_FREE and LOG_REALLOC: what the caller gave back. */
	uint64_t old;
	/** Of all but LOG_FREE: what the caller got. */
	uint64_t mem;
	uint64_t bytes;
};

#endif /* BENCH_TRACES_LOG_H_ */
