/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Try an access that may fault, and go on if it does.
 */

#ifndef PROBE_H_
#define PROBE_H_

#include <stdbool.h>
#include <stdint.h>

/** The fault that the last probe met. */
struct probe_fault {
	/** Number of the exception, 0 if there was none. */
	uint32_t exception;
	/** Status of faults of all kinds (CFSR). */
	uint32_t status;
	/** Address of the data access (MMFAR), if the status says that it is one. */
	uint32_t address;
	/** The instruction that faulted. */
	uint32_t pc;
};

/** Violations of the MPU are faults of their own from now on, not HardFaults. */
void probe_init(void);

/** Read a byte. Returns false if that faulted. */
bool probe_read(uintptr_t address);

/** Write a byte, the one that is there. Returns false if reading or writing faulted. */
bool probe_write(uintptr_t address);

/** Call what lies at the address, which should return at once. Returns false if it faulted. */
bool probe_execute(uintptr_t address);

/** As probe_read(), with the rights of unprivileged code. */
bool probe_user_read(uintptr_t address);

/** As probe_write(), with the rights of unprivileged code. */
bool probe_user_write(uintptr_t address);

/** What the last probe met. */
struct probe_fault probe_last(void);

#endif /* PROBE_H_ */
