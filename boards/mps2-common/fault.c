/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The hook, and the report of an exception that nobody expected.
 */

#include "fault.h"

#include "board.h"
#include "handlers.h"
#include "print.h"
#include "registers.h"

#include <stddef.h>

#define EXIT_FAULT 1

struct cause {
	uint32_t bit;
	const char *text;
};

#define CFSR_MMFAR_VALID (1u << 7)
#define CFSR_BFAR_VALID  (1u << 15)

static const struct cause causes[] = {
	{1u << 0, "fetch from memory without execute permission"},
	{1u << 1, "data access without permission"},
	{1u << 3, "memory protection fault while leaving an exception"},
	{1u << 4, "memory protection fault while entering an exception"},
	{1u << 8, "bus error on a fetch"},
	{1u << 9, "bus error on a data access"},
	{1u << 10, "imprecise bus error"},
	{1u << 11, "bus error while leaving an exception"},
	{1u << 12, "bus error while entering an exception"},
	{1u << 16, "undefined instruction (a trap or a failed assertion)"},
	{1u << 17, "invalid state (Thumb bit clear)"},
	{1u << 18, "invalid return from an exception"},
	{1u << 19, "no coprocessor"},
	{1u << 20, "stack overflow"},
	{1u << 24, "unaligned access"},
	{1u << 25, "division by zero"},
};

static void print_causes(uint32_t cfsr)
{
	for (size_t i = 0; i < sizeof(causes) / sizeof(causes[0]); i++) {
		if ((cfsr & causes[i].bit) != 0) {
			print("  %s\n", causes[i].text);
		}
	}
	if ((cfsr & CFSR_MMFAR_VALID) != 0) {
		print("  at address %08lx\n", (unsigned long)SCB_MMFAR);
	}
	if ((cfsr & CFSR_BFAR_VALID) != 0) {
		print("  at address %08lx\n", (unsigned long)SCB_BFAR);
	}
}

static void print_frame(const struct exception_frame *frame)
{
	print("  pc %08lx  lr %08lx  psr %08lx  sp %08lx\n", (unsigned long)frame->pc,
	      (unsigned long)frame->lr, (unsigned long)frame->psr,
	      (unsigned long)(uintptr_t)(frame + 1));
	print("  r0 %08lx  r1 %08lx  r2 %08lx  r3 %08lx  r12 %08lx\n", (unsigned long)frame->r0,
	      (unsigned long)frame->r1, (unsigned long)frame->r2, (unsigned long)frame->r3,
	      (unsigned long)frame->r12);
}

static _Noreturn void report(const struct exception_frame *frame)
{
	uint32_t number;
	uint32_t cfsr = SCB_CFSR;

	__asm__ volatile("mrs %0, ipsr" : "=r"(number));
	print("\nFAULT: exception %lu, CFSR %08lx, HFSR %08lx\n", (unsigned long)number,
	      (unsigned long)cfsr, (unsigned long)SCB_HFSR);
	print_causes(cfsr);
	print_frame(frame);
	board_exit(EXIT_FAULT);
}

static fault_hook_t fault_hook;

fault_hook_t fault_hook_set(fault_hook_t hook)
{
	fault_hook_t before = fault_hook;

	fault_hook = hook;
	return before;
}

void board_fault_handle(struct exception_frame *frame);

void board_fault_handle(struct exception_frame *frame)
{
	if (fault_hook == NULL || !fault_hook(frame)) {
		report(frame);
	}
}

/*
 * Only the main stack is used, so the frame is where the stack pointer is now. The link register
 * holds what returns from the exception; it is pushed with another, which keeps the stack aligned.
 */
__attribute__((naked)) void board_fault_entry(void)
{
	__asm__ volatile("mov r0, sp\n\t"
			 "push {r4, lr}\n\t"
			 "bl board_fault_handle\n\t"
			 "pop {r4, pc}");
}
