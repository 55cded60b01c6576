/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Changing the size of blocks. */

#include "pool/pool_alloc.h"

static bool resize(struct region *region, void *ptr, uint32_t granules, outcome_t *fault)
{
	bool done;

	smh_index_watch(region);
	done = smh_heap_resize(&region->heap, ptr, granules, fault);
	smh_index_follow(region);
	return done;
}

/*
 * Try to change a block where it lies. On failure *old is the number of bytes to keep, 0 if the
 * block must not be touched because a fault was reported.
 */
static bool resize_in_place(unsigned int attr, void *ptr, const struct request *r, size_t *old)
{
	outcome_t fault = 0;
	uintptr_t misfit = (uintptr_t)ptr & ((uintptr_t)r->align * SMH_ALIGN - 1);
	smh_key_t key = port_lock();
	struct region *region = pool_owner(ptr);
	bool done = false;

	*old = 0;
	if (region == NULL) {
		fault = SMH_FAULT_FOREIGN_POINTER;
	} else if (misfit == 0 && region->attr == attr) {
		done = resize(region, ptr, r->granules, &fault);
	}
	if (done) {
		heap_fit_request(&region->heap, ptr, r);
	} else if (fault == 0) {
		*old = smh_heap_usable(&region->heap, ptr, &fault);
	}
	port_unlock(key);
	outcome_report(fault, ptr);
	return done;
}

void *shared_multi_heap_aligned_realloc(unsigned int attr, void *ptr, size_t align, size_t bytes)
{
	struct request r;
	size_t old;
	void *moved;

	if (ptr == NULL) {
		return shared_multi_heap_aligned_alloc(attr, align, bytes);
	}
	if (bytes == 0) {
		shared_multi_heap_free(ptr);
		return NULL;
	}
	if (!request_make(&r, attr, align, bytes)) {
		(void)shared_multi_heap_usable_size(ptr); /* reports a bad pointer all the same */
		return NULL;
	}
	if (resize_in_place(attr, ptr, &r, &old)) {
		return ptr;
	}
	moved = old != 0 ? shared_multi_heap_aligned_alloc(attr, align, bytes) : NULL;
	if (moved != NULL) {
		memcpy(moved, ptr, old < bytes ? old : bytes);
		shared_multi_heap_free(ptr);
	}
	return moved;
}

void *shared_multi_heap_realloc(unsigned int attr, void *ptr, size_t bytes)
{
	return shared_multi_heap_aligned_realloc(attr, ptr, 0, bytes);
}

/* What no heap has stays so. */
static uint32_t granules_bounded(size_t bytes)
{
	size_t granules = heap_granules(bytes);

	return granules < MAX_GRANULES ? (uint32_t)granules : MAX_GRANULES;
}

int shared_multi_heap_resize(void *ptr, size_t bytes)
{
	outcome_t fault = SMH_FAULT_FOREIGN_POINTER;
	struct region *region;
	smh_key_t key;
	bool done = false;

	if (ptr == NULL || bytes == 0) {
		return -EINVAL;
	}
	key = port_lock();
	region = pool_owner(ptr);
	if (region != NULL) {
		done = resize(region, ptr, granules_bounded(bytes), &fault);
	}
	if (done) {
		smh_heap_fit(&region->heap, ptr, bytes);
	}
	port_unlock(key);
	outcome_report(fault, ptr);
	if (done) {
		return 0;
	}
	return fault != 0 ? -EINVAL : -ENOMEM;
}

size_t shared_multi_heap_usable_size(const void *ptr)
{
	outcome_t fault = SMH_FAULT_FOREIGN_POINTER;
	const struct region *region;
	size_t bytes = 0;
	smh_key_t key;

	if (ptr == NULL) {
		return 0;
	}
	key = port_lock();
	region = pool_owner(ptr);
	if (region != NULL) {
		bytes = smh_heap_usable(&region->heap, ptr, &fault);
	}
	port_unlock(key);
	outcome_report(fault, ptr);
	return bytes;
}
