/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* As lock.c: a file of its own, so that only programs with the mapping layer have the object. */

#include "port/inner_lock.h"

#if SMH_LOCK == SMH_LOCK_PTHREAD
pthread_mutex_t smh_port_inner_mutex = PTHREAD_MUTEX_INITIALIZER;
#elif SMH_LOCK == SMH_LOCK_SPIN
atomic_uint smh_port_inner_spin;
#else
typedef int smh_port_inner_lock_has_no_object;
#endif
