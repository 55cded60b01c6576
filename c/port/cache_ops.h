/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * What each kind of processor does to one line of its data cache. Every kind has
 *
 *   cache_line_bytes()       the step from line to line; 0 if there is nothing to maintain
 *   cache_granule_bytes()    the most that one line of any cache on the way covers; 0: unknown
 *   cache_clean_line()       by the address of any byte in the line
 *   cache_invalidate_line()  likewise
 *   cache_barrier()          what was done before is done, also as devices see it
 */

#ifndef SMH_PORT_CACHE_OPS_H_
#define SMH_PORT_CACHE_OPS_H_

#include <stdbool.h>
#include <stdint.h>

#include "smh_config.h"
#include "port/compiler.h"

/* A write to a device that follows must not overtake what the processor wrote to memory. */
#if SMH_CACHE == SMH_CACHE_ARMV7M
SMH_INLINE void cache_barrier(void)
{
	__asm__ volatile("dsb sy\n\tisb" ::: "memory");
}
#elif defined(__aarch64__) || (defined(__ARM_ARCH) && __ARM_ARCH >= 7) || defined(__ARM_ARCH_6M__)
SMH_INLINE void cache_barrier(void)
{
	__asm__ volatile("dsb sy" ::: "memory");
}
#elif defined(__riscv)
SMH_INLINE void cache_barrier(void)
{
	__asm__ volatile("fence iorw, iorw" ::: "memory");
}
#elif defined(__GNUC__)
SMH_INLINE void cache_barrier(void)
{
	__sync_synchronize();
}
#else
#include <stdatomic.h>

SMH_INLINE void cache_barrier(void)
{
	atomic_thread_fence(memory_order_seq_cst);
}
#endif

/* The fields of the cache type register that AArch64 and ARMv7-M share: sizes in words, log2. */
#define CTR_LINE(ctr)    (4u << (((ctr) >> 16) & 0xF))
#define CTR_GRANULE(ctr) ((((ctr) >> 24) & 0xF) != 0 ? 4u << (((ctr) >> 24) & 0xF) : 0u)

#if SMH_CACHE == SMH_CACHE_AARCH64

#if !defined(__aarch64__)
#error "SMH_CACHE_AARCH64 is for AArch64 only"
#endif

SMH_INLINE uint32_t cache_type(void)
{
	uint64_t ctr;

	__asm__ volatile("mrs %0, ctr_el0" : "=r"(ctr));
	return (uint32_t)ctr;
}

SMH_INLINE uint32_t cache_line_bytes(void)
{
	return CTR_LINE(cache_type());
}

SMH_INLINE uint32_t cache_granule_bytes(void)
{
	return CTR_GRANULE(cache_type());
}

SMH_INLINE void cache_clean_line(uintptr_t addr)
{
	__asm__ volatile("dc cvac, %0" ::"r"(addr) : "memory");
}

SMH_INLINE void cache_invalidate_line(uintptr_t addr)
{
	__asm__ volatile("dc ivac, %0" ::"r"(addr) : "memory");
}

#elif SMH_CACHE == SMH_CACHE_ARMV7M

#if !defined(__ARM_ARCH_PROFILE) || __ARM_ARCH_PROFILE != 'M' || defined(__ARM_ARCH_6M__) ||       \
	defined(__ARM_ARCH_8M_BASE__)
#error "SMH_CACHE_ARMV7M is for ARMv7-M and ARMv8-M with the main extension only"
#endif

/* A test may put registers of its own in their place. */
#ifndef SCB_REGISTER
#define SCB_REGISTER(addr) (*(volatile uint32_t *)(uintptr_t)(addr))
#endif

#define SCB_CLIDR              SCB_REGISTER(0xE000ED78u) /* cache level ID */
#define SCB_CTR                SCB_REGISTER(0xE000ED7Cu) /* cache type */
#define SCB_DCIMVAC            SCB_REGISTER(0xE000EF5Cu) /* data cache: invalidate by address */
#define SCB_DCCMVAC            SCB_REGISTER(0xE000EF68u) /* data cache: clean by address */

/* The two kinds of first-level cache that hold no data. */
#define CLIDR_NO_CACHE         0u
#define CLIDR_INSTRUCTION_ONLY 1u

#define CTR_FORMAT_ARMV7 4u

SMH_INLINE bool cache_is_there(void)
{
	uint32_t level_one = SCB_CLIDR & 7u;

	return SCB_CTR >> 29 == CTR_FORMAT_ARMV7 && level_one != CLIDR_NO_CACHE &&
	       level_one != CLIDR_INSTRUCTION_ONLY;
}

SMH_INLINE uint32_t cache_line_bytes(void)
{
	return cache_is_there() ? CTR_LINE(SCB_CTR) : 0;
}

SMH_INLINE uint32_t cache_granule_bytes(void)
{
	return cache_is_there() ? CTR_GRANULE(SCB_CTR) : 0;
}

SMH_INLINE void cache_clean_line(uintptr_t addr)
{
	SCB_DCCMVAC = addr;
}

SMH_INLINE void cache_invalidate_line(uintptr_t addr)
{
	SCB_DCIMVAC = addr;
}

#endif

#endif /* SMH_PORT_CACHE_OPS_H_ */
