// SPDX-License-Identifier: Apache-2.0

//! What every source of an `Allocator` trait asks for, said once.

use core::alloc::Layout;
use core::ptr::NonNull;

use crate::OutOfMemory;

/// The methods of `Allocator` without any of its sources. `allocator!` makes the traits out of it.
///
/// # Safety
///
/// As `core::alloc::Allocator`: blocks stay valid until they are given back, whatever happens to
/// this value and its copies; a failed call leaves the block as it was; nothing unwinds.
pub(crate) unsafe trait Blocks {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, OutOfMemory>;

    fn allocate_zeroed(&self, layout: Layout) -> Result<NonNull<[u8]>, OutOfMemory>;

    /// # Safety
    ///
    /// `block` was allocated here, `layout` is the last one asked for.
    unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout);

    /// # Safety
    ///
    /// As `deallocate`, and the new size is at least the old one.
    unsafe fn grow(
        &self,
        block: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, OutOfMemory>;

    /// # Safety
    ///
    /// As `grow`.
    #[allow(
        dead_code,
        reason = "for sources of `Allocator`, none of which need be enabled"
    )]
    unsafe fn grow_zeroed(
        &self,
        block: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, OutOfMemory>;

    /// # Safety
    ///
    /// As `deallocate`, and the new size is at most the old one.
    unsafe fn shrink(
        &self,
        block: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, OutOfMemory>;
}
