/* SPDX-License-Identifier: Apache-2.0 */

/* Accesses that may fault: x0 is the address, the result is 1. See probe.c. */

	.text

	.globl	probe_attempt_read
probe_attempt_read:
	ldrb	w1, [x0]
	mov	x0, #1
	ret

	.globl	probe_attempt_write
probe_attempt_write:
	ldrb	w1, [x0]
	strb	w1, [x0]
	mov	x0, #1
	ret

	.globl	probe_attempt_execute
probe_attempt_execute:
	mov	x1, x0
	mov	x0, #1
	br	x1
