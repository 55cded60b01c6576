/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Instructions of alloc and free on the Cortex-M3: one heap alone and the pool above it.
 *
 * Workload W1: sizes uniform in 16..512 bytes, a region of 64 KiB, 60 % of it requested by live
 * blocks, 20000 operations of warm-up and 100000 that are counted. The order of operations follows
 * from the seed and the sizes only, never from what the allocator answers.
 *
 * A figure counts the call, the function and its return: the reading of the counter and the
 * passing of arguments are measured with an empty function and taken off. Filling, comparing and
 * validating happen outside the counted span.
 */

#include "board.h"
#include "print.h"

#include "shared_multi_heap.h"
#include "smh_info.h"
#include "sys_heap.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifndef FIGURES_OPTIONS
#define FIGURES_OPTIONS "default"
#endif

#define SEED           20260101u
#define REGION_BYTES   65536u
#define LEAST          16u
#define MOST           512u
#define LIVE_BYTES     (REGION_BYTES / 100u * 60u)
#define LIVE_BLOCKS    (LIVE_BYTES / LEAST)
#define WARM_UP        20000u
#define OPERATIONS     100000u
#define VALIDATE_EVERY 1000u
#define HIGHEST_COST   4096u

/* Instructions of a call of an empty function: the call and the return. */
#define EMPTY_CALL 2u

#define REQUIRE(expr) ((expr) ? (void)0 : require_failed(__LINE__, #expr))

/* The costs of one function. */
struct figures {
	uint32_t calls;
	uint32_t failed;
	uint64_t sum;
	uint32_t count_of[HIGHEST_COST];
};

struct block {
	uint32_t *mem;
	uint32_t bytes;
	uint32_t tag;
};

/* Each timed function gives the instructions of one call, the overhead included. */
struct allocator {
	const char *name;
	void (*setup)(void);
	uint32_t (*timed_alloc)(size_t bytes, void **mem);
	uint32_t (*timed_empty_alloc)(size_t bytes, void **mem);
	uint32_t (*timed_free)(void *mem);
	uint32_t (*timed_empty_free)(void *mem);
	bool (*is_sound)(void);
	bool (*is_empty)(void);
};

static uint8_t region[REGION_BYTES] __attribute__((aligned(SMH_ALIGN)));
static struct block live[LIVE_BLOCKS];
static struct figures alloc_figures;
static struct figures free_figures;

static _Noreturn void require_failed(int line, const char *what)
{
	print("first_figures.c:%d: failed: %s\n", line, what);
	board_exit(1);
}

/* --- The allocators ------------------------------------------------------------------------- */

#define TIMED(call)                                                                                \
	uint64_t start = board_instructions();                                                     \
	call;                                                                                      \
	return (uint32_t)(board_instructions() - start)

static struct sys_heap heap;
static size_t heap_most_free;

static __attribute__((noipa)) void *empty_heap_alloc(struct sys_heap *h, size_t bytes)
{
	void *result;

	__asm__ volatile("" : "=r"(result) : "0"(h), "r"(bytes));
	return result;
}

static __attribute__((noipa)) void empty_heap_free(struct sys_heap *h, void *mem)
{
	__asm__ volatile("" ::"r"(h), "r"(mem));
}

static uint32_t heap_timed_alloc(size_t bytes, void **mem)
{
	TIMED(*mem = sys_heap_alloc(&heap, bytes));
}

static uint32_t heap_timed_empty_alloc(size_t bytes, void **mem)
{
	TIMED(*mem = empty_heap_alloc(&heap, bytes));
}

static uint32_t heap_timed_free(void *mem)
{
	TIMED(sys_heap_free(&heap, mem));
}

static uint32_t heap_timed_empty_free(void *mem)
{
	TIMED(empty_heap_free(&heap, mem));
}

static size_t heap_largest(void)
{
	size_t bytes = REGION_BYTES;
	void *mem = NULL;

	while (mem == NULL && bytes > 0) {
		bytes -= SMH_ALIGN;
		mem = sys_heap_alloc(&heap, bytes);
	}
	sys_heap_free(&heap, mem);
	return bytes;
}

