/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* How the layers above tell what they found. */

#ifndef SMH_PORT_FAULT_H_
#define SMH_PORT_FAULT_H_

#include <stddef.h>

#include "smh_fault.h"
#include "port/compiler.h"

/* Count a fault and hand it to the handler. Takes the lock. */
void smh_fault_report(enum smh_fault_kind kind, const void *ptr);

#endif /* SMH_PORT_FAULT_H_ */
