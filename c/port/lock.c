/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* The lock object of the kinds that have one. Initialised at load time, so that it works first. */

#include "port/lock.h"

#if PORT_LOCK_HAS_OBJECT
port_lock_t smh_port_lock = PORT_LOCK_OPEN;
#else
typedef int smh_port_lock_is_none;
#endif

#if PORT_LOCK_FORKS

#include <pthread.h>

/*
 * fork() copies one thread and all of the memory. A lock that another thread held would stay
 * closed in the child for ever, over a heap half changed. So the thread that forks holds the locks
 * meanwhile. A constructor registers that: the file is in every program that locks, and neither a
 * call nor a flag on the way to the lock is needed.
 *
 * Handlers registered later run before_fork() earlier than this file, and the other way round
 * afterwards: theirs may use the pool. So this constructor runs first, where an order can be given.
 */

#if !defined(__GNUC__)
#error "this lock needs __attribute__((constructor)); SMH_LOCK_EXTERNAL does not"
#elif defined(__ELF__)
#define AT_LOAD __attribute__((constructor(101)))
#else
#define AT_LOAD __attribute__((constructor))
#endif

static port_lock_t *inner; /* NULL in a program without the mapping layer */

static void before_fork(void)
{
	(void)port_lock();
	if (inner != NULL) {
		(void)port_lock_take(inner);
	}
}

static void after_fork(void)
{
	if (inner != NULL) {
		port_lock_give(inner, 0);
	}
	port_unlock(0);
}

AT_LOAD static void register_handlers(void)
{
	if (pthread_atfork(before_fork, after_fork, after_fork) != 0) {
		SMH_STOP(); /* no memory as early as this; otherwise a child hangs some day */
	}
}

/* Under the pool's lock, so that no fork() is under way. */
void smh_port_lock_set_inner(port_lock_t *lock)
{
	smh_key_t key = port_lock();

	inner = lock;
	port_unlock(key);
}

#endif
