/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Telling the listeners of a heap; nothing without SMH_HEAP_LISTENER. */

#ifndef SMH_HEAP_TELL_H_
#define SMH_HEAP_TELL_H_

#include "heap_listener.h"
#include "heap/heap.h"

/* Usable bytes of a block for its listeners; 0 if nobody wants to know or it is no block. */
SMH_INLINE size_t tell_bytes(const struct sys_heap *heap, const void *block)
{
	outcome_t fault;

	return SMH_HEAP_LISTENER ? smh_heap_usable(heap, block, &fault) : 0;
}

SMH_INLINE void tell_alloc(const struct sys_heap *heap, void *mem, size_t bytes)
{
	if (SMH_HEAP_LISTENER && bytes != 0) {
		heap_listener_notify_alloc(HEAP_ID_FROM_POINTER(heap), mem, bytes);
	}
}

SMH_INLINE void tell_free(const struct sys_heap *heap, void *mem, size_t bytes)
{
	if (SMH_HEAP_LISTENER && bytes != 0) {
		heap_listener_notify_free(HEAP_ID_FROM_POINTER(heap), mem, bytes);
	}
}

#endif /* SMH_HEAP_TELL_H_ */
