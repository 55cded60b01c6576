/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* A spin lock between cores; the caller has masked its own interrupts. */

#ifndef SMH_PORT_SPIN_H_
#define SMH_PORT_SPIN_H_

#include <stdatomic.h>

#include "port/irq.h"

#if ATOMIC_BOOL_LOCK_FREE != 2
#error "SMH_LOCK_SPIN needs atomic instructions"
#endif

extern atomic_flag smh_port_spin;

SMH_INLINE void port_spin_acquire(void)
{
	while (atomic_flag_test_and_set_explicit(&smh_port_spin, memory_order_acquire)) {
		/* The holder runs on another core, for a bounded time. */
	}
}

SMH_INLINE void port_spin_release(void)
{
	atomic_flag_clear_explicit(&smh_port_spin, memory_order_release);
}

#endif /* SMH_PORT_SPIN_H_ */
