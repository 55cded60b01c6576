/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief System registers and barriers of AArch64.
 */

#ifndef SYSREG_H_
#define SYSREG_H_

#include <stdint.h>

#define SYSREG_READER(name)                                                                        \
	static inline uint64_t read_##name(void)                                                   \
	{                                                                                          \
		uint64_t value;                                                                    \
                                                                                                   \
		__asm__ volatile("mrs %0, " #name : "=r"(value) : : "memory");                     \
		return value;                                                                      \
	}

#define SYSREG_WRITER(name)                                                                        \
	static inline void write_##name(uint64_t value)                                            \
	{                                                                                          \
		__asm__ volatile("msr " #name ", %0" : : "r"(value) : "memory");                   \
	}

SYSREG_READER(cntfrq_el0)
SYSREG_READER(cntvct_el0)
SYSREG_READER(cntv_cval_el0)
SYSREG_READER(daif)
SYSREG_READER(mpidr_el1)
SYSREG_READER(par_el1)

SYSREG_WRITER(cntv_ctl_el0)
SYSREG_WRITER(cntv_cval_el0)
SYSREG_WRITER(daif)

/** Bits of the immediate operand of DAIFSet and DAIFClr. */
#define DAIF_MASK_ALL    0xF
#define DAIF_MASK_IRQ    0x2
#define DAIF_MASK_SERROR 0x4

#define daif_set(bits)   __asm__ volatile("msr daifset, %0" : : "i"(bits) : "memory")
#define daif_clear(bits) __asm__ volatile("msr daifclr, %0" : : "i"(bits) : "memory")

#define isb()       __asm__ volatile("isb" : : : "memory")
#define dsb(domain) __asm__ volatile("dsb " #domain : : : "memory")

#endif /* SYSREG_H_ */
