/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief What the mapping layer asks of an architecture, and gives it.
 *
 * Everything here but smh_mm_fault() is called with the lock of the mapping layer held.
 */

#ifndef SMH_MM_ARCH_H_
#define SMH_MM_ARCH_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "k_mem.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @defgroup smh_mm_arch Between the mapping layer and an architecture
 * @{
 */

/**
 * @name State of a page, beside K_MEM_CACHE_* and K_MEM_PERM_* in the same word
 *
 *     empty     neither of the first two
 *     present   where = physical address
 *     unpaged   where = place in the backing store or ARCH_UNPAGED_ANON_*
 * @{
 */
/** The page is in memory. */
#define SMH_MM_PRESENT (1u << 7)
/** It is mapped, but not in memory: every access faults. */
#define SMH_MM_UNPAGED (1u << 8)
/** Accesses are allowed. Without it, the first one faults. */
#define SMH_MM_ACCESSED (1u << 9)
/** Writing is allowed, if K_MEM_PERM_RW. Without it, the first write faults. */
#define SMH_MM_DIRTY (1u << 10)
/** It may leave memory. */
#define SMH_MM_EVICTABLE (1u << 11)
/** With smh_mm_arch_set(): caches may have the page, and the new cache mode is none that finds it
 * there: write it back and drop it. Not stored. */
#define SMH_MM_LEAVES_CACHE (1u << 12)
/** @} */

/** What a page table has about a page. */
struct smh_mm_entry {
	/** See above. */
	uintptr_t where;
	/** K_MEM_CACHE_*, K_MEM_PERM_*, SMH_MM_*; 0 if nothing is mapped. */
	uint32_t flags;
};

/** What an access did, for smh_mm_fault(). */
enum smh_mm_access {
	/** It read. */
	SMH_MM_READ,
	/** It wrote. */
	SMH_MM_WRITE,
	/** It fetched an instruction. */
	SMH_MM_EXECUTE,
	/** The architecture cannot tell: taken for what the page permits. An access that is not
	 * permitted may bring the page before it is refused. */
	SMH_MM_ANY,
};

/**
 * @brief Whether these virtual pages can be translated at all.
 *
 * @param virt  A page multiple.
 * @param size  A page multiple; the range does not wrap around.
 */
bool smh_mm_arch_covers(uintptr_t virt, size_t size);

/** @brief Whether these physical pages can be named by the tables. */
bool smh_mm_arch_reaches(uintptr_t phys, size_t size);

/**
 * @brief Make room for entries of pages that have none.
 *
 * @return Whether there is room now; if not, nothing has changed.
 */
bool smh_mm_arch_reserve(uintptr_t virt, size_t size);

/** @brief Give that room back. The entries are empty. */
void smh_mm_arch_release(uintptr_t virt, size_t size);

/** @brief The entry of any page; an empty one where no room was made. */
struct smh_mm_entry smh_mm_arch_get(uintptr_t virt);

/**
 * @brief Replace the entry of a page for which room was made.
 *
 * When this returns, no access by the old entry is made any more on any core, and every access
 * finds the new one.
 */
void smh_mm_arch_set(uintptr_t virt, struct smh_mm_entry entry);

/**
 * @brief To be called by an architecture when an access faults.
 *
 * @param addr    Address of the access.
 * @param access  What it did.
 * @param user    Whether the code was unprivileged.
 *
 * @return Whether the access can be repeated. If not, it is a fault of the program.
 *
 * @par Context  Exception, not nested in one, nor in code that holds the lock. @par Time  Constant,
 * plus what eviction and the backing store take. @par Source  SPEC KMEM-DEMAND.
 */
bool smh_mm_fault(uintptr_t addr, enum smh_mm_access access, bool user);

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* SMH_MM_ARCH_H_ */
