/* SPDX-License-Identifier: Apache-2.0 */

/* Listeners of a heap; what a build without SMH_HEAP_LISTENER tells them is nothing. */

#include "heap_listener.h"
#include "support.h"

static struct sys_heap heap;
static struct sys_heap other;

struct told {
	unsigned int count;
	uintptr_t id;
	void *mem;
	size_t bytes;
};

static struct told allocs;
static struct told frees;
static struct told resizes;

static void note(struct told *told, uintptr_t id, void *mem, size_t bytes)
{
	told->count++;
	told->id = id;
	told->mem = mem;
	told->bytes = bytes;
}

static void on_alloc(uintptr_t id, void *mem, size_t bytes)
{
	note(&allocs, id, mem, bytes);
}

static void on_free(uintptr_t id, void *mem, size_t bytes)
{
	note(&frees, id, mem, bytes);
}

static void on_resize(uintptr_t id, void *old_end, void *new_end)
{
	note(&resizes, id, new_end, (size_t)((uint8_t *)new_end - (uint8_t *)old_end));
}

static HEAP_LISTENER_ALLOC_DEFINE(alloc_listener, HEAP_ID_FROM_POINTER(&heap), on_alloc);
static HEAP_LISTENER_FREE_DEFINE(free_listener, HEAP_ID_FROM_POINTER(&heap), on_free);
static HEAP_LISTENER_RESIZE_DEFINE(resize_listener, HEAP_ID_LIBC, on_resize);

/* Whether what was told since the last question is this; nothing in a build that tells nothing. */
static bool was_told(struct told *told, unsigned int count, const void *mem, size_t bytes)
{
	const struct told was = *told;

	memset(told, 0, sizeof(*told));
	if (!SMH_HEAP_LISTENER || count == 0) {
		return was.count == 0;
	}
	return was.count == count && was.id == HEAP_ID_FROM_POINTER(&heap) && was.mem == mem &&
	       was.bytes == bytes;
}

static void listen(void)
{
	(void)smh_fault_handler_set(fault_record);
	sys_heap_init(&heap, arena, REGION_BYTES);
	sys_heap_init(&other, place(4), REGION_BYTES);
	heap_listener_register(&alloc_listener);
	heap_listener_register(&free_listener);
}

void case_listener_hears_alloc_and_free(void)
{
	listen();
	void *block = sys_heap_alloc(&heap, 100);
	const size_t usable = sys_heap_usable_size(&heap, block);
	CHECK(was_told(&allocs, 1, block, usable));
	CHECK(frees.count == 0);
	void *aligned = sys_heap_aligned_alloc(&heap, 256, 30);
	CHECK(was_told(&allocs, 1, aligned, sys_heap_usable_size(&heap, aligned)));
	sys_heap_free(&heap, block);
	CHECK(was_told(&frees, 1, block, usable));
	/* Another heap is another matter. */
	void *elsewhere = sys_heap_alloc(&other, 100);
	sys_heap_free(&other, elsewhere);
	CHECK(allocs.count == 0 && frees.count == 0);
	CHECK(faults.count == 0);
}

void case_listener_hears_realloc(void)
{
	listen();
	uint8_t *block = sys_heap_realloc(&heap, NULL, 100);
	const size_t before = sys_heap_usable_size(&heap, block);
	CHECK(was_told(&allocs, 1, block, before));
	/* In place it is an allocation and a free of the same block. */
	CHECK(sys_heap_realloc(&heap, block, 600) == block);
	const size_t after = sys_heap_usable_size(&heap, block);
	CHECK(was_told(&allocs, 1, block, after));
	CHECK(was_told(&frees, 1, block, before));
	CHECK(sys_heap_alloc(&heap, 100) != NULL);
	(void)was_told(&allocs, 0, NULL, 0);
	uint8_t *moved = sys_heap_realloc(&heap, block, 2000);
	CHECK(moved != NULL && moved != block);
	CHECK(was_told(&allocs, 1, moved, sys_heap_usable_size(&heap, moved)));
	CHECK(was_told(&frees, 1, block, after));
	CHECK(faults.count == 0);
}

void case_listener_hears_no_refusal(void)
{
	listen();
	uint8_t *block = sys_heap_alloc(&heap, BLOCK_OF(4));
	uint8_t *hole = sys_heap_alloc(&heap, BLOCK_OF(4));
	memset(block, 0, BLOCK_OF(4));
	CHECK(hole > block && sys_heap_alloc(&heap, 100) != NULL);
	sys_heap_free(&heap, hole);
	(void)was_told(&allocs, 0, NULL, 0);
	(void)was_told(&frees, 0, NULL, 0);
	CHECK(sys_heap_alloc(&heap, REGION_BYTES) == NULL);
	CHECK(sys_heap_alloc(&heap, 0) == NULL);
	CHECK(sys_heap_realloc(&heap, block, REGION_BYTES) == NULL);
	sys_heap_free(&heap, NULL);
	sys_heap_free(&heap, block + 2 * SMH_ALIGN);
	sys_heap_free(&heap, hole);
	CHECK(faults.count == 2);
	/* A free that is refused because the neighbour is damaged did not happen either. */
	memset(hole, 0xA5, BLOCK_OF(4));
	sys_heap_free(&heap, block);
	CHECK(faults.count == 3);
	CHECK(allocs.count == 0 && frees.count == 0);
}

void case_listener_register_and_unregister(void)
{
	listen();
	heap_listener_register(&alloc_listener);
	CHECK(sys_heap_alloc(&heap, 10) != NULL);
	CHECK(allocs.count == (SMH_HEAP_LISTENER ? 1 : 0));
	heap_listener_unregister(&alloc_listener);
	heap_listener_unregister(&alloc_listener);
	heap_listener_unregister(&resize_listener);
	CHECK(sys_heap_alloc(&heap, 10) != NULL);
	CHECK(allocs.count == (SMH_HEAP_LISTENER ? 1 : 0));
	void *block = sys_heap_alloc(&heap, 10);
	sys_heap_free(&heap, block);
	CHECK(frees.count == (SMH_HEAP_LISTENER ? 1 : 0));
	CHECK(faults.count == 0);
}

void case_listener_notify(void)
{
	/* Whoever manages a heap that is none of ours tells of it himself, in every build. */
	listen();
	heap_listener_register(&resize_listener);
	heap_listener_notify_resize(HEAP_ID_LIBC, arena, arena + 100);
	CHECK(resizes.count == 1 && resizes.id == HEAP_ID_LIBC);
	CHECK(resizes.mem == arena + 100 && resizes.bytes == 100);
	heap_listener_notify_resize(HEAP_ID_FROM_POINTER(&heap), arena, arena + 100);
	CHECK(resizes.count == 1);
	heap_listener_notify_alloc(HEAP_ID_FROM_POINTER(&heap), arena, 7);
	CHECK(allocs.count == 1 && allocs.mem == arena && allocs.bytes == 7);
	heap_listener_notify_free(HEAP_ID_FROM_POINTER(&other), arena, 7);
	CHECK(frees.count == 0);
	heap_listener_notify_free(HEAP_ID_FROM_POINTER(&heap), arena, 7);
	CHECK(frees.count == 1);
	CHECK(allocs.count == 1 && resizes.count == 1);
}
