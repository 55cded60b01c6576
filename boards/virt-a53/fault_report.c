/* SPDX-License-Identifier: Apache-2.0 */

#include "fault.h"

#include "layout.h"
#include "print.h"

#define VECTORS_PER_ORIGIN 4

static const char *const origins[] = {
	"this level on SP_EL0",
	"this level",
	"a lower level in AArch64",
	"a lower level in AArch32",
};

static const char *const kinds[] = {"synchronous", "IRQ", "FIQ", "SError"};

static bool in_stack_guard(uint64_t address)
{
	return address >= (uintptr_t)layout_stack_guard && address < (uintptr_t)layout_stack_bottom;
}

static void print_cause(const struct frame *frame)
{
	struct fault_text text;

	fault_decode(frame->esr, &text);
	print("FAULT: %s", text.class_name);
	if (text.status != NULL) {
		print(", %s", text.status);
	}
	if (text.level >= 0) {
		print(" (table level %d)", text.level);
	}
	print("\n");
	if (text.access != NULL) {
		print("  %s 0x%016llx%s\n", text.access, (unsigned long long)frame->far,
		      in_stack_guard(frame->far) ? ": the guard page, the stack is full" : "");
	}
}

static void print_registers(const struct frame *frame)
{
	for (unsigned int i = 0; i < 31; i++) {
		print("  x%-2u 0x%016llx%s", i, (unsigned long long)frame->x[i],
		      i % 3 == 2 ? "\n" : "");
	}
	print("  sp  0x%016llx\n", (unsigned long long)frame->sp);
}

void fault_report(const struct frame *frame)
{
	print("\n");
	print_cause(frame);
	print("  %s exception from %s (vector %u)\n", kinds[frame->vector % VECTORS_PER_ORIGIN],
	      origins[frame->vector / VECTORS_PER_ORIGIN], (unsigned int)frame->vector);
	print("  ELR  0x%016llx  SPSR 0x%016llx\n", (unsigned long long)frame->elr,
	      (unsigned long long)frame->spsr);
	print("  ESR  0x%016llx  FAR  0x%016llx\n", (unsigned long long)frame->esr,
	      (unsigned long long)frame->far);
	print_registers(frame);
}
