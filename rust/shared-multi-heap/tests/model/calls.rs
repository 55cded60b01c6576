// SPDX-License-Identifier: Apache-2.0

//! Every way to call an allocator, behind one trait.

use std::alloc::{GlobalAlloc, Layout};
use std::marker::PhantomData;
use std::ptr::{self, NonNull};

use shared_multi_heap::{Attribute, Heap};
use shared_multi_heap_sys as sys;

/// What a failed call gives.
pub type Result = std::result::Result<NonNull<u8>, ()>;

/// The methods of an allocator, by whichever trait or language.
///
/// Each checks that the block is as long as was asked for and gives its start. The contracts are
/// those of `core::alloc::Allocator`.
pub trait Calls {
    fn name(&self) -> &'static str;

    /// Whether grow and shrink can change the alignment.
    fn realigns(&self) -> bool {
        true
    }

    fn allocate(&self, layout: Layout) -> Result;

    fn allocate_zeroed(&self, layout: Layout) -> Result;

    /// # Safety
    ///
    /// `core::alloc::Allocator::deallocate`.
    unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout);

    /// # Safety
    ///
    /// `core::alloc::Allocator::grow`.
    unsafe fn grow(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result;

    /// # Safety
    ///
    /// `core::alloc::Allocator::grow_zeroed`.
    unsafe fn grow_zeroed(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result;

    /// # Safety
    ///
    /// `core::alloc::Allocator::shrink`.
    unsafe fn shrink(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result;

    /// `None` if there is no such call here.
    ///
    /// # Safety
    ///
    /// contract of `resize_block_in_place`.
    unsafe fn resize(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Option<bool> {
        let _ = (block, old, new);
        None
    }
}

/// The start of a block that holds what was asked for.
fn start<E>(block: std::result::Result<NonNull<[u8]>, E>, layout: Layout) -> Result {
    let block = block.map_err(drop)?;

    assert!(
        block.len() >= layout.size(),
        "{} bytes for {layout:?}",
        block.len()
    );
    Ok(block.cast())
}

/// What stands for a block of size 0 where the functions called have none.
fn empty(layout: Layout) -> Result {
    Ok(NonNull::new(ptr::without_provenance_mut(layout.align())).expect("no alignment is 0"))
}

/// The functions of `Heap` itself.
pub struct Inherent<A: Attribute>(pub Heap<A>);

impl<A: Attribute> Calls for Inherent<A> {
    fn name(&self) -> &'static str {
        "Heap"
    }

    fn allocate(&self, layout: Layout) -> Result {
        start(self.0.allocate_block(layout), layout)
    }

    fn allocate_zeroed(&self, layout: Layout) -> Result {
        start(self.0.allocate_block_zeroed(layout), layout)
    }

    unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: the same contract (caller contract).
        unsafe { self.0.deallocate_block(block, layout) }
    }

    unsafe fn grow(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result {
        // SAFETY: the same contract (caller contract).
        start(unsafe { self.0.grow_block(block, old, new) }, new)
    }

    unsafe fn grow_zeroed(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result {
        // SAFETY: the same contract (caller contract).
        start(unsafe { self.0.grow_block_zeroed(block, old, new) }, new)
    }

    unsafe fn shrink(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result {
        // SAFETY: the same contract (caller contract).
        start(unsafe { self.0.shrink_block(block, old, new) }, new)
    }

    unsafe fn resize(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Option<bool> {
        // SAFETY: the same contract (caller contract).
        Some(unsafe { self.0.resize_block_in_place(block, old, new) })
    }
}

/// The C functions, whose blocks are the same.
pub struct InC<A: Attribute>(pub PhantomData<A>);

impl<A: Attribute> InC<A> {
    /// # Safety
    ///
    /// `block` is null or a live block of the pool, and the new size is not 0.
    unsafe fn realloc(block: *mut u8, new: Layout) -> Result {
        // SAFETY: as SPEC SMH-REALLOC-1 and SMH-REALLOC-5 ask (caller contract).
        let block = unsafe {
            sys::shared_multi_heap_aligned_realloc(A::NUMBER, block.cast(), new.align(), new.size())
        };
        NonNull::new(block.cast()).ok_or(())
    }
}

impl<A: Attribute> Calls for InC<A> {
    fn name(&self) -> &'static str {
        "C"
    }

    fn allocate(&self, layout: Layout) -> Result {
        if layout.size() == 0 {
            return empty(layout);
        }
        // SAFETY: null allocates (SPEC SMH-REALLOC-1).
        unsafe { Self::realloc(ptr::null_mut(), layout) }
    }

    fn allocate_zeroed(&self, layout: Layout) -> Result {
        let block = self.allocate(layout)?;

        // SAFETY: the block holds that many bytes (SPEC SMH-ALLOC-1).
        unsafe { block.write_bytes(0, layout.size()) };
        Ok(block)
    }

    unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
        if layout.size() != 0 {
            // SAFETY: a live block (caller contract), as SPEC SMH-FREE-2 asks.
            unsafe { sys::shared_multi_heap_free(block.as_ptr().cast()) };
        }
    }

    unsafe fn grow(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result {
        if old.size() == 0 {
            return self.allocate(new);
        }
        // SAFETY: a live block, larger than 0 before and after (caller contract).
        unsafe { Self::realloc(block.as_ptr(), new) }
    }

    unsafe fn grow_zeroed(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result {
        // SAFETY: the same contract (caller contract).
        let block = unsafe { self.grow(block, old, new) }?;

        // SAFETY: inside the block, which has new.size() bytes (SPEC SMH-ALLOC-1).
        let rest = unsafe { block.add(old.size()) };
        // SAFETY: contract of `grow`: the block has new.size() bytes, and new.size() is not less.
        unsafe { rest.write_bytes(0, new.size() - old.size()) };
        Ok(block)
    }

    unsafe fn shrink(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result {
        if new.size() == 0 {
            // SAFETY: the same contract (caller contract).
            unsafe { self.deallocate(block, old) };
            return empty(new);
        }
        // SAFETY: a live block, larger than 0 before and after (caller contract).
        unsafe { Self::realloc(block.as_ptr(), new) }
    }
}

/// `GlobalAlloc`, which has no blocks of size 0.
pub struct Global<T>(pub T);

impl<T: GlobalAlloc> Calls for Global<T> {
    fn name(&self) -> &'static str {
        "GlobalAlloc"
    }

    fn realigns(&self) -> bool {
        false
    }

    fn allocate(&self, layout: Layout) -> Result {
        if layout.size() == 0 {
            return empty(layout);
        }
        // SAFETY: `core::alloc::GlobalAlloc::alloc`: the size is not 0.
        NonNull::new(unsafe { self.0.alloc(layout) }).ok_or(())
    }

    fn allocate_zeroed(&self, layout: Layout) -> Result {
        if layout.size() == 0 {
            return empty(layout);
        }
        // SAFETY: `core::alloc::GlobalAlloc::alloc_zeroed`: the size is not 0.
        NonNull::new(unsafe { self.0.alloc_zeroed(layout) }).ok_or(())
    }

    unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
        if layout.size() != 0 {
            // SAFETY: `core::alloc::GlobalAlloc::dealloc`: one of its blocks (caller contract).
            unsafe { self.0.dealloc(block.as_ptr(), layout) }
        }
    }

    unsafe fn grow(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result {
        assert_eq!(old.align(), new.align());
        if old.size() == 0 {
            return self.allocate(new);
        }
        // SAFETY: `core::alloc::GlobalAlloc::realloc`: one of its blocks (caller contract), the
        // alignment is the same and the size is not 0.
        NonNull::new(unsafe { self.0.realloc(block.as_ptr(), old, new.size()) }).ok_or(())
    }

    unsafe fn grow_zeroed(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result {
        // SAFETY: the same contract (caller contract).
        let block = unsafe { self.grow(block, old, new) }?;

        // SAFETY: inside the block, which has new.size() bytes
        // (`core::alloc::GlobalAlloc::realloc`).
        let rest = unsafe { block.add(old.size()) };
        // SAFETY: contract of `grow`: the block has new.size() bytes, and new.size() is not less.
        unsafe { rest.write_bytes(0, new.size() - old.size()) };
        Ok(block)
    }

    unsafe fn shrink(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result {
        assert_eq!(old.align(), new.align());
        if new.size() == 0 {
            // SAFETY: the same contract (caller contract).
            unsafe { self.deallocate(block, old) };
            return empty(new);
        }
        // SAFETY: `core::alloc::GlobalAlloc::realloc`: one of its blocks (caller contract), the
        // alignment is the same and the size is not 0.
        NonNull::new(unsafe { self.0.realloc(block.as_ptr(), old, new.size()) }).ok_or(())
    }
}

/// One source of the `Allocator` trait.
macro_rules! through {
    ($(#[$cfg:meta])* $name:ident, $source:path, $text:literal) => {
        /// The trait of this source.
        $(#[$cfg])*
        pub struct $name<T>(pub T);

        $(#[$cfg])*
        const _: () = {
            use $source as source;

            impl<T: source::Allocator> Calls for $name<T> {
                fn name(&self) -> &'static str {
                    $text
                }

                fn allocate(&self, layout: Layout) -> Result {
                    start(self.0.allocate(layout), layout)
                }

                fn allocate_zeroed(&self, layout: Layout) -> Result {
                    start(self.0.allocate_zeroed(layout), layout)
                }

                unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
                    // SAFETY: the same contract (caller contract).
                    unsafe { self.0.deallocate(block, layout) }
                }

                unsafe fn grow(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result {
                    // SAFETY: the same contract (caller contract).
                    start(unsafe { self.0.grow(block, old, new) }, new)
                }

                unsafe fn grow_zeroed(
                    &self,
                    block: NonNull<u8>,
                    old: Layout,
                    new: Layout,
                ) -> Result {
                    // SAFETY: the same contract (caller contract).
                    start(unsafe { self.0.grow_zeroed(block, old, new) }, new)
                }

                unsafe fn shrink(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result {
                    // SAFETY: the same contract (caller contract).
                    start(unsafe { self.0.shrink(block, old, new) }, new)
                }
            }
        };
    };
}

through!(
    #[cfg(feature = "allocator-api2")]
    Api2,
    ::allocator_api2::alloc,
    "allocator-api2 0.2"
);
through!(
    #[cfg(feature = "allocator-api2-03")]
    Api3,
    ::allocator_api2_03::alloc,
    "allocator-api2 0.3"
);
through!(
    #[cfg(feature = "allocator-api2-04")]
    Api4,
    ::allocator_api2_04::alloc,
    "allocator-api2 0.4"
);
through!(
    #[cfg(feature = "nightly")]
    Core,
    ::core::alloc,
    "core::alloc"
);

/// All ways by the `Allocator` trait of an enabled source.
macro_rules! traits {
    ($allocator:expr) => {{
        let ways: Vec<Box<dyn $crate::model::calls::Calls>> = vec![
            #[cfg(feature = "allocator-api2")]
            Box::new($crate::model::calls::Api2($allocator)),
            #[cfg(feature = "allocator-api2-03")]
            Box::new($crate::model::calls::Api3($allocator)),
            #[cfg(feature = "allocator-api2-04")]
            Box::new($crate::model::calls::Api4($allocator)),
            #[cfg(feature = "nightly")]
            Box::new($crate::model::calls::Core($allocator)),
        ];
        ways
    }};
}
pub(crate) use traits;
