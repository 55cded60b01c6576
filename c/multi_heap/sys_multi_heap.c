/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include "multi_heap/owner.h"

void sys_multi_heap_init(struct sys_multi_heap *heap, sys_multi_heap_fn_t choice_fn)
{
	const struct sys_multi_heap none = {.choice = choice_fn};

	*heap = none;
}

/*
 *   heaps: [ a | c | d | . ]   insert b   =>   [ a | b | c | d ]
 */
void sys_multi_heap_add_heap(struct sys_multi_heap *mheap, struct sys_heap *heap, void *user_data)
{
	unsigned int i;
	uintptr_t key;

	if (heap == NULL || heap->heap == NULL) {
		return;
	}
	if (mheap->nheaps >= MAX_MULTI_HEAPS) {
		SMH_SYS_HEAP_FAULT(SMH_FAULT_TABLE_FULL, heap);
		return;
	}
	key = ~smh_heap_start(heap);
	i = mheap->nheaps;
	/* With room for one there is none before it, which GCC does not see. */
	while (MAX_MULTI_HEAPS > 1 && i > 0 && mheap->keys[i - 1] < key) {
		mheap->keys[i] = mheap->keys[i - 1];
		mheap->heaps[i] = mheap->heaps[i - 1];
		i--;
	}
	mheap->keys[i] = key;
	mheap->heaps[i].heap = heap;
	mheap->heaps[i].user_data = user_data;
	mheap->nheaps++;
}

void *sys_multi_heap_alloc(struct sys_multi_heap *mheap, void *cfg, size_t bytes)
{
	return mheap->choice(mheap, cfg, 0, bytes);
}

void *sys_multi_heap_aligned_alloc(struct sys_multi_heap *mheap, void *cfg, size_t align,
				   size_t bytes)
{
	return mheap->choice(mheap, cfg, align, bytes);
}

const struct sys_multi_heap_rec *sys_multi_heap_get_heap(const struct sys_multi_heap *mheap,
							 void *addr)
{
	return owner_find(mheap, (uintptr_t)addr);
}

void sys_multi_heap_free(struct sys_multi_heap *mheap, void *block)
{
	const struct sys_multi_heap_rec *rec;

	if (block == NULL) {
		return;
	}
	rec = owner_find(mheap, (uintptr_t)block);
	if (rec == NULL) {
		SMH_SYS_HEAP_FAULT(SMH_FAULT_FOREIGN_POINTER, block);
		return;
	}
	sys_heap_free(rec->heap, block);
}

/* Move a block of `old` bytes to wherever the choice function finds room. */
static void *move_by_choice(struct sys_multi_heap *mheap, void *cfg, void *ptr, size_t old,
			    size_t align, size_t bytes)
{
	void *moved = mheap->choice(mheap, cfg, align, bytes);

	if (moved != NULL) {
		memcpy(moved, ptr, old < bytes ? old : bytes);
		sys_multi_heap_free(mheap, ptr);
	}
	return moved;
}

void *sys_multi_heap_aligned_realloc(struct sys_multi_heap *mheap, void *cfg, void *ptr,
				     size_t align, size_t bytes)
{
	const struct sys_multi_heap_rec *rec;
	void *result;
	size_t old;

	if (ptr == NULL) {
		return sys_multi_heap_aligned_alloc(mheap, cfg, align, bytes);
	}
	if (bytes == 0) {
		sys_multi_heap_free(mheap, ptr);
		return NULL;
	}
	rec = owner_find(mheap, (uintptr_t)ptr);
	if (rec == NULL) {
		SMH_SYS_HEAP_FAULT(SMH_FAULT_FOREIGN_POINTER, ptr);
		return NULL;
	}
	old = sys_heap_usable_size(rec->heap, ptr);
	if (old == 0) {
		return NULL; /* a fault, reported */
	}
	result = sys_heap_aligned_realloc(rec->heap, ptr, align, bytes);
	return result != NULL ? result : move_by_choice(mheap, cfg, ptr, old, align, bytes);
}
