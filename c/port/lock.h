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

#include <stdint.h>

#include "smh_config.h"
#include "port/compiler.h"

typedef uintptr_t smh_key_t;

#if SMH_LOCK == SMH_LOCK_NONE

SMH_INLINE smh_key_t port_lock(void)
{
	return 0;
}

SMH_INLINE void port_unlock(smh_key_t key)
{
	(void)key;
}

#elif SMH_LOCK == SMH_LOCK_IRQ

#include "port/irq.h"

SMH_INLINE smh_key_t port_lock(void)
{
	return port_irq_mask();
}

SMH_INLINE void port_unlock(smh_key_t key)
{
	port_irq_restore(key);
}

#elif SMH_LOCK == SMH_LOCK_SPIN

#include "port/spin.h"

extern atomic_uint smh_port_spin;

SMH_INLINE smh_key_t port_lock(void)
{
	smh_key_t key = port_irq_mask();

	port_spin_acquire(&smh_port_spin);
	return key;
}

SMH_INLINE void port_unlock(smh_key_t key)
{
	port_spin_release(&smh_port_spin);
	port_irq_restore(key);
}

#elif SMH_LOCK == SMH_LOCK_PTHREAD

#include <pthread.h>

extern pthread_mutex_t smh_port_mutex;

SMH_INLINE smh_key_t port_lock(void)
{
	(void)pthread_mutex_lock(&smh_port_mutex);
	return 0;
}

SMH_INLINE void port_unlock(smh_key_t key)
{
	(void)key;
	(void)pthread_mutex_unlock(&smh_port_mutex);
}

#elif SMH_LOCK == SMH_LOCK_EXTERNAL

#include "smh_lock.h"

SMH_INLINE smh_key_t port_lock(void)
{
	return smh_lock_acquire();
}

SMH_INLINE void port_unlock(smh_key_t key)
{
	smh_lock_release(key);
}

#else
#error "SMH_LOCK has no such kind"
#endif

#endif /* SMH_PORT_LOCK_H_ */
