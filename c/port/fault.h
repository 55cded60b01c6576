/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* How the layers above tell what they found. */

#ifndef SMH_PORT_FAULT_H_
#define SMH_PORT_FAULT_H_

#include <stddef.h>

#include "smh_fault.h"
#include "port/compiler.h"

/* A fault noted while the lock is held, to be reported after it was released. */
struct fault {
	enum smh_fault_kind kind;
	const void *ptr;
};

/* Count a fault and hand it to the handler. Takes the lock. */
void smh_fault_report(enum smh_fault_kind kind, const void *ptr);

SMH_INLINE void fault_report_if_any(struct fault fault)
{
	if (SMH_UNLIKELY(fault.kind != SMH_FAULT_NONE)) {
		smh_fault_report(fault.kind, fault.ptr);
	}
}

#endif /* SMH_PORT_FAULT_H_ */
