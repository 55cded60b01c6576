/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief Memory regions and the memory protection unit of a Cortex-M.
 *
 * For processors with the MPU of ARMv7-M (PMSAv7: Cortex-M3, M4, M7) or of ARMv8-M (PMSAv8:
 * Cortex-M23, M33, M55 and later). A range of memory gets one MPU region with a memory type and
 * access rights, or an error that says why it cannot; it is never rounded, cut or split.
 *
 * | | ARMv7-M | ARMv8-M |
 * |---|---|---|
 * | ranges | 2^n bytes, at least 32, at a multiple of their size; or neighbouring eighths of such a
 * range of at least 256 bytes | any multiple of 32 bytes at any multiple of 32 | | two ranges that
 * overlap | the later one rules | refused |
 *
 * All that this library knows stands in the registers of the MPU, so that regions programmed by
 * other code are respected. Of the two banks of an ARMv8-M with the Security Extension it uses that
 * of the state it runs in.
 *
 * A library of its own, which needs no more than the pool: with the CMake option SMH_MPU the target
 * shared_multi_heap::mpu, without CMake the files of c/mpu.
 */

#ifndef SMH_MPU_H_
#define SMH_MPU_H_

#include "shared_multi_heap.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @defgroup smh_mpu Memory protection unit
 * @ingroup shared_multi_heap
 *
 * For a chip whose RAM is known when the firmware is built:
 *
 * @code{.c}
 * static const struct smh_mpu_region image[] = {
 *         {.addr = 0x10000000, .size = 0x40000, .flags = SMH_MPU_READ_ONLY | SMH_MPU_EXECUTE},
 *         {.addr = 0x38000000, .size = 0x20000, .flags = SMH_MPU_WRITE_BACK},
 *         {.addr = 0x40000000, .size = 0x20000000, .flags = SMH_MPU_DEVICE},
 * };
 * static struct shared_multi_heap_region dma = {
 *         .attr = SMH_REG_ATTR_NON_CACHEABLE, .addr = 0x38200000, .size = 0x8000,
 * };
 *
 * for (size_t i = 0; i < 3; i++) {
 *         if (smh_mpu_map(&image[i]) < 0) {
 *                 return false;
 *         }
 * }
 * return smh_mpu_enable(0) == 0 && shared_multi_heap_pool_init() == 0 &&
 *        smh_mpu_add(&dma, NULL) == 0;
 * @endcode
 *
 * An attribute of your own gets its flags from a hook of your own, which passes the rest on:
 *
 * @code{.c}
 * static bool make_ready(struct shared_multi_heap_region *region, uint8_t **v_addr, size_t *size)
 * {
 *         const struct smh_mpu_region tcm = {
 *                 .addr = region->addr, .size = region->size, .flags = SMH_MPU_NON_CACHEABLE,
 *         };
 *
 *         if (region->attr != ATTR_TCM) {
 *                 return smh_mpu_init_region(region, v_addr, size);
 *         }
 *         *v_addr = (uint8_t *)region->addr;
 *         *size = region->size;
 *         return smh_mpu_map(&tcm) >= 0;
 * }
 * @endcode
 * @{
 */

/**
 * @name Memory types
 * One of them, to which rights are added. Cached memory is allocated in the cache on reads and on
 * writes; device memory is that of ordered, unspeculated accesses (nGnRE in ARMv8-M).
 * @{
 */
#define SMH_MPU_WRITE_BACK    0x00u
#define SMH_MPU_WRITE_THROUGH 0x01u
#define SMH_MPU_NON_CACHEABLE 0x02u
#define SMH_MPU_DEVICE        0x03u
/** @} */

/**
 * @name Rights
 * Without any: privileged code may read and write, nobody may execute.
 * @{
 */
/** Nobody may write. */
#define SMH_MPU_READ_ONLY 0x10u
/** Who may read may execute. Not with SMH_MPU_DEVICE. */
#define SMH_MPU_EXECUTE 0x20u
/** Unprivileged code may do what privileged code may. */
#define SMH_MPU_USER 0x40u
/** Other processors access it too. Some, the Cortex-M7 for one, do not cache such memory. */
#define SMH_MPU_SHAREABLE 0x80u
/** @} */

/** For smh_mpu_enable(): privileged code may use what no MPU region covers, as without an MPU. */
#define SMH_MPU_BACKGROUND 0x01u

/** A range of memory and how it may be used. */
struct smh_mpu_region {
	/** First byte. */
	uintptr_t addr;
	/** Length in bytes. */
	size_t size;
	/** One memory type, with rights. */
	unsigned int flags;
};

/**
 * @brief Number of regions that the MPU has.
 *
 * @return 0 if there is no MPU: the chip has none, or the compiler's target knows none.
 *
 * @par Context  Any, privileged. @par Time  Constant. @par Source  SPEC SMH-MPU.
 */
unsigned int smh_mpu_count(void);

/**
 * @brief Give a range of memory an MPU region.
 *
 * It is in force when this returns, if the MPU is enabled. On ARMv7-M it rules over the regions
 * that it overlaps: it gets a free number above all of theirs. Caches are left alone: clean and
 * invalidate what memory of another type may have left there (smh_cache.h).
 *
 * @param region  The range.
 *
 * @return The number of the MPU region, 0 or more, or an error, on which nothing was changed:
 * @retval -EINVAL  NULL; flags that are unknown or exclude each other; size 0; a range that wraps
 *                  around, or whose start or size the MPU cannot describe.
 * @retval -ENODEV  There is no MPU.
 * @retval -EEXIST  ARMv8-M: it overlaps an enabled MPU region. Accesses to both would fault.
 * @retval -ENOSPC  No free MPU region, on ARMv7-M none above those that it overlaps; on ARMv8-M
 * also when the eight memory types at a time are in use.
 *
 * @par Context  Any, privileged; interrupts are masked.
 * @par Time  O(MPU regions). @par Source  SPEC SMH-MPU.
 */
int smh_mpu_map(const struct smh_mpu_region *region);

/**
 * @brief Take an MPU region away.
 *
 * What it covered is then as the regions below it, or the background, have it.
 *
 * @param number  What smh_mpu_map() returned.
 *
 * @retval 0        Done.
 * @retval -EINVAL  The MPU has no region of that number.
 * @retval -ENOENT  It is not enabled.
 * @retval -ENODEV  There is no MPU.
 *
 * @par Context  Any, privileged; interrupts are masked.
 * @par Time  Constant. @par Source  SPEC SMH-MPU.
 */
int smh_mpu_unmap(unsigned int number);

/**
 * @brief Read an MPU region back.
 *
 * @param      number  0 to smh_mpu_count() - 1.
 * @param[out] region  What the registers say, whoever wrote them.
 *
 * @retval 0         Done.
 * @retval -EINVAL   The MPU has no region of that number, or @p region is NULL.
 * @retval -ENOENT   It is not enabled.
 * @retval -ENOTSUP  It is enabled, with a memory type, rights or eighths that smh_mpu_map() gives
 *                   to none, or covers the whole address space.
 * @retval -ENODEV   There is no MPU.
 *
 * @par Context  Any, privileged; interrupts are masked.
 * @par Time  Constant. @par Source  SPEC SMH-MPU.
 */
int smh_mpu_get(unsigned int number, struct smh_mpu_region *region);

/**
 * @brief Switch the MPU on.
 *
 * NMI and HardFault handlers run without it. A violation is a MemManage fault only if that is
 * enabled (SHCSR.MEMFAULTENA), else it is a HardFault.
 *
 * @param options  SMH_MPU_BACKGROUND, or 0: every access outside of the regions faults.
 *
 * @retval 0        It is on.
 * @retval -EINVAL  Unknown options. Or 0, and the regions do not let this function execute or its
 *                  stack be written: nothing would run any more. Nothing was changed.
 * @retval -ENODEV  There is no MPU.
 *
 * @par Context  Any, privileged; interrupts are masked.
 * @par Time  O(MPU regions). @par Source  SPEC SMH-MPU.
 */
int smh_mpu_enable(unsigned int options);

/**
 * @brief Switch the MPU off. Its regions stay as they are.
 *
 * @retval 0        It is off.
 * @retval -ENODEV  There is no MPU.
 *
 * @par Context  Any, privileged. @par Time  Constant. @par Source  SPEC SMH-MPU.
 */
int smh_mpu_disable(void);

/**
 * @brief A hook for smh_devicetree_add() and its like: give the region an MPU region.
 *
 * | attribute | memory |
 * |---|---|
 * | SMH_REG_ATTR_CACHEABLE | write-back, read and write, no execution, privileged |
 * | SMH_REG_ATTR_NON_CACHEABLE | the same, non-cacheable |
 * | SMH_REG_ATTR_EXTERNAL | as SMH_REG_ATTR_CACHEABLE |
 *
 * With SMH_CACHE the lines of a non-cacheable region are cleaned before and dropped after.
 *
 * @param[in]  region  The region; its address is used as it is.
 * @param[out] v_addr  Its address.
 * @param[out] size    Its size, always the whole.
 *
 * @return true if the region may join the pool; false if the MPU cannot have it as it is:
 *         smh_mpu_refusal() says why, and neither @p v_addr nor @p size was written.
 *
 * @par Context  Thread, privileged.
 * @par Time  O(MPU regions); for non-cacheable memory behind a cache O(size).
 * @par Source  SPEC SMH-MPU.
 */
bool smh_mpu_init_region(struct shared_multi_heap_region *region, uint8_t **v_addr, size_t *size);

/**
 * @brief Why smh_mpu_init_region() last returned false.
 *
 * Several regions may be refused in a row. To see each, call it in a hook of your own.
 *
 * @param[out] region  The region that was refused, or NULL.
 *
 * @return The error of smh_mpu_map(), -EINVAL also for an attribute that is not in the table;
 *         0 if nothing was refused so far, and then @p region is not written.
 *
 * @par Context  Thread. @par Time  Constant. @par Source  SPEC SMH-MPU.
 */
int smh_mpu_refusal(struct shared_multi_heap_region *region);

/**
 * @brief Give a region an MPU region, as smh_mpu_init_region(), and add it to the pool.
 *
 * @param region     The region.
 * @param user_data  As for shared_multi_heap_add().
 *
 * @retval 0  The region serves allocations. Otherwise an error of smh_mpu_map() or of
 *            shared_multi_heap_add(), -EINVAL also for an attribute that is not in the table; MPU
 *            and pool are as before.
 *
 * @par Context  Thread, privileged. @par Time  Of both. @par Source  SPEC SMH-MPU.
 */
int smh_mpu_add(struct shared_multi_heap_region *region, void *user_data);

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* SMH_MPU_H_ */
