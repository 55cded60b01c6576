/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief What the static library of a peer exports; it is in Rust.
 *
 * Sizes are not 0 and less than half of the address space, alignments are
 * powers of two, and a block is given back with the size and the alignment that it has: this is
 * how a Rust program calls its allocator.
 */

#ifndef BENCH_PEER_H_
#define BENCH_PEER_H_

#include <stdbool.h>
#include <stddef.h>

/** Alignment of a block for which none is asked: that of max_align_t. */
#define PEER_ALIGN (2 * sizeof(void *))

struct peer_heap;

/** The only heap, named as Rust names its static variables. */
extern struct peer_heap PEER_HEAP;

/** Forget everything and manage this memory. False if it cannot. */
bool peer_init(struct peer_heap *heap, void *mem, size_t bytes);

/** Manage this memory too. False if it cannot. */
bool peer_add(struct peer_heap *heap, void *mem, size_t bytes);

/** A block, or NULL. */
void *peer_alloc(struct peer_heap *heap, size_t bytes, size_t align);

/** Free a block. */
void peer_free(struct peer_heap *heap, void *mem, size_t bytes, size_t align);

/** Another size for a block aligned to PEER_ALIGN, which may move; after NULL it is as it was. */
void *peer_realloc(struct peer_heap *heap, void *mem, size_t bytes, size_t new_bytes);

/** Bytes of the heap itself, which lies outside of the memory that it manages. */
size_t peer_control_bytes(void);

#endif /* BENCH_PEER_H_ */
