/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* As lock.c: a file of its own, so that only programs with the mapping layer have the object. */

#include "port/inner_lock.h"

#if PORT_LOCK_HAS_OBJECT
port_lock_t smh_port_inner_lock = PORT_LOCK_OPEN;
#else
typedef int smh_port_inner_lock_is_none;
#endif

#if PORT_LOCK_FORKS
__attribute__((constructor)) static void hold_while_forking(void)
{
	smh_port_lock_set_inner(&smh_port_inner_lock);
}
#endif
