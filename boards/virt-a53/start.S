/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Start-up. The image begins with the header of the arm64 boot protocol, so that any loader
 * of that protocol can place and enter it: x0 is the physical address of the devicetree blob,
 * MMU and data cache are off, and the image is clean to the point of coherency.
 */

#define SEMIHOSTING_EXIT      0x18
#define SEMIHOSTING_APP_EXIT  0x20026
#define EXIT_WRONG_LEVEL      80
#define EXIT_WRONG_PLACE      81

#define EL1                   (1 << 2)
#define SCTLR_RES1            0x30D00800
#define SCTLR_MMU_AND_CACHES  ((1 << 0) | (1 << 2) | (1 << 12))
#define SCTLR_STACK_ALIGNMENT (1 << 3)
#define SCTLR_ON (SCTLR_RES1 | SCTLR_MMU_AND_CACHES | SCTLR_STACK_ALIGNMENT)
#define CPACR_FP_ENABLED      (3 << 20)

	.section .head, "ax"
	.globl	_start
_start:
	b	cold_start
	.word	0
	.quad	layout_text_offset
	.quad	layout_image_bytes
	.quad	2			/* little-endian, 4 KiB pages */
	.quad	0, 0, 0
	.ascii	"ARM\x64"
	.word	0

	.text

cold_start:
	mov	x20, x0
	msr	daifset, #0xF
	mrs	x1, CurrentEL
	cmp	x1, #EL1
	mov	w19, #EXIT_WRONG_LEVEL
	b.ne	give_up
	adr	x1, _start
	ldr	x2, =_start
	cmp	x1, x2
	mov	w19, #EXIT_WRONG_PLACE
	b.ne	give_up

	bl	init_core
	ldr	x1, =layout_stack_top
	mov	sp, x1

	ldr	x0, =layout_noinit_start
	ldr	x1, =layout_noinit_end
	bl	clear
	bl	init_memory
	ldr	x1, =board_blob_address
	str	x20, [x1]
	bl	mmu_boot
	bl	discard_stale_lines
	bl	enable_mmu
	b	run

/* Where another core starts: x0 is the end of its stack. */
	.globl	core_entry
core_entry:
	mov	x20, x0
	msr	daifset, #0xF
	bl	init_core
	mov	sp, x20
	bl	mmu_join
	bl	enable_mmu
	ldr	x1, =layout_tls_start - 16
	msr	tpidr_el0, x1
	mov	x29, #0
	mov	x30, #0
	b	core_main

/* What each core needs before the MMU. */
init_core:
	ldr	x1, =SCTLR_RES1
	msr	sctlr_el1, x1
	adrp	x1, vectors
	add	x1, x1, :lo12:vectors
	msr	vbar_el1, x1
	mov	x1, #CPACR_FP_ENABLED
	msr	cpacr_el1, x1
	isb
	msr	spsel, #1
	ret

/* Where board_restart() goes on: everything but .noinit and the MMU starts again. */
	.globl	board_warm_start
board_warm_start:
	ldr	x1, =layout_stack_top
	mov	sp, x1
	bl	init_memory
run:
	/* The thread pointer lies 16 bytes below the block of thread-local variables. */
	ldr	x1, =layout_tls_start - 16
	msr	tpidr_el0, x1
	msr	fpcr, xzr
	msr	fpsr, xzr
	mov	x29, #0
	mov	x30, #0
	b	board_start

/* Copy .data (and .tdata behind it) from the load copy, then clear .tbss and .bss. */
init_memory:
	ldr	x0, =layout_data_start
	ldr	x1, =layout_data_end
	ldr	x2, =layout_data_load
1:	cmp	x0, x1
	b.hs	2f
	ldp	x3, x4, [x2], #16
	stp	x3, x4, [x0], #16
	b	1b
2:	ldr	x0, =layout_bss_start
	ldr	x1, =layout_bss_end

/* Clear from x0 to x1, both at multiples of 16. */
clear:
	cmp	x0, x1
	b.hs	1f
	stp	xzr, xzr, [x0], #16
	b	clear
1:	ret

/*
 * What was written until now went past the cache. Should the cache hold lines of these
 * addresses from what ran before, they are stale: drop them without writing them back.
 */
discard_stale_lines:
	mrs	x2, ctr_el0
	ubfx	x2, x2, #16, #4
	mov	x3, #4
	lsl	x2, x3, x2
	ldr	x0, =layout_ram_start
	ldr	x1, =layout_image_end
1:	dc	ivac, x0
	add	x0, x0, x2
	cmp	x0, x1
	b.lo	1b
	dsb	sy
	ret

/* mmu_boot() or mmu_join() has loaded the registers that say how to translate. */
enable_mmu:
	tlbi	vmalle1
	ic	iallu
	dsb	nsh
	isb
	ldr	x0, =SCTLR_ON
	msr	sctlr_el1, x0
	isb
	ret

/* No stack and no console here: leave with the status in w19. */
give_up:
	mov	x0, #SEMIHOSTING_EXIT
	adrp	x1, layout_stack_top
	add	x1, x1, :lo12:layout_stack_top
	ldr	x2, =SEMIHOSTING_APP_EXIT
	stp	x2, x19, [x1, #-16]!
	hlt	#0xF000
1:	wfi
	b	1b
