/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Changing the size of blocks. */

#include "smh_alloc.h"
#include "pool/pool.h"

/*
 * Try to change a block where it lies. On failure *old is the number of bytes to keep, 0 if the
 * block must not be touched because a fault was reported.
 */
static bool resize_in_place(unsigned int attr, void *ptr, const struct request *r, size_t *old)
{
	struct fault fault = {SMH_FAULT_NONE, NULL};
	uintptr_t misfit = (uintptr_t)ptr & ((uintptr_t)r->align * SMH_ALIGN - 1);
	smh_key_t key = port_lock();
	struct sys_heap *h = pool_owner(ptr, &fault);
	bool done = false;

	*old = 0;
	if (h != NULL && misfit == 0 && smh_pool.regions[h->lane].attr == attr) {
		done = smh_heap_resize(h, ptr, r->granules, &fault);
	}
	if (done) {
		heap_fit_request(h, ptr, r);
	} else if (fault.kind == SMH_FAULT_NONE) {
		*old = smh_heap_usable(h, ptr, &fault);
	}
	port_unlock(key);
	fault_report_if_any(fault);
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
	if (!smh_request_make(&r, attr, align, bytes)) {
		(void)shared_multi_heap_usable_size(ptr); /* reports a bad pointer all the same */
		return NULL;
	}
	if (resize_in_place(attr, ptr, &r, &old)) {
		return ptr;
	}
	moved = old != 0 ? smh_pool_alloc(attr, &r) : NULL;
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

int shared_multi_heap_resize(void *ptr, size_t bytes)
{
	struct fault fault = {SMH_FAULT_NONE, NULL};
	struct sys_heap *h;
	smh_key_t key;
	bool done = false;

	if (ptr == NULL || bytes == 0) {
		return -EINVAL;
	}
	key = port_lock();
	h = pool_owner(ptr, &fault);
	if (h != NULL) {
		done = smh_heap_resize(h, ptr, heap_granules(bytes), &fault);
	}
	if (done) {
		smh_heap_fit(h, ptr, bytes);
	}
	port_unlock(key);
	fault_report_if_any(fault);
	if (fault.kind != SMH_FAULT_NONE) {
		return -EINVAL;
	}
	return done ? 0 : -ENOMEM;
}

size_t shared_multi_heap_usable_size(const void *ptr)
{
	struct fault fault = {SMH_FAULT_NONE, NULL};
	const struct sys_heap *h;
	size_t bytes = 0;
	smh_key_t key;

	if (ptr == NULL) {
		return 0;
	}
	key = port_lock();
	h = pool_owner(ptr, &fault);
	if (h != NULL) {
		bytes = smh_heap_usable(h, ptr, &fault);
	}
	port_unlock(key);
	fault_report_if_any(fault);
	return bytes;
}
