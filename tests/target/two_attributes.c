/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Two memories of the MPS2 board under two attributes: the SRAM as cacheable, the PSRAM as
 * external. Every block must come from the memory that was asked for.
 */

#include "check.h"

#include "shared_multi_heap.h"
#include "smh_info.h"

#include <stdbool.h>

#define KIB         1024u
#define MIB         (1024u * KIB)
#define SRAM_PIECE  (128u * KIB)
#define SRAM_PIECES 64u
#define LARGE_ALIGN (64u * KIB)
#define FRAME_BYTES (320u * 240u * 2u)

/* What the program leaves free of each memory, from link.ld. */
extern uint8_t __sram_free_start[];
extern uint8_t __sram_free_end[];
extern uint8_t __psram_free_start[];
extern uint8_t __psram_free_end[];

struct memory {
	const char *name;
	unsigned int attr;
	uint8_t *start;
	uint8_t *end;
	size_t largest_free;
};

static struct memory sram = {
	.name = "SRAM",
	.attr = SMH_REG_ATTR_CACHEABLE,
	.start = __sram_free_start,
	.end = __sram_free_end,
};

static struct memory psram = {
	.name = "PSRAM",
	.attr = SMH_REG_ATTR_EXTERNAL,
	.start = __psram_free_start,
	.end = __psram_free_end,
};

/* An array that the program itself places in the PSRAM; the region begins behind it. */
static uint8_t frame_buffer[FRAME_BYTES] __attribute__((section(".psram")));

static bool lies_in(const void *block, size_t bytes, const struct memory *memory)
{
	uintptr_t first = (uintptr_t)block;

	return first >= (uintptr_t)memory->start && first < (uintptr_t)memory->end &&
	       bytes <= (uintptr_t)memory->end - first;
}

static void fill(void *block, size_t bytes, uint32_t seed)
{
	uint32_t *words = block;

	for (size_t i = 0; i < bytes / sizeof(*words); i++) {
		words[i] = seed + (uint32_t)i * 2654435761u;
	}
}

static bool is_filled(const void *block, size_t bytes, uint32_t seed)
{
	const uint32_t *words = block;

	for (size_t i = 0; i < bytes / sizeof(*words); i++) {
		if (words[i] != seed + (uint32_t)i * 2654435761u) {
			return false;
		}
	}
	return true;
}

static struct shared_multi_heap_region_info info_of(const struct memory *memory)
{
	struct shared_multi_heap_region_info info;
	int region = shared_multi_heap_owner(memory->end - 1, NULL, NULL);

	REQUIRE(region >= 0);
	REQUIRE(shared_multi_heap_region_info((unsigned int)region, &info) == 0);
	REQUIRE(shared_multi_heap_region_validate((unsigned int)region) == 0);
	return info;
}

static void add(struct memory *memory)
{
	struct shared_multi_heap_region region = {
		.attr = memory->attr,
		.addr = (uintptr_t)memory->start,
		.size = (size_t)(memory->end - memory->start),
	};
	struct shared_multi_heap_region_info info;

	REQUIRE(shared_multi_heap_add(&region, memory) == 0);
	info = info_of(memory);
	REQUIRE(info.attr == memory->attr && info.user_data == memory);
	REQUIRE(lies_in((void *)info.addr, info.size, memory));
	REQUIRE(info.allocated == 0 && info.largest_free != 0);
	memory->largest_free = info.largest_free;
	print("%-5s attribute %u, %08lx, %lu KiB, largest block %zu\n", memory->name, info.attr,
	      (unsigned long)info.addr, (unsigned long)(info.size / KIB), info.largest_free);
}

static void require_empty(const struct memory *memory)
{
	struct shared_multi_heap_region_info info = info_of(memory);

	REQUIRE(info.allocated == 0);
	REQUIRE(info.largest_free == memory->largest_free);
}

/* Owner, bounds and attribute of a block, by its memory. */
static void *take(const struct memory *memory, size_t bytes)
{
	void *block = shared_multi_heap_alloc(memory->attr, bytes);
	void *user_data = NULL;
	unsigned int attr = SMH_REG_ATTR_NUM;

	if (block == NULL) {
		return NULL;
	}
	REQUIRE(lies_in(block, bytes, memory));
	REQUIRE(shared_multi_heap_owner(block, &user_data, &attr) >= 0);
	REQUIRE(user_data == memory && attr == memory->attr);
	return block;
}

