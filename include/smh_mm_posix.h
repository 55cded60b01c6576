/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief The mapping layer in a process: a memory file as physical memory, mmap as page table.
 *
 * Permissions, guard pages and demand paging are real: they are mmap's, and what faults comes as
 * SIGSEGV or SIGBUS. Cache modes are only written down. Unprivileged code is not told apart.
 */

#ifndef SMH_MM_POSIX_H_
#define SMH_MM_POSIX_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @addtogroup smh_mm
 * @{
 */

/** What smh_mm_posix_init() sets up. */
struct smh_mm_posix {
	/** Physical memory: its first address. Virtual addresses of the same numbers are reserved
	 * for it too, so that K_MEM_DIRECT_MAP can be used. */
	uintptr_t phys;
	/** Bytes. */
	size_t phys_bytes;
	/** Virtual addresses that are reserved: the first. */
	uintptr_t virt;
	/** Bytes. */
	size_t virt_bytes;
};

/**
 * @brief Make physical memory, reserve virtual addresses, and catch faults.
 *
 * @param      phys_bytes  Bytes of physical memory, a multiple of the system's page size.
 * @param      virt_bytes  Bytes of virtual addresses, likewise.
 * @param      max_pages   How many pages may be mapped or reserved at a time: Linux has 65530
 *                         mappings for a process by default, and each page may need two, one for
 *                         the gap behind it. 0: 32000.
 * @param[out] posix       Filled.
 *
 * @retval 0          Ready.
 * @retval -EINVAL    A size is 0 or misaligned, the system's pages are not of K_MEM_PAGE_SIZE, or
 *                    @p posix is NULL.
 * @retval -ENOMEM    The system refused.
 * @retval -EALREADY  It is set up.
 *
 * The handlers of SIGSEGV and SIGBUS that were installed before get what is no fault of the mapping
 * layer's pages.
 *
 * @par Context  Thread, one at a time. @par Source  SPEC KMEM-POSIX.
 */
int smh_mm_posix_init(size_t phys_bytes, size_t virt_bytes, size_t max_pages,
		      struct smh_mm_posix *posix);

/** @brief Undo smh_mm_posix_init(); after smh_mm_deinit(). Nothing happens if it is not set up. */
void smh_mm_posix_deinit(void);

/**
 * @brief Physical memory as it is, past all mappings.
 *
 * @return Where a physical address can be read and written, or NULL.
 */
void *smh_mm_posix_memory(uintptr_t phys);

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* SMH_MM_POSIX_H_ */
