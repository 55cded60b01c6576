// SPDX-License-Identifier: Apache-2.0

// Made by rust/xtask from its table of the layout; `xtask generate` writes it.

use crate::bindings::*;
use core::mem::offset_of;

const WORD: usize = size_of::<*const ()>();
const INT: usize = size_of::<core::ffi::c_int>();

const _: () = assert!(align_of::<shared_multi_heap_region>() == WORD);
const _: () = assert!(size_of::<shared_multi_heap_region>() == 3 * WORD);
const _: () = assert!(offset_of!(shared_multi_heap_region, attr) == 0);
const _: () = assert!(offset_of!(shared_multi_heap_region, addr) == WORD);
const _: () = assert!(offset_of!(shared_multi_heap_region, size) == 2 * WORD);

const _: () = assert!(align_of::<shared_multi_heap_region_info>() == WORD);
const _: () = assert!(size_of::<shared_multi_heap_region_info>() == 9 * WORD);
const _: () = assert!(offset_of!(shared_multi_heap_region_info, attr) == 0);
const _: () = assert!(offset_of!(shared_multi_heap_region_info, user_data) == WORD);
const _: () = assert!(offset_of!(shared_multi_heap_region_info, addr) == 2 * WORD);
const _: () = assert!(offset_of!(shared_multi_heap_region_info, size) == 3 * WORD);
const _: () = assert!(offset_of!(shared_multi_heap_region_info, capacity) == 4 * WORD);
const _: () = assert!(offset_of!(shared_multi_heap_region_info, allocated) == 5 * WORD);
const _: () = assert!(offset_of!(shared_multi_heap_region_info, max_allocated) == 6 * WORD);
const _: () = assert!(offset_of!(shared_multi_heap_region_info, free) == 7 * WORD);
const _: () = assert!(offset_of!(shared_multi_heap_region_info, largest_free) == 8 * WORD);

const _: () = assert!(align_of::<smh_errno_numbers>() == INT);
const _: () = assert!(size_of::<smh_errno_numbers>() == 7 * INT);
const _: () = assert!(offset_of!(smh_errno_numbers, eperm) == 0);
const _: () = assert!(offset_of!(smh_errno_numbers, enoent) == INT);
const _: () = assert!(offset_of!(smh_errno_numbers, enomem) == 2 * INT);
const _: () = assert!(offset_of!(smh_errno_numbers, eexist) == 3 * INT);
const _: () = assert!(offset_of!(smh_errno_numbers, einval) == 4 * INT);
const _: () = assert!(offset_of!(smh_errno_numbers, enotsup) == 5 * INT);
const _: () = assert!(offset_of!(smh_errno_numbers, ealready) == 6 * INT);

const _: () = assert!(SMH_REG_ATTR_CACHEABLE == 0);
const _: () = assert!(SMH_REG_ATTR_NON_CACHEABLE == 1);
const _: () = assert!(SMH_REG_ATTR_EXTERNAL == 2);
const _: () = assert!(SMH_REG_ATTR_NUM == 3);
const _: () = assert!(SMH_POLICY_FIRST_FIT == 0);
const _: () = assert!(SMH_POLICY_BEST_FIT == 1);
const _: () = assert!(SMH_POLICY_NUM == 2);
const _: () = assert!(SMH_POLICY_SELECT_RUNTIME == 0);
const _: () = assert!(SMH_POLICY_SELECT_FIRST_FIT == 1);
const _: () = assert!(SMH_POLICY_SELECT_BEST_FIT == 2);
const _: () = assert!(SMH_FAULT_NONE == 0);
const _: () = assert!(SMH_FAULT_FOREIGN_POINTER == 1);
const _: () = assert!(SMH_FAULT_MISALIGNED_POINTER == 2);
const _: () = assert!(SMH_FAULT_DOUBLE_FREE == 3);
const _: () = assert!(SMH_FAULT_BAD_HEADER == 4);
const _: () = assert!(SMH_FAULT_OVERRUN == 5);
const _: () = assert!(SMH_FAULT_BAD_FREE_BLOCK == 6);
const _: () = assert!(SMH_FAULT_TABLE_FULL == 7);
const _: () = assert!(SMH_FAULT_NOT_MAPPED == 8);
const _: () = assert!(SMH_FAULT_BAD_LIST == 9);
const _: () = assert!(SMH_FAULT_NUM == 10);
const _: () = assert!(SMH_LOCK_NONE == 0);
const _: () = assert!(SMH_LOCK_IRQ == 1);
const _: () = assert!(SMH_LOCK_SPIN == 2);
const _: () = assert!(SMH_LOCK_PTHREAD == 3);
const _: () = assert!(SMH_LOCK_EXTERNAL == 4);
const _: () = assert!(SMH_LOCK_FUTEX == 5);
const _: () = assert!(SMH_CACHE_NONE == 0);
const _: () = assert!(SMH_CACHE_AARCH64 == 1);
const _: () = assert!(SMH_CACHE_ARMV7M == 2);
const _: () = assert!(SMH_CACHE_EXTERNAL == 3);
