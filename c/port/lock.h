/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * The pool's lock, chosen at build time by SMH_LOCK.
 *
 *   smh_key_t key = port_lock();
 *   ... bounded work, no user code ...
 *   port_unlock(key);
 *
 * The key restores the state before: sections opened with interrupts masked leave them so.
 */

#ifndef SMH_PORT_LOCK_H_
#define SMH_PORT_LOCK_H_

#include <stddef.h>
#include <stdint.h>

#include "smh_config.h"
#include "port/compiler.h"

typedef uintptr_t smh_key_t;

/* What a kind of lock does with an object of its own; NULL for the kinds that have none. */

#if SMH_LOCK == SMH_LOCK_NONE

#define PORT_LOCK_HAS_OBJECT 0
typedef char port_lock_t;

SMH_INLINE smh_key_t port_lock_take(port_lock_t *lock)
{
	(void)lock;
	return 0;
}

SMH_INLINE void port_lock_give(port_lock_t *lock, smh_key_t key)
{
	(void)lock;
	(void)key;
}

#elif SMH_LOCK == SMH_LOCK_IRQ

#include "port/irq.h"

#define PORT_LOCK_HAS_OBJECT 0
typedef char port_lock_t;

SMH_INLINE smh_key_t port_lock_take(port_lock_t *lock)
{
	(void)lock;
	return port_irq_mask();
}

SMH_INLINE void port_lock_give(port_lock_t *lock, smh_key_t key)
{
	(void)lock;
	port_irq_restore(key);
}

#elif SMH_LOCK == SMH_LOCK_SPIN

#include "port/spin.h"

#define PORT_LOCK_HAS_OBJECT 1
#define PORT_LOCK_OPEN       0
typedef atomic_uint port_lock_t;

SMH_INLINE smh_key_t port_lock_take(port_lock_t *lock)
{
	smh_key_t key = port_irq_mask();

	port_spin_acquire(lock);
	return key;
}

SMH_INLINE void port_lock_give(port_lock_t *lock, smh_key_t key)
{
	port_spin_release(lock);
	port_irq_restore(key);
}

#elif SMH_LOCK == SMH_LOCK_PTHREAD

#include <pthread.h>

#define PORT_LOCK_HAS_OBJECT 1
#define PORT_LOCK_OPEN       PTHREAD_MUTEX_INITIALIZER
typedef pthread_mutex_t port_lock_t;

SMH_INLINE smh_key_t port_lock_take(port_lock_t *lock)
{
	(void)pthread_mutex_lock(lock);
	return 0;
}

SMH_INLINE void port_lock_give(port_lock_t *lock, smh_key_t key)
{
	(void)key;
	(void)pthread_mutex_unlock(lock);
}

#elif SMH_LOCK == SMH_LOCK_FUTEX

#include "port/futex.h"

#define PORT_LOCK_HAS_OBJECT 1
#define PORT_LOCK_OPEN       PORT_FUTEX_OPEN
typedef port_futex_t port_lock_t;

SMH_INLINE smh_key_t port_lock_take(port_lock_t *lock)
{
	port_futex_take(lock);
	return 0;
}

SMH_INLINE void port_lock_give(port_lock_t *lock, smh_key_t key)
{
	(void)key;
	port_futex_give(lock);
}

#else /* SMH_LOCK_EXTERNAL */

#include "smh_lock.h"

#define PORT_LOCK_HAS_OBJECT 0
typedef char port_lock_t;

SMH_INLINE smh_key_t port_lock_take(port_lock_t *lock)
{
	(void)lock;
	return smh_lock_acquire();
}

SMH_INLINE void port_lock_give(port_lock_t *lock, smh_key_t key)
{
	(void)lock;
	smh_lock_release(key);
}

#endif

/* Threads of a process, which may fork(), share these locks. */
#define PORT_LOCK_FORKS (SMH_LOCK == SMH_LOCK_PTHREAD || SMH_LOCK == SMH_LOCK_FUTEX)

#if PORT_LOCK_FORKS
/* Name the lock that is taken while the pool's is held, so that fork() finds both free. */
void smh_port_lock_set_inner(port_lock_t *lock);
#endif

#if PORT_LOCK_HAS_OBJECT
extern port_lock_t smh_port_lock;
#define PORT_POOL_LOCK (&smh_port_lock)
#else
#define PORT_POOL_LOCK NULL
#endif

SMH_INLINE smh_key_t port_lock(void)
{
	return port_lock_take(PORT_POOL_LOCK);
}

SMH_INLINE void port_unlock(smh_key_t key)
{
	port_lock_give(PORT_POOL_LOCK, key);
}

#endif /* SMH_PORT_LOCK_H_ */
