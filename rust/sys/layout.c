/* SPDX-License-Identifier: Apache-2.0 */

/* Made by rust/xtask from its table of the layout; `xtask generate` writes it. */

#include <stddef.h>
#include <smh_alloc.h>
#include <smh_build.h>
#include <smh_fault.h>
#include <smh_info.h>
#include <smh_policy.h>

#define WORD sizeof(void *)
#define INT  sizeof(int)

_Static_assert(sizeof(int) == 4, "sizeof(int) is not 4");
_Static_assert(sizeof(bool) == 1, "sizeof(bool) is not 1");
_Static_assert(sizeof(size_t) == WORD, "sizeof(size_t) is not WORD");
_Static_assert(sizeof(uintptr_t) == WORD, "sizeof(uintptr_t) is not WORD");
_Static_assert(sizeof(smh_fault_handler_t) == WORD, "sizeof(smh_fault_handler_t) is not WORD");
_Static_assert(_Alignof(struct shared_multi_heap_region) == WORD,
	       "_Alignof(struct shared_multi_heap_region) is not WORD");
_Static_assert(sizeof(struct shared_multi_heap_region) == 3 * WORD,
	       "sizeof(struct shared_multi_heap_region) is not 3 * WORD");
_Static_assert(offsetof(struct shared_multi_heap_region, attr) == 0,
	       "offsetof(struct shared_multi_heap_region, attr) is not 0");
_Static_assert(offsetof(struct shared_multi_heap_region, addr) == WORD,
	       "offsetof(struct shared_multi_heap_region, addr) is not WORD");
_Static_assert(offsetof(struct shared_multi_heap_region, size) == 2 * WORD,
	       "offsetof(struct shared_multi_heap_region, size) is not 2 * WORD");
_Static_assert(_Alignof(struct shared_multi_heap_region_info) == WORD,
	       "_Alignof(struct shared_multi_heap_region_info) is not WORD");
_Static_assert(sizeof(struct shared_multi_heap_region_info) == 9 * WORD,
	       "sizeof(struct shared_multi_heap_region_info) is not 9 * WORD");
_Static_assert(offsetof(struct shared_multi_heap_region_info, attr) == 0,
	       "offsetof(struct shared_multi_heap_region_info, attr) is not 0");
_Static_assert(offsetof(struct shared_multi_heap_region_info, user_data) == WORD,
	       "offsetof(struct shared_multi_heap_region_info, user_data) is not WORD");
_Static_assert(offsetof(struct shared_multi_heap_region_info, addr) == 2 * WORD,
	       "offsetof(struct shared_multi_heap_region_info, addr) is not 2 * WORD");
_Static_assert(offsetof(struct shared_multi_heap_region_info, size) == 3 * WORD,
	       "offsetof(struct shared_multi_heap_region_info, size) is not 3 * WORD");
_Static_assert(offsetof(struct shared_multi_heap_region_info, capacity) == 4 * WORD,
	       "offsetof(struct shared_multi_heap_region_info, capacity) is not 4 * WORD");
_Static_assert(offsetof(struct shared_multi_heap_region_info, allocated) == 5 * WORD,
	       "offsetof(struct shared_multi_heap_region_info, allocated) is not 5 * WORD");
_Static_assert(offsetof(struct shared_multi_heap_region_info, max_allocated) == 6 * WORD,
	       "offsetof(struct shared_multi_heap_region_info, max_allocated) is not 6 * WORD");
_Static_assert(offsetof(struct shared_multi_heap_region_info, free) == 7 * WORD,
	       "offsetof(struct shared_multi_heap_region_info, free) is not 7 * WORD");
_Static_assert(offsetof(struct shared_multi_heap_region_info, largest_free) == 8 * WORD,
	       "offsetof(struct shared_multi_heap_region_info, largest_free) is not 8 * WORD");
_Static_assert(_Alignof(struct smh_errno_numbers) == INT,
	       "_Alignof(struct smh_errno_numbers) is not INT");
_Static_assert(sizeof(struct smh_errno_numbers) == 7 * INT,
	       "sizeof(struct smh_errno_numbers) is not 7 * INT");
_Static_assert(offsetof(struct smh_errno_numbers, eperm) == 0,
	       "offsetof(struct smh_errno_numbers, eperm) is not 0");
_Static_assert(offsetof(struct smh_errno_numbers, enoent) == INT,
	       "offsetof(struct smh_errno_numbers, enoent) is not INT");
_Static_assert(offsetof(struct smh_errno_numbers, enomem) == 2 * INT,
	       "offsetof(struct smh_errno_numbers, enomem) is not 2 * INT");
_Static_assert(offsetof(struct smh_errno_numbers, eexist) == 3 * INT,
	       "offsetof(struct smh_errno_numbers, eexist) is not 3 * INT");
_Static_assert(offsetof(struct smh_errno_numbers, einval) == 4 * INT,
	       "offsetof(struct smh_errno_numbers, einval) is not 4 * INT");
_Static_assert(offsetof(struct smh_errno_numbers, enotsup) == 5 * INT,
	       "offsetof(struct smh_errno_numbers, enotsup) is not 5 * INT");
_Static_assert(offsetof(struct smh_errno_numbers, ealready) == 6 * INT,
	       "offsetof(struct smh_errno_numbers, ealready) is not 6 * INT");
