/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Exceptions that nobody expected, and a hook for those that somebody did.
 */

#ifndef FAULT_H_
#define FAULT_H_

#include <stdbool.h>
#include <stdint.h>

/** What the processor pushes on exception entry and takes back on return. */
struct exception_frame {
	uint32_t r0;
	uint32_t r1;
	uint32_t r2;
	uint32_t r3;
	uint32_t r12;
	uint32_t lr;
	uint32_t pc;
	uint32_t psr;
};

/**
 * Called for each fault before it is reported. What it writes to @p frame is taken back.
 *
 * @return true if the program shall go on, false if the fault shall be reported.
 */
typedef bool (*fault_hook_t)(struct exception_frame *frame);

/** Set the hook, NULL for none. Returns the one before. */
fault_hook_t fault_hook_set(fault_hook_t hook);

#endif /* FAULT_H_ */
