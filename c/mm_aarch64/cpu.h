/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Registers, barriers and maintenance of AArch64, as far as translation needs them. */

#ifndef SMH_MM_AARCH64_CPU_H_
#define SMH_MM_AARCH64_CPU_H_

#include <stdbool.h>
#include <stdint.h>

#include "port/compiler.h"

#define CPU_READER(name)                                                                           \
	SMH_INLINE uint64_t cpu_read_##name(void)                                                  \
	{                                                                                          \
		uint64_t value;                                                                    \
                                                                                                   \
		__asm__ volatile("mrs %0, " #name : "=r"(value)::"memory");                        \
		return value;                                                                      \
	}

#define CPU_WRITER(name)                                                                           \
	SMH_INLINE void cpu_write_##name(uint64_t value)                                           \
	{                                                                                          \
		__asm__ volatile("msr " #name ", %0" ::"r"(value) : "memory");                     \
	}

CPU_READER(ctr_el0)
CPU_READER(elr_el1)
CPU_READER(par_el1)
CPU_READER(ttbr1_el1)

CPU_WRITER(mair_el1)
CPU_WRITER(tcr_el1)
CPU_WRITER(ttbr0_el1)
CPU_WRITER(ttbr1_el1)

/* What this core does from here on sees what it did to its registers. */
SMH_INLINE void cpu_isb(void)
{
	__asm__ volatile("isb" ::: "memory");
}

/* Every table walk of every core from here on sees what was written to tables before. */
SMH_INLINE void cpu_tables_written(void)
{
	__asm__ volatile("dsb ishst\n\tisb" ::: "memory");
}

/* What was begun on every core is done, and accesses made by way of it too. */
SMH_INLINE void cpu_done(void)
{
	__asm__ volatile("dsb ish\n\tisb" ::: "memory");
}

/* No core translates a page by an entry of before, for any ASID. Bits 43 to 0: its number. */
SMH_INLINE void cpu_forget_page(uintptr_t virt)
{
	__asm__ volatile("tlbi vaae1is, %0" ::"r"((virt >> 12) & UINT64_C(0xFFFFFFFFFFF))
			 : "memory");
	cpu_done();
}

/* No core translates anything by an entry or a table of before. */
SMH_INLINE void cpu_forget_all(void)
{
	__asm__ volatile("tlbi vmalle1is" ::: "memory");
	cpu_done();
}

SMH_INLINE uintptr_t cpu_data_line(void)
{
	return (uintptr_t)4 << (cpu_read_ctr_el0() >> 16 & 0xF);
}

SMH_INLINE uintptr_t cpu_instruction_line(void)
{
	return (uintptr_t)4 << (cpu_read_ctr_el0() & 0xF);
}

/*
 * What caches have of a range is in memory, and no cache has it any more. The first barrier puts
 * earlier accesses before the maintenance, the second waits for its end.
 */
SMH_INLINE void cpu_evict(uintptr_t virt, uintptr_t bytes)
{
	uintptr_t line = cpu_data_line();

	__asm__ volatile("dsb sy" ::: "memory");
	for (uintptr_t done = 0; done < bytes; done += line) {
		__asm__ volatile("dc civac, %0" ::"r"(virt + done) : "memory");
	}
	__asm__ volatile("dsb sy" ::: "memory");
}

/* What was written to a range is what every core fetches from it. */
SMH_INLINE void cpu_fetch_anew(uintptr_t virt, uintptr_t bytes)
{
	uintptr_t line = cpu_data_line();

	for (uintptr_t done = 0; done < bytes; done += line) {
		__asm__ volatile("dc cvau, %0" ::"r"(virt + done) : "memory");
	}
	__asm__ volatile("dsb ish" ::: "memory");
	line = cpu_instruction_line();
	for (uintptr_t done = 0; done < bytes; done += line) {
		__asm__ volatile("ic ivau, %0" ::"r"(virt + done) : "memory");
	}
	cpu_done();
}

/* Whether privileged code may write there now. With interrupts masked: PAR_EL1 is one register. */
SMH_INLINE bool cpu_may_write(uintptr_t virt)
{
	__asm__ volatile("at s1e1w, %0\n\tisb" ::"r"(virt) : "memory");
	return (cpu_read_par_el1() & 1) == 0;
}

/* The instruction that the exception being handled was taken from. */
SMH_INLINE uint32_t cpu_faulting_instruction(void)
{
	return *(const volatile uint32_t *)cpu_read_elr_el1();
}

#endif /* SMH_MM_AARCH64_CPU_H_ */
