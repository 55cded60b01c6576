/* SPDX-License-Identifier: Apache-2.0 */

/* From reset to main(). */

	.section .head, "ax"
	.globl	_start
_start:
	.option push
	.option norelax
	la	gp, layout_global_pointer
	.option pop
	la	sp, layout_stack_top
	la	tp, layout_tls_start
	la	t0, board_fault_entry
	csrw	mtvec, t0
	csrw	mie, zero

	la	t0, layout_bss_start
	la	t1, layout_bss_end
1:	bgeu	t0, t1, 2f
	sw	zero, 0(t0)
	addi	t0, t0, 4
	j	1b
2:	call	main
	call	board_exit

	.text
	.balign	4
	.globl	board_fault_entry
board_fault_entry:
	csrr	a0, mcause
	csrr	a1, mepc
	csrr	a2, mtval
	la	sp, layout_stack_top
	call	board_fault_report
