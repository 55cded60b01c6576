/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief Be told of every allocation and every free of a sys_heap.
 *
 * Build option SMH_HEAP_LISTENER; without it nothing is told and nothing is paid.
 *
 * The list of listeners is one for all heaps, behind the library's lock (SMH_LOCK). Every function
 * here takes that lock, and holds it while it calls the listeners. So with the option each
 * alloc, free and realloc of a sys_heap takes it too, whether or not somebody listens: heaps of
 * which each has a lock of its own then wait for each other here, and a thread that may not take
 * the library's lock cannot use sys_heap_*.
 */

#ifndef HEAP_LISTENER_H_
#define HEAP_LISTENER_H_

#include <stddef.h>
#include <stdint.h>

#include "smh_config.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @defgroup heap_listener Heap listener
 * @ingroup sys_heap
 * @{
 */

/** What a listener listens to. */
enum heap_event_types {
	HEAP_EVT_UNKNOWN = 0,
	/** The heap of a C library grew or shrank; reported by whoever manages it. */
	HEAP_RESIZE,
	HEAP_ALLOC,
	HEAP_FREE,
	HEAP_REALLOC,
	HEAP_MAX_EVENTS
};

/** Identity of a heap: its address. */
#define HEAP_ID_FROM_POINTER(heap_pointer) ((uintptr_t)(heap_pointer))

/** Identity of the heap of a C library. */
#define HEAP_ID_LIBC ((uintptr_t)0)

/** The heap's end moved. */
typedef void (*heap_listener_resize_cb_t)(uintptr_t heap_id, void *old_heap_end,
					  void *new_heap_end);

/** A block of @p bytes usable bytes was handed out. */
typedef void (*heap_listener_alloc_cb_t)(uintptr_t heap_id, void *mem, size_t bytes);

/** A block of @p bytes usable bytes came back. */
typedef void (*heap_listener_free_cb_t)(uintptr_t heap_id, void *mem, size_t bytes);

/** A listener; static storage of the user. */
struct heap_listener {
	/** Private: the next one. */
	struct heap_listener *next;
	/** The heap listened to. */
	uintptr_t heap_id;
	/** The event listened to. */
	enum heap_event_types event;
	/** What is called; which one depends on the event. */
	union {
		heap_listener_alloc_cb_t alloc_cb;
		heap_listener_free_cb_t free_cb;
		heap_listener_resize_cb_t resize_cb;
	};
};

/** Define a listener of allocations. */
#define HEAP_LISTENER_ALLOC_DEFINE(name, _heap_id, _alloc_cb)                                      \
	struct heap_listener name = {NULL, _heap_id, HEAP_ALLOC, {.alloc_cb = _alloc_cb}}

/** Define a listener of frees. */
#define HEAP_LISTENER_FREE_DEFINE(name, _heap_id, _free_cb)                                        \
	struct heap_listener name = {NULL, _heap_id, HEAP_FREE, {.free_cb = _free_cb}}

/** Define a listener of resizes. */
#define HEAP_LISTENER_RESIZE_DEFINE(name, _heap_id, _resize_cb)                                    \
	struct heap_listener name = {NULL, _heap_id, HEAP_RESIZE, {.resize_cb = _resize_cb}}

/**
 * @brief Start listening.
 *
 * Callbacks run in the context of the call that they tell of, with the library's lock held: they
 * must be short, and must not call anything that takes it. That is every function of the pool,
 * every function here, sys_heap_* too, and fork().
 *
 * @param listener  The listener; registering one again does nothing.
 *
 * @par Context  Thread; ISR with any lock but pthread and futex. Takes the library's lock.
 * @par Time  O(listeners). @par Source  SPEC HEAP-LISTENER.
 */
void heap_listener_register(struct heap_listener *listener);

/**
 * @brief Stop listening. Does nothing for a listener that is not registered.
 *
 * When it returns, no callback of @p listener runs or will run. Context as above.
 */
void heap_listener_unregister(struct heap_listener *listener);

/**
 * @brief Tell the listeners of an allocation. Called by sys_heap; free to others.
 *
 * This function and the next two call the listeners with the library's lock held. Context as above.
 */
void heap_listener_notify_alloc(uintptr_t heap_id, void *mem, size_t bytes);

/** @brief Tell the listeners of a free. */
void heap_listener_notify_free(uintptr_t heap_id, void *mem, size_t bytes);

/** @brief Tell the listeners that the end of a heap moved. */
void heap_listener_notify_resize(uintptr_t heap_id, void *old_heap_end, void *new_heap_end);

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* HEAP_LISTENER_H_ */
