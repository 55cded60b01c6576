/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Listeners of heaps, in one list under the library's lock. */

#include "heap_listener.h"
#include "port/lock.h"

static struct heap_listener *listeners;

static struct heap_listener **find_link(const struct heap_listener *listener)
{
	struct heap_listener **link = &listeners;

	while (*link != NULL && *link != listener) {
		link = &(*link)->next;
	}
	return link;
}

void heap_listener_register(struct heap_listener *listener)
{
	smh_key_t key = port_lock();
	struct heap_listener **link = find_link(listener);

	if (*link == NULL) {
		listener->next = NULL;
		*link = listener;
	}
	port_unlock(key);
}

void heap_listener_unregister(struct heap_listener *listener)
{
	smh_key_t key = port_lock();
	struct heap_listener **link = find_link(listener);

	if (*link != NULL) {
		*link = listener->next;
	}
	port_unlock(key);
}

/* alloc_cb and free_cb are of one type and share their place. */
static void notify_block(enum heap_event_types event, uintptr_t heap_id, void *mem, size_t bytes)
{
	smh_key_t key = port_lock();

	for (struct heap_listener *l = listeners; l != NULL; l = l->next) {
		if (l->heap_id == heap_id && l->event == event && l->alloc_cb != NULL) {
			l->alloc_cb(heap_id, mem, bytes);
		}
	}
	port_unlock(key);
}

void heap_listener_notify_alloc(uintptr_t heap_id, void *mem, size_t bytes)
{
	notify_block(HEAP_ALLOC, heap_id, mem, bytes);
}

void heap_listener_notify_free(uintptr_t heap_id, void *mem, size_t bytes)
{
	notify_block(HEAP_FREE, heap_id, mem, bytes);
}

void heap_listener_notify_resize(uintptr_t heap_id, void *old_heap_end, void *new_heap_end)
{
	smh_key_t key = port_lock();

	for (struct heap_listener *l = listeners; l != NULL; l = l->next) {
		if (l->heap_id == heap_id && l->event == HEAP_RESIZE && l->resize_cb != NULL) {
			l->resize_cb(heap_id, old_heap_end, new_heap_end);
		}
	}
	port_unlock(key);
}