static void heap_prepare(void)
{
	sys_heap_init(&heap, region, sizeof(region));
	heap_most_free = heap_largest();
}

static bool heap_is_sound(void)
{
	return sys_heap_validate(&heap);
}

static bool heap_is_empty(void)
{
	return heap_largest() == heap_most_free;
}

static size_t pool_most_free;

static __attribute__((noipa)) void *empty_pool_alloc(unsigned int attr, size_t bytes)
{
	void *result;

	__asm__ volatile("" : "=r"(result) : "0"(attr), "r"(bytes));
	return result;
}

static __attribute__((noipa)) void empty_pool_free(void *mem)
{
	__asm__ volatile("" ::"r"(mem));
}

static uint32_t pool_timed_alloc(size_t bytes, void **mem)
{
	TIMED(*mem = shared_multi_heap_alloc(SMH_REG_ATTR_CACHEABLE, bytes));
}

static uint32_t pool_timed_empty_alloc(size_t bytes, void **mem)
{
	TIMED(*mem = empty_pool_alloc(SMH_REG_ATTR_CACHEABLE, bytes));
}

static uint32_t pool_timed_free(void *mem)
{
	TIMED(shared_multi_heap_free(mem));
}

static uint32_t pool_timed_empty_free(void *mem)
{
	TIMED(empty_pool_free(mem));
}

static size_t pool_largest(void)
{
	struct shared_multi_heap_region_info info;

	REQUIRE(shared_multi_heap_region_info(0, &info) == 0);
	return info.largest_free;
}

static void pool_prepare(void)
{
	struct shared_multi_heap_region description = {
		.attr = SMH_REG_ATTR_CACHEABLE,
		.addr = (uintptr_t)region,
		.size = sizeof(region),
	};

	REQUIRE(shared_multi_heap_pool_init() == 0);
	REQUIRE(shared_multi_heap_add(&description, NULL) == 0);
	pool_most_free = pool_largest();
}

static bool pool_is_sound(void)
{
	return shared_multi_heap_region_validate(0) == 0;
}

static bool pool_is_empty(void)
{
	return pool_largest() == pool_most_free;
}

static const struct allocator allocators[] = {
	{
		.name = "sys_heap",
		.setup = heap_prepare,
		.timed_alloc = heap_timed_alloc,
		.timed_empty_alloc = heap_timed_empty_alloc,
		.timed_free = heap_timed_free,
		.timed_empty_free = heap_timed_empty_free,
		.is_sound = heap_is_sound,
		.is_empty = heap_is_empty,
	},
	{
		.name = "shared_multi_heap",
		.setup = pool_prepare,
		.timed_alloc = pool_timed_alloc,
		.timed_empty_alloc = pool_timed_empty_alloc,
		.timed_free = pool_timed_free,
		.timed_empty_free = pool_timed_empty_free,
		.is_sound = pool_is_sound,
		.is_empty = pool_is_empty,
	},
};

/* --- Figures -------------------------------------------------------------------------------- */

static void record(struct figures *figures, uint32_t cost)
{
	REQUIRE(cost < HIGHEST_COST);
	figures->calls++;
	figures->sum += cost;
	figures->count_of[cost]++;
}

/* The lowest cost that at least so many in a thousand of the calls do not exceed. */
static uint32_t quantile(const struct figures *figures, uint32_t per_mille)
{
	uint64_t wanted = ((uint64_t)figures->calls * per_mille + 999u) / 1000u;
	uint64_t seen = 0;
	uint32_t cost = 0;

	for (;;) {
		seen += figures->count_of[cost];
		if (seen >= wanted) {
			return cost;
		}
		cost++;
		REQUIRE(cost < HIGHEST_COST);
	}
}

