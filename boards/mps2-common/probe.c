/* SPDX-License-Identifier: Apache-2.0 */

#include "probe.h"

#include "fault.h"
#include "registers.h"

/* The instructions that an IT block or an interrupted LDM has left; none is in an attempt. */
#define PSR_CONTINUATION 0x0600FC00u

typedef uint32_t (*attempt_t)(uintptr_t address);

static struct probe_fault last;

/* An attempt uses no stack and keeps its return address, so it can be ended anywhere. */
static bool end_attempt(struct exception_frame *frame)
{
	__asm__ volatile("mrs %0, ipsr" : "=r"(last.exception));
	last.status = SCB_CFSR;
	last.address = SCB_MMFAR;
	last.pc = frame->pc;
	SCB_CFSR = last.status;
	frame->r0 = 0;
	frame->pc = frame->lr & ~1u;
	frame->psr &= ~PSR_CONTINUATION;
	return true;
}

static __attribute__((naked)) uint32_t attempt_read(uintptr_t address)
{
	(void)address;
	__asm__ volatile("ldrb r1, [r0]\n\t"
			 "movs r0, #1\n\t"
			 "bx lr");
}

static __attribute__((naked)) uint32_t attempt_write(uintptr_t address)
{
	(void)address;
	__asm__ volatile("ldrb r1, [r0]\n\t"
			 "strb r1, [r0]\n\t"
			 "movs r0, #1\n\t"
			 "bx lr");
}

static __attribute__((naked)) uint32_t attempt_execute(uintptr_t address)
{
	(void)address;
	__asm__ volatile("orr r1, r0, #1\n\t"
			 "movs r0, #1\n\t"
			 "bx r1");
}

static __attribute__((naked)) uint32_t attempt_user_read(uintptr_t address)
{
	(void)address;
	__asm__ volatile("ldrbt r1, [r0]\n\t"
			 "movs r0, #1\n\t"
			 "bx lr");
}

static __attribute__((naked)) uint32_t attempt_user_write(uintptr_t address)
{
	(void)address;
	__asm__ volatile("ldrbt r1, [r0]\n\t"
			 "strbt r1, [r0]\n\t"
			 "movs r0, #1\n\t"
			 "bx lr");
}

static bool survives(attempt_t attempt, uintptr_t address)
{
	fault_hook_t before = fault_hook_set(end_attempt);
	uint32_t reached;

	last = (struct probe_fault){0, 0, 0, 0};
	reached = attempt(address);
	fault_hook_set(before);
	return reached != 0;
}

void probe_init(void)
{
	SCB_SHCSR |= SCB_SHCSR_MEMFAULT;
	__asm__ volatile("dsb\n\tisb" ::: "memory");
}

bool probe_read(uintptr_t address)
{
	return survives(attempt_read, address);
}

bool probe_write(uintptr_t address)
{
	return survives(attempt_write, address);
}

bool probe_execute(uintptr_t address)
{
	return survives(attempt_execute, address);
}

bool probe_user_read(uintptr_t address)
{
	return survives(attempt_user_read, address);
}

bool probe_user_write(uintptr_t address)
{
	return survives(attempt_user_write, address);
}

struct probe_fault probe_last(void)
{
	return last;
}
