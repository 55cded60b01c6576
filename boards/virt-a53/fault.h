/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief What happens on an exception that is no interrupt.
 */

#ifndef FAULT_H_
#define FAULT_H_

#include "frame.h"

#include <stdbool.h>
#include <stdint.h>

/** Exit status of a program that ends with a fault. */
#define FAULT_EXIT_STATUS 70
/** The same, if the report itself met a fault. */
#define FAULT_EXIT_NESTED 71

/**
 * A test's chance to expect a fault. It runs on the stack of faults with interrupts masked.
 *
 * @param frame  The state of the program; change frame->elr to resume elsewhere.
 * @return true to resume, false to have the fault reported and the program ended.
 */
typedef bool (*fault_hook_t)(struct frame *frame);

/** Install a hook, or NULL for none. Returns the one before. */
fault_hook_t fault_hook_set(fault_hook_t hook);

/**
 * Who may make a fault go away, so that the access is repeated; asked before the hook.
 *
 * @param esr  ESR_EL1.
 * @param far  FAR_EL1.
 */
typedef bool (*fault_resolver_t)(uint64_t esr, uint64_t far);

/** Install it, or NULL for none. */
void fault_resolver_set(fault_resolver_t resolver);

/** Called by the vectors. */
void fault_handle(struct frame *frame);

/** What an exception says of itself. */
struct fault_text {
	/** Class of the exception, in words. */
	const char *class_name;
	/** For aborts: what went wrong; else NULL. */
	const char *status;
	/** For aborts by translation, access flag or permission: level of the table; else -1. */
	int level;
	/** If FAR_EL1 holds the address concerned: what was done there; else NULL. */
	const char *access;
};

/** Put an exception syndrome into words. */
void fault_decode(uint64_t esr, struct fault_text *text);

/** Print the whole report of a fault. */
void fault_report(const struct frame *frame);

#endif /* FAULT_H_ */
