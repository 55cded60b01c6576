/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The members of struct bench_allocator for a peer in Rust.
 */

#ifndef BENCH_PEER_FUNCTIONS_H_
#define BENCH_PEER_FUNCTIONS_H_

#include "harness/allocator.h"
#include "peers/peer.h"

static bool peer_start(void *mem, size_t bytes)
{
	return peer_init(&PEER_HEAP, mem, bytes);
}

/* Not for all peers. */
static inline bool peer_more(void *mem, size_t bytes)
{
	return peer_add(&PEER_HEAP, mem, bytes);
}

static size_t peer_kept_elsewhere(size_t bytes)
{
	(void)bytes;
	return peer_control_bytes();
}

static uint32_t peer_counted_alloc(size_t bytes, void **mem)
{
	return bench_counted(mem, peer_alloc, &PEER_HEAP, bytes, PEER_ALIGN);
}

static uint32_t peer_counted_aligned_alloc(size_t align, size_t bytes, void **mem)
{
	return bench_counted(mem, peer_alloc, &PEER_HEAP, bytes, align);
}

static uint32_t peer_counted_realloc(void *old, size_t old_bytes, size_t bytes, void **mem)
{
	return bench_counted(mem, peer_realloc, &PEER_HEAP, old, old_bytes, bytes);
}

static uint32_t peer_counted_free(void *mem, size_t bytes)
{
	return bench_counted_void(peer_free, &PEER_HEAP, mem, bytes, PEER_ALIGN);
}

static uint32_t peer_counted_aligned_free(size_t align, void *mem, size_t bytes)
{
	return bench_counted_void(peer_free, &PEER_HEAP, mem, bytes, align);
}

static uint32_t peer_counted_init(void *mem, size_t bytes)
{
	return bench_counted_void(peer_init, &PEER_HEAP, mem, bytes);
}

/** All but the name, and add() (peer_more) for those that can have several regions. */
#define PEER_FUNCTIONS                                                                             \
	.align = PEER_ALIGN, .init = peer_start, .kept_elsewhere = peer_kept_elsewhere,            \
	.alloc = peer_counted_alloc, .aligned_alloc = peer_counted_aligned_alloc,                  \
	.realloc = peer_counted_realloc, .free = peer_counted_free,                                \
	.aligned_free = peer_counted_aligned_free, .counted_init = peer_counted_init

#endif /* BENCH_PEER_FUNCTIONS_H_ */
