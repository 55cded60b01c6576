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
    #[inline]
    unsafe fn grow_zeroed(
        &self,
        block: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, OutOfMemory> {
        // SAFETY: the same contract (caller contract).
        let block = unsafe { self.grow(block, old, new)? };
        // SAFETY: old.size() <= new.size() (caller contract), so this is inside the block.
        let rest = unsafe { block.cast::<u8>().add(old.size()) };
        // SAFETY: so are the bytes from there to new.size() (caller contract).
        unsafe { rest.write_bytes(0, new.size() - old.size()) };
        Ok(block)
    }

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
