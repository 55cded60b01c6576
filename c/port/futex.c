/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* What the futex lock does when two threads meet. */

#include "smh_config.h"

#if SMH_LOCK == SMH_LOCK_FUTEX

#include <errno.h>
#include <stddef.h>
#include <sys/syscall.h>

#include "port/futex.h"

/* unistd.h hides it from strict C11. */
long syscall(long number, ...);

/* Of <linux/futex.h>, which not every system with a compiler has. */
#define FUTEX_WAIT_PRIVATE 128
#define FUTEX_WAKE_PRIVATE 129

/* New 32-bit architectures have only the call with 64-bit time; no time is given here. */
#ifndef SYS_futex
#define SYS_futex SYS_futex_time64
#endif

/*
 * The kernel returns at once if the word is no longer AWAITED. Signals make it return too.
 * It does not spin first: DESIGN.md, "The lock".
 */
SMH_NOINLINE void smh_port_futex_wait(port_futex_t *futex)
{
	const int before = errno;

	while (atomic_exchange_explicit(futex, PORT_FUTEX_AWAITED, memory_order_acquire) !=
	       PORT_FUTEX_OPEN) {
		(void)syscall(SYS_futex, futex, FUTEX_WAIT_PRIVATE, PORT_FUTEX_AWAITED, NULL);
	}
	errno = before;
}

SMH_NOINLINE void smh_port_futex_wake(port_futex_t *futex)
{
	const int before = errno;

	(void)syscall(SYS_futex, futex, FUTEX_WAKE_PRIVATE, 1);
	errno = before;
}

#else
typedef int smh_port_futex_is_not_the_lock;
#endif
