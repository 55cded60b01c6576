/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Exception vectors. Interrupts save a frame on the stack in use. Everything else saves the
 * same frame on a stack of its own, because a fault may well mean that the stack in use has
 * run into its guard page.
 */

#include "frame.h"

	.macro	save_registers
	stp	x0, x1, [sp, #FRAME_X + 0 * 8]
	stp	x2, x3, [sp, #FRAME_X + 2 * 8]
	stp	x4, x5, [sp, #FRAME_X + 4 * 8]
	stp	x6, x7, [sp, #FRAME_X + 6 * 8]
	stp	x8, x9, [sp, #FRAME_X + 8 * 8]
	stp	x10, x11, [sp, #FRAME_X + 10 * 8]
	stp	x12, x13, [sp, #FRAME_X + 12 * 8]
	stp	x14, x15, [sp, #FRAME_X + 14 * 8]
	stp	x16, x17, [sp, #FRAME_X + 16 * 8]
	stp	x18, x19, [sp, #FRAME_X + 18 * 8]
	stp	x20, x21, [sp, #FRAME_X + 20 * 8]
	stp	x22, x23, [sp, #FRAME_X + 22 * 8]
	stp	x24, x25, [sp, #FRAME_X + 24 * 8]
	stp	x26, x27, [sp, #FRAME_X + 26 * 8]
	stp	x28, x29, [sp, #FRAME_X + 28 * 8]
	mrs	x1, elr_el1
	stp	x30, x1, [sp, #FRAME_X + 30 * 8]
	mrs	x0, spsr_el1
	mrs	x1, fpcr
	mrs	x2, fpsr
	str	x0, [sp, #FRAME_SPSR]
	stp	x1, x2, [sp, #FRAME_FPCR]
	stp	q0, q1, [sp, #FRAME_Q + 0 * 16]
	stp	q2, q3, [sp, #FRAME_Q + 2 * 16]
	stp	q4, q5, [sp, #FRAME_Q + 4 * 16]
	stp	q6, q7, [sp, #FRAME_Q + 6 * 16]
	stp	q8, q9, [sp, #FRAME_Q + 8 * 16]
	stp	q10, q11, [sp, #FRAME_Q + 10 * 16]
	stp	q12, q13, [sp, #FRAME_Q + 12 * 16]
	stp	q14, q15, [sp, #FRAME_Q + 14 * 16]
	stp	q16, q17, [sp, #FRAME_Q + 16 * 16]
	stp	q18, q19, [sp, #FRAME_Q + 18 * 16]
	stp	q20, q21, [sp, #FRAME_Q + 20 * 16]
	stp	q22, q23, [sp, #FRAME_Q + 22 * 16]
	stp	q24, q25, [sp, #FRAME_Q + 24 * 16]
	stp	q26, q27, [sp, #FRAME_Q + 26 * 16]
	stp	q28, q29, [sp, #FRAME_Q + 28 * 16]
	stp	q30, q31, [sp, #FRAME_Q + 30 * 16]
	.endm

	/* All but x0, x1 and the stack pointer. */
	.macro	restore_registers
	ldp	q30, q31, [sp, #FRAME_Q + 30 * 16]
	ldp	q28, q29, [sp, #FRAME_Q + 28 * 16]
	ldp	q26, q27, [sp, #FRAME_Q + 26 * 16]
	ldp	q24, q25, [sp, #FRAME_Q + 24 * 16]
	ldp	q22, q23, [sp, #FRAME_Q + 22 * 16]
	ldp	q20, q21, [sp, #FRAME_Q + 20 * 16]
	ldp	q18, q19, [sp, #FRAME_Q + 18 * 16]
	ldp	q16, q17, [sp, #FRAME_Q + 16 * 16]
	ldp	q14, q15, [sp, #FRAME_Q + 14 * 16]
	ldp	q12, q13, [sp, #FRAME_Q + 12 * 16]
	ldp	q10, q11, [sp, #FRAME_Q + 10 * 16]
	ldp	q8, q9, [sp, #FRAME_Q + 8 * 16]
	ldp	q6, q7, [sp, #FRAME_Q + 6 * 16]
	ldp	q4, q5, [sp, #FRAME_Q + 4 * 16]
	ldp	q2, q3, [sp, #FRAME_Q + 2 * 16]
	ldp	q0, q1, [sp, #FRAME_Q + 0 * 16]
	ldr	x0, [sp, #FRAME_SPSR]
	ldp	x1, x2, [sp, #FRAME_FPCR]
	msr	spsr_el1, x0
	msr	fpcr, x1
	msr	fpsr, x2
	ldp	x30, x1, [sp, #FRAME_X + 30 * 8]
	msr	elr_el1, x1
	ldp	x28, x29, [sp, #FRAME_X + 28 * 8]
	ldp	x26, x27, [sp, #FRAME_X + 26 * 8]
	ldp	x24, x25, [sp, #FRAME_X + 24 * 8]
	ldp	x22, x23, [sp, #FRAME_X + 22 * 8]
	ldp	x20, x21, [sp, #FRAME_X + 20 * 8]
	ldp	x18, x19, [sp, #FRAME_X + 18 * 8]
	ldp	x16, x17, [sp, #FRAME_X + 16 * 8]
	ldp	x14, x15, [sp, #FRAME_X + 14 * 8]
	ldp	x12, x13, [sp, #FRAME_X + 12 * 8]
	ldp	x10, x11, [sp, #FRAME_X + 10 * 8]
	ldp	x8, x9, [sp, #FRAME_X + 8 * 8]
	ldp	x6, x7, [sp, #FRAME_X + 6 * 8]
	ldp	x4, x5, [sp, #FRAME_X + 4 * 8]
	ldp	x2, x3, [sp, #FRAME_X + 2 * 8]
	.endm

	/* The two scratch registers of the thread pointer are used for nothing else. */
	.macro	fault_vector number
	.balign	0x80
	msr	tpidr_el1, x0
	msr	tpidrro_el0, x1
	mov	x1, #\number
	b	fault_entry
	.endm

	.macro	irq_vector
	.balign	0x80
	b	irq_entry
	.endm

	.text
	.balign	0x800
	.globl	vectors
vectors:
	fault_vector 0			/* this level, SP_EL0 */
	fault_vector 1
	fault_vector 2
	fault_vector 3
	fault_vector 4			/* this level, SP_EL1: the one in use */
	irq_vector
	fault_vector 6
	fault_vector 7
	fault_vector 8			/* a lower level, AArch64 */
	fault_vector 9
	fault_vector 10
	fault_vector 11
	fault_vector 12			/* a lower level, AArch32 */
	fault_vector 13
	fault_vector 14
	fault_vector 15
	.balign	0x80

irq_entry:
	sub	sp, sp, #FRAME_BYTES
	save_registers
	bl	gic_handle
	restore_registers
	ldp	x0, x1, [sp, #FRAME_X]
	add	sp, sp, #FRAME_BYTES
	eret

/* Each core has a stack for faults: its number goes above that of the vector for a moment. */
fault_entry:
	mrs	x0, mpidr_el1
	and	x0, x0, #(FAULT_CORES - 1)
	orr	x1, x1, x0, lsl #FAULT_STACK_SHIFT
	ldr	x0, =fault_stack + FAULT_STACK_BYTES - FRAME_BYTES
	add	x0, x0, x1
	and	x0, x0, #~15
	and	x1, x1, #15
	str	x1, [x0, #FRAME_VECTOR]
	mov	x1, sp
	str	x1, [x0, #FRAME_SP]
	mov	sp, x0
	mrs	x0, tpidr_el1
	mrs	x1, tpidrro_el0
	save_registers
	mrs	x0, esr_el1
	mrs	x1, far_el1
	stp	x0, x1, [sp, #FRAME_ESR]
	mov	x0, sp
	bl	fault_handle
	restore_registers
	ldp	x0, x1, [sp, #FRAME_X]
	msr	tpidr_el1, x0
	ldr	x0, [sp, #FRAME_SP]
	mov	sp, x0
	mrs	x0, tpidr_el1
	eret
