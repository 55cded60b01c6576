/* SPDX-License-Identifier: Apache-2.0 */

#include "harness/blocks.h"

#include "harness/allocator.h"
#include "harness/arena.h"
#include "harness/require.h"

static const char *const kind_names[BENCH_KINDS] = {
	"alloc",          "failed",       "free",          "aligned",
	"aligned_failed", "realloc_kept", "realloc_moved", "realloc_failed",
};

static struct bench_figures figures[BENCH_KINDS];
static bool is_counting;
static enum bench_kind last_kind;
static uint32_t last_cost;
static uint32_t next_tag;

void bench_count_anew(void)
{
	for (unsigned int i = 0; i < BENCH_KINDS; i++) {
		bench_figures_clear(&figures[i]);
	}
}

void bench_count(bool on)
{
	is_counting = on;
}

const struct bench_figures *bench_figures_of(enum bench_kind kind)
{
	return &figures[kind];
}

void bench_report_maxima(void)
{
	for (unsigned int i = 0; i < BENCH_KINDS; i++) {
		bench_figures_report_max(&figures[i], kind_names[i]);
	}
}

void bench_forget_last(void)
{
	last_kind = BENCH_KINDS;
}

enum bench_kind bench_last_kind(void)
{
	return last_kind;
}

uint32_t bench_last_cost(void)
{
	return last_cost;
}

void bench_report(void)
{
	for (unsigned int i = 0; i < BENCH_KINDS; i++) {
		bench_figures_report(&figures[i], kind_names[i]);
	}
}

void bench_max_line(enum bench_kind kind, uint32_t max)
{
	bench_line(bench_metric(kind_names[kind], "max"), max);
}

bool bench_is_sound(void)
{
	return bench_allocator.is_sound == NULL || bench_allocator.is_sound();
}

static void record(enum bench_kind kind, uint32_t cost)
{
	last_kind = kind;
	last_cost = cost;
	if (is_counting) {
		bench_figures_add(&figures[kind], cost);
	}
}

static uint8_t byte_of(const struct bench_block *block, uint32_t i)
{
	return (uint8_t)(block->tag + (i >> 2));
}

static void fill(const struct bench_block *block)
{
	uint32_t words = block->bytes / sizeof(uint32_t);
	uint32_t *word = (uint32_t *)(void *)block->mem;

	for (uint32_t i = 0; i < words; i++) {
		word[i] = block->tag + i;
	}
	for (uint32_t i = words * 4u; i < block->bytes; i++) {
		block->mem[i] = byte_of(block, i);
	}
}

/* The first so many bytes. */
static bool is_intact(const struct bench_block *block, uint32_t bytes)
{
	uint32_t words = bytes / sizeof(uint32_t);
	const uint32_t *word = (const uint32_t *)(const void *)block->mem;

	for (uint32_t i = 0; i < words; i++) {
		if (word[i] != block->tag + i) {
			return false;
		}
	}
	return true;
}

static bool has_intact_tail(const struct bench_block *block)
{
	for (uint32_t i = block->bytes / 4u * 4u; i < block->bytes; i++) {
		if (block->mem[i] != byte_of(block, i)) {
			return false;
		}
	}
	return true;
}

static bool has_come(struct bench_block *block, void *mem, uint32_t align)
{
	block->mem = mem;
	if (mem == NULL) {
		return false;
	}
	BENCH_REQUIRE((uintptr_t)mem % align == 0);
	BENCH_REQUIRE(bench_arena_claim(mem, block->bytes));
	fill(block);
	return true;
}

static struct bench_block new_block(uint32_t bytes)
{
	next_tag += 0x01000193u;
	return (struct bench_block){.bytes = bytes, .tag = next_tag};
}

bool bench_alloc(struct bench_block *block, uint32_t bytes)
{
	void *mem;
	uint32_t cost = bench_allocator.alloc(bytes, &mem);

	record(mem != NULL ? BENCH_ALLOC : BENCH_FAILED, cost);
	*block = new_block(bytes);
	return has_come(block, mem, bench_allocator.align);
}

bool bench_aligned_alloc(struct bench_block *block, uint32_t align, uint32_t bytes)
{
	void *mem;
	uint32_t cost = bench_allocator.aligned_alloc(align, bytes, &mem);

	record(mem != NULL ? BENCH_ALIGNED : BENCH_ALIGNED_FAILED, cost);
	*block = new_block(bytes);
	block->align = align;
	return has_come(block, mem, align);
}

static uint32_t give_back(const struct bench_block *block)
{
	if (block->align != 0 && bench_allocator.aligned_free != NULL) {
		return bench_allocator.aligned_free(block->align, block->mem, block->bytes);
	}
	return bench_allocator.free(block->mem, block->bytes);
}

void bench_free(struct bench_block *block)
{
	if (block->mem == NULL) {
		return;
	}
	BENCH_REQUIRE(is_intact(block, block->bytes) && has_intact_tail(block));
	bench_arena_unclaim(block->mem, block->bytes);
	record(BENCH_FREE, give_back(block));
	block->mem = NULL;
}

static enum bench_kind kind_of_realloc(const uint8_t *old, const void *mem)
{
	if (mem == NULL) {
		return BENCH_REALLOC_FAILED;
	}
	return mem == old ? BENCH_REALLOC_KEPT : BENCH_REALLOC_MOVED;
}

bool bench_realloc(struct bench_block *block, uint32_t bytes)
{
	uint32_t kept = block->bytes < bytes ? block->bytes : bytes;
	struct bench_block moved = {.bytes = bytes, .tag = block->tag};
	void *mem;
	uint32_t cost;

	if (block->mem == NULL) {
		return bench_alloc(block, bytes);
	}
	BENCH_REQUIRE(block->align == 0);
	BENCH_REQUIRE(is_intact(block, block->bytes) && has_intact_tail(block));
	cost = bench_allocator.realloc(block->mem, block->bytes, bytes, &mem);
	record(kind_of_realloc(block->mem, mem), cost);
	if (mem == NULL) {
		return false;
	}
	bench_arena_unclaim(block->mem, block->bytes);
	block->mem = mem;
	BENCH_REQUIRE(is_intact(block, kept));
	*block = moved;
	return has_come(block, mem, bench_allocator.align);
}