_Static_assert(SMH_REG_ATTR_CACHEABLE == 0, "SMH_REG_ATTR_CACHEABLE is not 0");
_Static_assert(SMH_REG_ATTR_NON_CACHEABLE == 1, "SMH_REG_ATTR_NON_CACHEABLE is not 1");
_Static_assert(SMH_REG_ATTR_EXTERNAL == 2, "SMH_REG_ATTR_EXTERNAL is not 2");
_Static_assert(SMH_REG_ATTR_NUM == 3, "SMH_REG_ATTR_NUM is not 3");
_Static_assert(SMH_POLICY_FIRST_FIT == 0, "SMH_POLICY_FIRST_FIT is not 0");
_Static_assert(SMH_POLICY_BEST_FIT == 1, "SMH_POLICY_BEST_FIT is not 1");
_Static_assert(SMH_POLICY_NUM == 2, "SMH_POLICY_NUM is not 2");
_Static_assert(SMH_POLICY_SELECT_RUNTIME == 0, "SMH_POLICY_SELECT_RUNTIME is not 0");
_Static_assert(SMH_POLICY_SELECT_FIRST_FIT == 1, "SMH_POLICY_SELECT_FIRST_FIT is not 1");
_Static_assert(SMH_POLICY_SELECT_BEST_FIT == 2, "SMH_POLICY_SELECT_BEST_FIT is not 2");
_Static_assert(SMH_FAULT_NONE == 0, "SMH_FAULT_NONE is not 0");
_Static_assert(SMH_FAULT_FOREIGN_POINTER == 1, "SMH_FAULT_FOREIGN_POINTER is not 1");
_Static_assert(SMH_FAULT_MISALIGNED_POINTER == 2, "SMH_FAULT_MISALIGNED_POINTER is not 2");
_Static_assert(SMH_FAULT_DOUBLE_FREE == 3, "SMH_FAULT_DOUBLE_FREE is not 3");
_Static_assert(SMH_FAULT_BAD_HEADER == 4, "SMH_FAULT_BAD_HEADER is not 4");
_Static_assert(SMH_FAULT_OVERRUN == 5, "SMH_FAULT_OVERRUN is not 5");
_Static_assert(SMH_FAULT_BAD_FREE_BLOCK == 6, "SMH_FAULT_BAD_FREE_BLOCK is not 6");
_Static_assert(SMH_FAULT_TABLE_FULL == 7, "SMH_FAULT_TABLE_FULL is not 7");
_Static_assert(SMH_FAULT_NOT_MAPPED == 8, "SMH_FAULT_NOT_MAPPED is not 8");
_Static_assert(SMH_FAULT_BAD_LIST == 9, "SMH_FAULT_BAD_LIST is not 9");
_Static_assert(SMH_FAULT_NUM == 10, "SMH_FAULT_NUM is not 10");
_Static_assert(SMH_LOCK_NONE == 0, "SMH_LOCK_NONE is not 0");
_Static_assert(SMH_LOCK_IRQ == 1, "SMH_LOCK_IRQ is not 1");
_Static_assert(SMH_LOCK_SPIN == 2, "SMH_LOCK_SPIN is not 2");
_Static_assert(SMH_LOCK_PTHREAD == 3, "SMH_LOCK_PTHREAD is not 3");
_Static_assert(SMH_LOCK_EXTERNAL == 4, "SMH_LOCK_EXTERNAL is not 4");
_Static_assert(SMH_LOCK_FUTEX == 5, "SMH_LOCK_FUTEX is not 5");
_Static_assert(SMH_CACHE_NONE == 0, "SMH_CACHE_NONE is not 0");
_Static_assert(SMH_CACHE_AARCH64 == 1, "SMH_CACHE_AARCH64 is not 1");
_Static_assert(SMH_CACHE_ARMV7M == 2, "SMH_CACHE_ARMV7M is not 2");
_Static_assert(SMH_CACHE_EXTERNAL == 3, "SMH_CACHE_EXTERNAL is not 3");
_Static_assert(SMH_VERSION_MAJOR == RUST_VERSION_MAJOR,
	       "SMH_VERSION_MAJOR is not RUST_VERSION_MAJOR");
_Static_assert(SMH_VERSION_MINOR == RUST_VERSION_MINOR,
	       "SMH_VERSION_MINOR is not RUST_VERSION_MINOR");
_Static_assert(SMH_ALIGN == RUST_ALIGN, "SMH_ALIGN is not RUST_ALIGN");
_Static_assert(SMH_MAX_ATTR == RUST_MAX_ATTR, "SMH_MAX_ATTR is not RUST_MAX_ATTR");
_Static_assert(SMH_MAX_REGIONS == RUST_MAX_REGIONS, "SMH_MAX_REGIONS is not RUST_MAX_REGIONS");
_Static_assert(SMH_MAX_REGION_SHIFT == RUST_MAX_REGION_SHIFT,
	       "SMH_MAX_REGION_SHIFT is not RUST_MAX_REGION_SHIFT");
_Static_assert(SMH_NARROW == RUST_NARROW, "SMH_NARROW is not RUST_NARROW");
_Static_assert(SMH_POLICY == RUST_POLICY, "SMH_POLICY is not RUST_POLICY");
_Static_assert(SMH_CHECK == RUST_CHECK, "SMH_CHECK is not RUST_CHECK");
_Static_assert(SMH_CHECK_EXACT == RUST_CHECK_EXACT, "SMH_CHECK_EXACT is not RUST_CHECK_EXACT");
_Static_assert(SMH_STATS == RUST_STATS, "SMH_STATS is not RUST_STATS");
_Static_assert(SMH_CACHE_LINE == RUST_CACHE_LINE, "SMH_CACHE_LINE is not RUST_CACHE_LINE");
_Static_assert(SMH_CACHE == RUST_CACHE, "SMH_CACHE is not RUST_CACHE");
_Static_assert(SMH_LOCK == RUST_LOCK, "SMH_LOCK is not RUST_LOCK");
