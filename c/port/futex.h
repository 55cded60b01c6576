/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * A lock for threads on Linux: one word, of which the kernel learns only when a thread sleeps.
 *
 *             take                another thread waits
 *     OPEN ---------> HELD ----------------------------> AWAITED
 *      ^               |                                    |
 *      |      give     |              give: wake one thread |
 *      +---------------+------------------------------------+
 *
 * HELD: nobody sleeps. AWAITED: threads may sleep. A thread that waited takes the lock as AWAITED,
 * because it cannot know whether others still sleep; the last of them wakes nobody, once.
 */

#ifndef SMH_PORT_FUTEX_H_
#define SMH_PORT_FUTEX_H_

#include <stdatomic.h>
#include <stdbool.h>

#include "port/compiler.h"

#if !defined(__linux__) || ATOMIC_INT_LOCK_FREE != 2
#error "SMH_LOCK_FUTEX needs Linux and atomic instructions: use SMH_LOCK_PTHREAD"
#endif

#if defined(__has_include)
#if __has_include(<sys/single_threaded.h>)
#include <sys/single_threaded.h>
#define PORT_FUTEX_KNOWS_ALONE 1
#endif
#endif

/*
 * True if the process has one thread. The lock then needs no atomic instruction, each of which
 * costs about as much as the rest of a short allocation. Only glibc tells, from 2.32 on.
 */
#ifdef PORT_FUTEX_KNOWS_ALONE
#define PORT_FUTEX_ALONE (__libc_single_threaded != 0)
#else
#define PORT_FUTEX_ALONE 0
#endif

enum port_futex_state {
	PORT_FUTEX_OPEN,
	PORT_FUTEX_HELD,
	PORT_FUTEX_AWAITED,
};

/* The kernel compares 32 bits. */
typedef atomic_uint port_futex_t;
_Static_assert(sizeof(port_futex_t) == 4, "a futex has 4 bytes");

/* Another thread has the lock: sleep until this one can take it. errno is kept. */
void smh_port_futex_wait(port_futex_t *futex);

/* Wake one thread that sleeps on the lock, which is OPEN. errno is kept. */
void smh_port_futex_wake(port_futex_t *futex);

SMH_INLINE bool port_futex_try(port_futex_t *futex)
{
	unsigned int open = PORT_FUTEX_OPEN;

	return atomic_compare_exchange_strong_explicit(futex, &open, PORT_FUTEX_HELD,
						       memory_order_acquire, memory_order_relaxed);
}

/*
 * A visitor that runs with the lock held may start the second thread. So take and give each ask
 * whether the thread is alone, and leave the word in the same states on both ways.
 */
SMH_INLINE void port_futex_take(port_futex_t *futex)
{
	if (PORT_FUTEX_ALONE &&
	    atomic_load_explicit(futex, memory_order_acquire) == PORT_FUTEX_OPEN) {
		atomic_store_explicit(futex, PORT_FUTEX_HELD, memory_order_relaxed);
	} else if (SMH_UNLIKELY(!port_futex_try(futex))) {
		smh_port_futex_wait(futex);
	}
}

SMH_INLINE void port_futex_give(port_futex_t *futex)
{
	unsigned int before;

	if (PORT_FUTEX_ALONE) {
		atomic_store_explicit(futex, PORT_FUTEX_OPEN, memory_order_release);
		return;
	}
	before = atomic_exchange_explicit(futex, PORT_FUTEX_OPEN, memory_order_release);
	if (SMH_UNLIKELY(before == PORT_FUTEX_AWAITED)) {
		smh_port_futex_wake(futex);
	}
}

#endif /* SMH_PORT_FUTEX_H_ */
