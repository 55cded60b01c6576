/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* The lock object of the kinds that have one. Initialised at load time, so that it works first. */

#include "port/lock.h"

#if PORT_LOCK_HAS_OBJECT
port_lock_t smh_port_lock = PORT_LOCK_OPEN;
#else
typedef int smh_port_lock_is_none;
#endif
