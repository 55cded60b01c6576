/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief The mapping layer on AArch64 at EL1: 4-level tables of 4 KiB pages.
 *
 * Both halves of 48 bits. No static variable is kept: the tables are found by TTBR0_EL1, so that
 * they survive a restart of the program that clears its variables.
 */

#ifndef SMH_MM_AARCH64_H_
#define SMH_MM_AARCH64_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @addtogroup smh_mm
 * @{
 */

/** Memory attributes by the numbers of K_MEM_CACHE_* and K_MEM_ARM_*: the value of MAIR_EL1. */
#define SMH_MM_AARCH64_MAIR UINT64_C(0x0000440C0400BBFF)

/** 48-bit halves of 4 KiB pages, tables write-back inner-shareable, 40-bit physical addresses. */
#define SMH_MM_AARCH64_TCR                                                                         \
	(UINT64_C(0x3510) | UINT64_C(0x3510) << 16 | UINT64_C(2) << 30 | UINT64_C(2) << 32)

/** Bytes of an area for @p tables tables; two are the roots; one more page keeps account. */
#define SMH_MM_AARCH64_AREA_BYTES(tables) (((size_t)(tables) + 1u) * 4096u)

/**
 * @brief Make empty tables and load MAIR_EL1, TCR_EL1, TTBR0_EL1 and TTBR1_EL1.
 *
 * For start-up, with the MMU off.
 *
 * @param area   Zeroed memory, aligned to 4096 bytes, at a virtual address that is its physical
 *               one, now and later.
 * @param bytes  SMH_MM_AARCH64_AREA_BYTES(number of tables): 4 to 2039 tables; more are not used.
 *
 * @retval 0        Ready.
 * @retval -EINVAL  Misaligned, too small, or NULL.
 *
 * @par Source  SPEC KMEM-AARCH64.
 */
int smh_mm_aarch64_boot(void *area, size_t bytes);

/**
 * @brief Let another core translate by the same tables.
 *
 * For the start-up of that core, with its MMU off: loads what smh_mm_aarch64_boot() loads.
 *
 * @param area  As given to smh_mm_aarch64_boot() by the first core.
 *
 * @retval 0        Ready.
 * @retval -EINVAL  Misaligned or NULL.
 *
 * @par Source  SPEC KMEM-AARCH64.
 */
int smh_mm_aarch64_join(const void *area);

/**
 * @brief Enter pages while the MMU is off, before smh_mm_init().
 *
 * @param virt   A page multiple.
 * @param phys   A page multiple.
 * @param size   Bytes, a page multiple, not 0.
 * @param flags  K_MEM_CACHE_* or K_MEM_ARM_*, K_MEM_PERM_*.
 *
 * @retval 0        Entered.
 * @retval -EINVAL  Misaligned, empty, or outside of what can be translated.
 * @retval -EEXIST  A page has an entry.
 * @retval -ENOMEM  No table is left.
 *
 * @par Source  SPEC KMEM-AARCH64.
 */
int smh_mm_aarch64_boot_map(uintptr_t virt, uintptr_t phys, size_t size, uint32_t flags);

/** @brief Tables that are free. @par Context  Thread. @par Time  Constant. */
unsigned int smh_mm_aarch64_free_tables(void);

/**
 * @brief To be called by the exception vector for synchronous exceptions.
 *
 * @param esr  ESR_EL1.
 * @param far  FAR_EL1.
 *
 * @return Whether to return to where the exception was taken: the access can be repeated.
 *
 * @par Context  Exception, interrupts masked since it was taken: ELR_EL1 is read. See
 * smh_mm_fault(). Its stack must be mapped for good.
 * @par Source  SPEC KMEM-AARCH64.
 */
bool smh_mm_aarch64_fault(uint64_t esr, uint64_t far);

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* SMH_MM_AARCH64_H_ */
