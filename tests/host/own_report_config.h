/* SPDX-License-Identifier: Apache-2.0 */

/* A configuration header whose user reports the faults of sys_heap_* in a way of his own. */

#ifndef OWN_REPORT_CONFIG_H_
#define OWN_REPORT_CONFIG_H_

void own_heap_fault(unsigned int kind, const void *ptr);

#define SMH_SYS_HEAP_FAULT(kind, ptr) own_heap_fault(kind, ptr)

#endif /* OWN_REPORT_CONFIG_H_ */
