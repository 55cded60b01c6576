/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * A second lock, of the kind of the pool's, which may be taken while that one is held: the pool's
 * memory may be such that touching it faults, and the mapping layer has to bring it. Never the
 * other way round.
 *
 * Without an object of its own where masking interrupts is all, which nests; and where the lock
 * is the user's, which then has to nest.
 */

#ifndef SMH_PORT_INNER_LOCK_H_
#define SMH_PORT_INNER_LOCK_H_

#include "port/lock.h"

#if SMH_LOCK == SMH_LOCK_SPIN

extern atomic_uint smh_port_inner_spin;

SMH_INLINE smh_key_t port_inner_lock(void)
{
	smh_key_t key = port_irq_mask();

	port_spin_acquire(&smh_port_inner_spin);
	return key;
}

SMH_INLINE void port_inner_unlock(smh_key_t key)
{
	port_spin_release(&smh_port_inner_spin);
	port_irq_restore(key);
}

#elif SMH_LOCK == SMH_LOCK_PTHREAD

extern pthread_mutex_t smh_port_inner_mutex;

SMH_INLINE smh_key_t port_inner_lock(void)
{
	(void)pthread_mutex_lock(&smh_port_inner_mutex);
	return 0;
}

SMH_INLINE void port_inner_unlock(smh_key_t key)
{
	(void)key;
	(void)pthread_mutex_unlock(&smh_port_inner_mutex);
}

#else

SMH_INLINE smh_key_t port_inner_lock(void)
{
	return port_lock();
}

SMH_INLINE void port_inner_unlock(smh_key_t key)
{
	port_unlock(key);
}

#endif

#endif /* SMH_PORT_INNER_LOCK_H_ */