static void report(const char *allocator, const char *function, const struct figures *figures)
{
	uint32_t tenths;

	REQUIRE(figures->calls != 0);
	tenths = (uint32_t)((figures->sum * 10u + figures->calls / 2u) / figures->calls);
	print("W1,%s,%s,%s,%lu,%lu.%lu,%lu,%lu,%lu\n", FIGURES_OPTIONS, allocator, function,
	      (unsigned long)figures->calls, (unsigned long)(tenths / 10u),
	      (unsigned long)(tenths % 10u), (unsigned long)quantile(figures, 990),
	      (unsigned long)quantile(figures, 1000), (unsigned long)figures->failed);
}

/* --- Workload ------------------------------------------------------------------------------- */

static uint32_t random_next(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

static uint32_t below(uint32_t *state, uint32_t limit)
{
	return (uint32_t)(((uint64_t)random_next(state) * limit) >> 32);
}

static void fill(const struct block *block)
{
	for (uint32_t i = 0; i < block->bytes / sizeof(uint32_t); i++) {
		block->mem[i] = block->tag + i;
	}
}

static bool is_intact(const struct block *block)
{
	for (uint32_t i = 0; i < block->bytes / sizeof(uint32_t); i++) {
		if (block->mem[i] != block->tag + i) {
			return false;
		}
	}
	return true;
}

static void require_inside(const struct block *block)
{
	uintptr_t offset = (uintptr_t)block->mem - (uintptr_t)region;

	REQUIRE(offset < REGION_BYTES && block->bytes <= REGION_BYTES - offset);
	REQUIRE(offset % SMH_ALIGN == 0);
}

static void allocate(const struct allocator *a, struct block *block, bool counted)
{
	void *mem;
	uint32_t overhead = a->timed_empty_alloc(block->bytes, &mem) - EMPTY_CALL;
	uint32_t cost = a->timed_alloc(block->bytes, &mem) - overhead;

	block->mem = mem;
	if (mem != NULL) {
		require_inside(block);
		fill(block);
	}
	if (counted) {
		record(&alloc_figures, cost);
		alloc_figures.failed += mem == NULL;
	}
}

static void release(const struct allocator *a, const struct block *block, bool counted)
{
	uint32_t overhead;
	uint32_t cost;

	if (block->mem == NULL) {
		return;
	}
	REQUIRE(is_intact(block));
	overhead = a->timed_empty_free(block->mem) - EMPTY_CALL;
	cost = a->timed_free(block->mem) - overhead;
	if (counted) {
		record(&free_figures, cost);
	}
}

static void run(const struct allocator *a)
{
	uint32_t state = SEED;
	uint32_t bytes = LEAST + below(&state, MOST - LEAST + 1u);
	uint32_t live_bytes = 0;
	uint32_t count = 0;

	for (uint32_t i = 0; i < WARM_UP + OPERATIONS; i++) {
		if (live_bytes + bytes <= LIVE_BYTES) {
			live[count] = (struct block){.bytes = bytes, .tag = random_next(&state)};
			allocate(a, &live[count], i >= WARM_UP);
			live_bytes += bytes;
			count++;
			bytes = LEAST + below(&state, MOST - LEAST + 1u);
		} else {
			uint32_t victim = below(&state, count);

			release(a, &live[victim], i >= WARM_UP);
			live_bytes -= live[victim].bytes;
			count--;
			live[victim] = live[count];
		}
		if (i % VALIDATE_EVERY == 0) {
			REQUIRE(a->is_sound());
		}
	}
	while (count > 0) {
		count--;
		release(a, &live[count], false);
	}
	REQUIRE(a->is_sound());
	REQUIRE(a->is_empty());
}

int main(void)
{
	print("workload,options,allocator,function,calls,mean,p99,max,failed\n");
	for (size_t i = 0; i < sizeof(allocators) / sizeof(allocators[0]); i++) {
		const struct allocator *a = &allocators[i];

		memset(&alloc_figures, 0, sizeof(alloc_figures));
		memset(&free_figures, 0, sizeof(free_figures));
		a->setup();
		run(a);
		report(a->name, "alloc", &alloc_figures);
		report(a->name, "free", &free_figures);
	}
	return 0;
}
