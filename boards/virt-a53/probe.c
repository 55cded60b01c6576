/* SPDX-License-Identifier: Apache-2.0 */

#include "probe.h"

#include "fault.h"

typedef uint64_t (*attempt_t)(uintptr_t address);

/* In probe_attempts.S: each returns 1, or 0 by way of the hook. */
uint64_t probe_attempt_read(uintptr_t address);
uint64_t probe_attempt_write(uintptr_t address);
uint64_t probe_attempt_execute(uintptr_t address);

static uint64_t last_syndrome;
static uint64_t last_address;

/* An attempt uses no stack and keeps its return address, so it can be ended anywhere. */
static bool end_attempt(struct frame *frame)
{
	last_syndrome = frame->esr;
	last_address = frame->far;
	frame->x[0] = 0;
	frame->elr = frame->x[30];
	return true;
}

static bool survives(attempt_t attempt, uintptr_t address)
{
	fault_hook_t before = fault_hook_set(end_attempt);
	uint64_t reached = attempt(address);

	fault_hook_set(before);
	return reached != 0;
}

bool probe_read(uintptr_t address)
{
	return survives(probe_attempt_read, address);
}

bool probe_write(uintptr_t address)
{
	return survives(probe_attempt_write, address);
}

bool probe_execute(uintptr_t address)
{
	return survives(probe_attempt_execute, address);
}

uint64_t probe_syndrome(void)
{
	return last_syndrome;
}

uint64_t probe_fault_address(void)
{
	return last_address;
}
