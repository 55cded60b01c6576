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

#if PORT_LOCK_HAS_OBJECT
extern port_lock_t smh_port_inner_lock;
#define PORT_INNER_LOCK (&smh_port_inner_lock)
#else
#define PORT_INNER_LOCK NULL
#endif

SMH_INLINE smh_key_t port_inner_lock(void)
{
	return port_lock_take(PORT_INNER_LOCK);
}

SMH_INLINE void port_inner_unlock(smh_key_t key)
{
	port_lock_give(PORT_INNER_LOCK, key);
}

#endif /* SMH_PORT_INNER_LOCK_H_ */
