/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Try an access that may fault, and go on if it does.
 */

#ifndef PROBE_H_
#define PROBE_H_

#include <stdbool.h>
#include <stdint.h>

/** Read a byte. Returns false if that faulted. */
bool probe_read(uintptr_t address);

/** Write a byte, the one that is there. Returns false if reading or writing faulted. */
bool probe_write(uintptr_t address);

/** Call what lies at the address, which should return at once. Returns false if it faulted. */
bool probe_execute(uintptr_t address);

/** Syndrome (ESR_EL1) of the last fault that a probe met. */
uint64_t probe_syndrome(void);

/** Address (FAR_EL1) of the last fault that a probe met. */
uint64_t probe_fault_address(void);

#endif /* PROBE_H_ */
