/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* The lock object of the kinds that have one. Initialised at load time, so that it works first. */

#include "port/lock.h"

#if SMH_LOCK == SMH_LOCK_PTHREAD
pthread_mutex_t smh_port_mutex = PTHREAD_MUTEX_INITIALIZER;
#elif SMH_LOCK == SMH_LOCK_SPIN
atomic_uint smh_port_spin;
#else
typedef int smh_port_lock_has_no_object;
#endif
