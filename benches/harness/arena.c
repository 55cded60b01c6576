/* SPDX-License-Identifier: Apache-2.0 */

#include "harness/arena.h"

#include "harness/allocator.h"
#include "harness/require.h"

#include <string.h>

/* Between regions, so that no allocator takes two of them for one. */
#define GAP 64u

/* Blocks never share a granule, since no allocator aligns them less. */
#define GRANULE   4u
#define MEMORY    (BENCH_ARENA_BYTES + BENCH_ARENA_REGIONS * GAP)
#define GRANULES  (MEMORY / GRANULE)
#define WORD_BITS 32u

/* On a page, since newlib wastes what does not fill one. */
static uint8_t memory[MEMORY] __attribute__((aligned(4096))) BENCH_LARGE;
static uint32_t claimed[GRANULES / WORD_BITS + 1u] BENCH_LARGE;
static size_t stride;
static size_t region_bytes;
static size_t net_bytes;
static unsigned int regions_in_use;

size_t bench_arena_net(size_t bytes)
{
	size_t kept = 0;

	if (bench_allocator.kept_elsewhere != NULL) {
		kept = bench_allocator.kept_elsewhere(bytes);
	}
	return kept < bytes ? bytes - kept : 0;
}

void *bench_arena_memory(unsigned int region)
{
	return memory + region * stride;
}

static bool can_manage(unsigned int regions, size_t bytes)
{
	return (bench_allocator.most_bytes == 0 || bytes <= bench_allocator.most_bytes) &&
	       (regions == 1 || bench_allocator.add != NULL) && bench_arena_net(bytes) != 0;
}

/* What is kept once for all has been taken from the first region. */
static bool add_others(size_t bytes, unsigned int attributes)
{
	size_t net = bench_allocator.keeps_once ? bytes : net_bytes;

	for (unsigned int i = 1; i < regions_in_use; i++) {
		if (attributes > 1) {
			bench_allocator.choose(i % attributes);
		}
		if (!bench_allocator.add(bench_arena_memory(i), net)) {
			return false;
		}
	}
	return true;
}

bool bench_arena_prepare(unsigned int regions, size_t bytes)
{
	return bench_arena_prepare_attributes(regions, bytes, 1);
}

bool bench_arena_prepare_attributes(unsigned int regions, size_t bytes, unsigned int attributes)
{
	BENCH_REQUIRE(regions >= 1 && regions <= BENCH_ARENA_REGIONS);
	BENCH_REQUIRE(bytes <= BENCH_ARENA_BYTES / regions);
	if (!can_manage(regions, bytes)) {
		return false;
	}
	stride = (bytes + GAP + GAP - 1u) / GAP * GAP;
	region_bytes = bytes;
	net_bytes = bench_arena_net(bytes);
	regions_in_use = regions;
	memset(claimed, 0, stride * regions / GRANULE / 8u + sizeof(claimed[0]));
	if (!bench_allocator.init(memory, net_bytes)) {
		return false;
	}
	return add_others(bytes, attributes);
}

static bool is_within_a_region(size_t offset, size_t bytes)
{
	size_t inside = offset % stride;

	return offset / stride < regions_in_use && inside < region_bytes &&
	       bytes <= region_bytes - inside;
}

/* The bits of one word from the granule first on, up to but without the granule end. */
static uint32_t mask_of(size_t first, size_t end)
{
	uint32_t low = (uint32_t)(first % WORD_BITS);
	uint32_t count = WORD_BITS - low;

	count = end - first < count ? (uint32_t)(end - first) : count;
	return (count == WORD_BITS ? UINT32_MAX : (1u << count) - 1u) << low;
}

bool bench_arena_claim(const void *mem, size_t bytes)
{
	size_t offset = (uintptr_t)mem - (uintptr_t)memory;
	size_t end = (offset + bytes + GRANULE - 1u) / GRANULE;
	size_t next;

	if (bench_allocator.is_hosted) {
		return true;
	}
	if (!is_within_a_region(offset, bytes)) {
		return false;
	}
	for (size_t i = offset / GRANULE; i < end; i = next) {
		uint32_t mask = mask_of(i, end);

		if ((claimed[i / WORD_BITS] & mask) != 0) {
			return false;
		}
		claimed[i / WORD_BITS] |= mask;
		next = (i / WORD_BITS + 1u) * WORD_BITS;
	}
	return true;
}

void bench_arena_unclaim(const void *mem, size_t bytes)
{
	size_t offset = (uintptr_t)mem - (uintptr_t)memory;
	size_t end = (offset + bytes + GRANULE - 1u) / GRANULE;

	if (bench_allocator.is_hosted) {
		return;
	}
	for (size_t i = offset / GRANULE; i < end; i = (i / WORD_BITS + 1u) * WORD_BITS) {
		claimed[i / WORD_BITS] &= ~mask_of(i, end);
	}
}
