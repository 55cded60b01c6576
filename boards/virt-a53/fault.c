/* SPDX-License-Identifier: Apache-2.0 */

#include "fault.h"

#include "board.h"
#include "sysreg.h"

#include <stddef.h>

uint8_t fault_stack[FAULT_CORES * FAULT_STACK_BYTES]
	__attribute__((aligned(16), section(".noinit.fault_stack")));

static fault_hook_t current_hook;
static fault_resolver_t current_resolver;
static unsigned int depths[FAULT_CORES];

void fault_resolver_set(fault_resolver_t resolver)
{
	current_resolver = resolver;
}

static bool is_resolved(const struct frame *frame)
{
	return current_resolver != NULL && current_resolver(frame->esr, frame->far);
}

fault_hook_t fault_hook_set(fault_hook_t hook)
{
	fault_hook_t before = current_hook;

	current_hook = hook;
	return before;
}

void fault_handle(struct frame *frame)
{
	unsigned int *depth = &depths[read_mpidr_el1() % FAULT_CORES];

	/* The frame of the first fault is gone by now: nothing to report and nobody to ask. */
	if ((*depth)++ != 0) {
		board_exit(FAULT_EXIT_NESTED);
	}
	if (!is_resolved(frame) && (current_hook == NULL || !current_hook(frame))) {
		fault_report(frame);
		board_exit(FAULT_EXIT_STATUS);
	}
	(*depth)--;
}
