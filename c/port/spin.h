/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* A spin lock between cores; the caller has masked its own interrupts. */

#ifndef SMH_PORT_SPIN_H_
#define SMH_PORT_SPIN_H_

#include <stdatomic.h>

#include "port/irq.h"

/* A whole word: not every processor with atomic instructions has them for bytes. */
#if ATOMIC_INT_LOCK_FREE != 2
#error "SMH_LOCK_SPIN needs atomic instructions"
#endif

extern atomic_uint smh_port_spin;

SMH_INLINE void port_spin_acquire(void)
{
	while (atomic_exchange_explicit(&smh_port_spin, 1, memory_order_acquire) != 0) {
		/* The holder runs on another core, for a bounded time. */
	}
}

SMH_INLINE void port_spin_release(void)
{
	atomic_store_explicit(&smh_port_spin, 0, memory_order_release);
}

#endif /* SMH_PORT_SPIN_H_ */
