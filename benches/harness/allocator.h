/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief What the workloads know of an allocator.
 *
 * Each program under benches has one: it is the only thing that differs between two rows of a
 * table. An allocator that cannot do something leaves the member NULL, and what needs it is left
 * out.
 */

#ifndef BENCH_ALLOCATOR_H_
#define BENCH_ALLOCATOR_H_

#include "harness/counter.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The functions that allocate and free are called through bench_counted() of counter.h, and give
 * the instructions of the call itself, as if made with its arguments in their registers: the call
 * instruction, the function and its return. On the host they give 0.
 */
struct bench_allocator {
	/** As in the tables: lower case, digits, '-' and '_'. */
	const char *name;
	/** Every pointer is a multiple of so many bytes. */
	uint32_t align;
	/** Largest region in bytes; 0 if there is no limit. */
	size_t most_bytes;
	/** It takes memory from elsewhere: init() does nothing, and any address may come. */
	bool is_hosted;
	/** Forget everything and manage this memory, which is aligned to 64. False if it cannot. */
	bool (*init)(void *mem, size_t bytes);
	/** Manage one region more, for the same requests. */
	bool (*add)(void *mem, size_t bytes);
	/** From now on regions that are added have this attribute, and requests ask for it. */
	void (*choose)(unsigned int attribute);
	/** Bytes that it keeps elsewhere for a region of that size; they are charged to it. */
	size_t (*kept_elsewhere)(size_t bytes);
	/** What it keeps elsewhere is there once for all regions: only the first is charged. */
	bool keeps_once;
	/** @p mem gets the block, or NULL. */
	uint32_t (*alloc)(size_t bytes, void **mem);
	/** A block at a multiple of @p align. */
	uint32_t (*aligned_alloc)(size_t align, size_t bytes, void **mem);
	/** @p old is a live block; if @p mem gets NULL, it still is. */
	uint32_t (*realloc)(void *old, size_t old_bytes, size_t bytes, void **mem);
	/** @p bytes is what was asked for. */
	uint32_t (*free)(void *mem, size_t bytes);
	/** For a block of aligned_alloc(), if free() is not to be told of those as of all. */
	uint32_t (*aligned_free)(size_t align, void *mem, size_t bytes);
	/** Find the region that holds an address, as the allocator does for its own use. */
	uint32_t (*owner)(void *mem);
	/** As init(), but counted. Only the time is of interest. */
	uint32_t (*counted_init)(void *mem, size_t bytes);
	/** Check the allocator's own invariants. */
	bool (*is_sound)(void);
};

extern const struct bench_allocator bench_allocator;

#endif /* BENCH_ALLOCATOR_H_ */
