/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The memory that the allocator manages, and which of its bytes belong to a block.
 */

#ifndef BENCH_ARENA_H_
#define BENCH_ARENA_H_

#include <stdbool.h>
#include <stddef.h>

/** For variables that are large: a board may have a place for them. They are not cleared. */
#ifdef BENCH_LARGE_SECTION
#define BENCH_LARGE __attribute__((section(BENCH_LARGE_SECTION)))
#else
#define BENCH_LARGE
#endif

/** At most so many regions, of at most so many bytes all together. */
#define BENCH_ARENA_REGIONS 64u
#define BENCH_ARENA_BYTES   (4u * 1024u * 1024u)

/**
 * Give the allocator that many regions of so many bytes each, that do not touch each other. What
 * it keeps elsewhere is taken from each. False if it cannot manage them.
 */
bool bench_arena_prepare(unsigned int regions, size_t bytes);

/** The same; the regions have so many attributes in turn. */
bool bench_arena_prepare_attributes(unsigned int regions, size_t bytes, unsigned int attributes);

/** What is left of a region of so many bytes for the allocator, elsewhere taken off. */
size_t bench_arena_net(size_t bytes);

/** The start of a region's memory. */
void *bench_arena_memory(unsigned int region);

/** A block was handed out. False if it is not within one region, or overlaps another block. */
bool bench_arena_claim(const void *mem, size_t bytes);

/** A block is given back, or shrinks by its end. */
void bench_arena_unclaim(const void *mem, size_t bytes);

#endif /* BENCH_ARENA_H_ */