static void small_blocks_of_both(void)
{
	void *fast = take(&sram, 100);
	void *slow = take(&psram, 100);

	REQUIRE(fast != NULL && slow != NULL);
	REQUIRE(shared_multi_heap_alloc(SMH_REG_ATTR_NON_CACHEABLE, 100) == NULL);
	shared_multi_heap_free(fast);
	shared_multi_heap_free(slow);
}

static void large_blocks_of_the_psram(void)
{
	uint8_t *mebibyte = take(&psram, MIB);
	uint8_t *most = take(&psram, 8 * MIB);
	uint8_t *aligned = shared_multi_heap_aligned_alloc(psram.attr, LARGE_ALIGN, MIB);

	REQUIRE(mebibyte != NULL && most != NULL);
	REQUIRE(lies_in(aligned, MIB, &psram));
	REQUIRE((uintptr_t)aligned % LARGE_ALIGN == 0);
	fill(mebibyte, MIB, 1);
	fill(most, 8 * MIB, 2);
	fill(aligned, MIB, 3);
	REQUIRE(is_filled(mebibyte, MIB, 1));
	REQUIRE(is_filled(most, 8 * MIB, 2));
	REQUIRE(is_filled(aligned, MIB, 3));
	shared_multi_heap_free(most);
	shared_multi_heap_free(mebibyte);
	shared_multi_heap_free(aligned);
}

/* The largest request that is said to fit fits, and one byte above the whole region does not. */
static void whole_memory(const struct memory *memory)
{
	size_t capacity = info_of(memory).capacity;
	void *block = take(memory, memory->largest_free);

	REQUIRE(block != NULL);
	shared_multi_heap_free(block);
	REQUIRE(take(memory, capacity + 1) == NULL);
	block = take(memory, capacity);
	REQUIRE(block != NULL);
	REQUIRE(take(memory, 1) == NULL);
	shared_multi_heap_free(block);
}

static void full_sram_never_spills(void)
{
	static void *pieces[SRAM_PIECES];
	unsigned int count = 0;
	void *slow;

	while (count < SRAM_PIECES) {
		pieces[count] = take(&sram, SRAM_PIECE);
		if (pieces[count] == NULL) {
			break;
		}
		fill(pieces[count], SRAM_PIECE, count);
		count++;
	}
	REQUIRE(count >= 16 && count < SRAM_PIECES);
	slow = take(&psram, SRAM_PIECE);
	REQUIRE(slow != NULL);
	shared_multi_heap_free(slow);
	while (count > 0) {
		count--;
		REQUIRE(is_filled(pieces[count], SRAM_PIECE, count));
		shared_multi_heap_free(pieces[count]);
	}
}

static void realloc_moves_between_memories(void)
{
	uint8_t *fast = take(&sram, 4096);
	uint8_t *slow;

	REQUIRE(fast != NULL);
	fill(fast, 4096, 4);
	slow = shared_multi_heap_realloc(psram.attr, fast, MIB);
	REQUIRE(lies_in(slow, MIB, &psram));
	REQUIRE(is_filled(slow, 4096, 4));
	require_empty(&sram);
	REQUIRE(shared_multi_heap_realloc(sram.attr, slow, 8 * MIB) == NULL);
	REQUIRE(is_filled(slow, 4096, 4));
	fast = shared_multi_heap_realloc(sram.attr, slow, 4096);
	REQUIRE(lies_in(fast, 4096, &sram));
	REQUIRE(is_filled(fast, 4096, 4));
	require_empty(&psram);
	shared_multi_heap_free(fast);
}

static void require_both_empty(void)
{
	require_empty(&sram);
	require_empty(&psram);
}

int main(void)
{
	static void (*const parts[])(void) = {
		small_blocks_of_both,
		large_blocks_of_the_psram,
		full_sram_never_spills,
		realloc_moves_between_memories,
	};

	fill(frame_buffer, sizeof(frame_buffer), 5);
	REQUIRE((uintptr_t)frame_buffer + sizeof(frame_buffer) <= (uintptr_t)psram.start);
	REQUIRE(shared_multi_heap_pool_init() == 0);
	add(&sram);
	add(&psram);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		parts[i]();
		require_both_empty();
	}
	whole_memory(&sram);
	whole_memory(&psram);
	require_both_empty();
	REQUIRE(is_filled(frame_buffer, sizeof(frame_buffer), 5));
	print("two attributes: ok\n");
	return 0;
}
