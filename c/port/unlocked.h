/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * Words that several contexts use at once without a lock. Each is volatile, of the size of an int
 * or of a pointer.
 *
 * Without atomic instructions (Cortex-M0, RISC-V without A) a load and a store are whole, because
 * the processor makes them in one access. port_count() is two accesses there: of two contexts that
 * count at the same moment, one count can be lost.
 */

#ifndef SMH_PORT_UNLOCKED_H_
#define SMH_PORT_UNLOCKED_H_

#include <stdint.h>

#include "port/compiler.h"

#if defined(__GNUC__) && __GCC_ATOMIC_INT_LOCK_FREE == 2 && __GCC_ATOMIC_POINTER_LOCK_FREE == 2

#define PORT_LOAD(word)         __atomic_load_n(&(word), __ATOMIC_ACQUIRE)
#define PORT_STORE(word, value) __atomic_store_n(&(word), (value), __ATOMIC_RELEASE)

/*
 * GCC for Linux would call libgcc, whose function asks the C library for the processor: a
 * bare-metal program may have neither. In line in another function the attribute would be lost.
 */
#if defined(__aarch64__) && !defined(__clang__)
#define PORT_OWN_ATOMICS __attribute__((target("no-outline-atomics"))) SMH_NOINLINE
#else
#define PORT_OWN_ATOMICS
#endif

PORT_OWN_ATOMICS static void port_count(volatile uint32_t *word)
{
	(void)__atomic_fetch_add(word, 1, __ATOMIC_RELAXED);
}

#else

#define PORT_LOAD(word)         (word)
#define PORT_STORE(word, value) ((word) = (value))

SMH_INLINE void port_count(volatile uint32_t *word)
{
	*word = *word + 1;
}

#endif

#endif /* SMH_PORT_UNLOCKED_H_ */
