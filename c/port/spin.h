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

SMH_INLINE void port_spin_acquire(atomic_uint *spin)
{
	while (atomic_exchange_explicit(spin, 1, memory_order_acquire) != 0) {
		/* The holder runs on another core, for a bounded time. */
	}
}

SMH_INLINE void port_spin_release(atomic_uint *spin)
{
	atomic_store_explicit(spin, 0, memory_order_release);
}

#endif /* SMH_PORT_SPIN_H_ */
