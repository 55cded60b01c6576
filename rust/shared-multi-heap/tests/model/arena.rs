// SPDX-License-Identifier: Apache-2.0

//! An allocator that is not ours, to be one side of a `Fallback`.

use std::alloc::Layout;
use std::ptr::NonNull;
use std::sync::{Mutex, MutexGuard, PoisonError};

use shared_multi_heap::Owns;

/// Hands out the bytes of a buffer one after the other, and starts anew when all are back. The last
/// block can be resized, if the arena is one that can do that.
#[derive(Clone, Copy)]
pub struct Arena(&'static Buffer);

struct Buffer {
    memory: usize,
    size: usize,
    resizes: bool,
    used: Mutex<Used>,
}

#[derive(Default)]
struct Used {
    top: usize,
    blocks: usize,
}

impl Arena {
    pub fn new(size: usize, resizes: bool) -> Self {
        let memory = Box::leak(Box::<[u8]>::new_uninit_slice(size));

        Self(Box::leak(Box::new(Buffer {
            memory: memory.as_mut_ptr().expose_provenance(),
            size,
            resizes,
            used: Mutex::default(),
        })))
    }

    pub fn is_empty(self) -> bool {
        self.used().blocks == 0
    }

    pub fn contains(self, block: NonNull<u8>, bytes: usize) -> bool {
        let address = block.addr().get();

        address >= self.0.memory && address + bytes <= self.0.memory + self.0.size
    }

    pub fn fits(self, layout: Layout) -> bool {
        self.place(&self.used(), layout).is_some()
    }

    pub fn fits_in_place(self, block: NonNull<u8>, old: Layout, new: Layout) -> bool {
        let offset = block.addr().get() - self.0.memory;
        let is_last = offset + old.size() == self.used().top;

        self.0.resizes
            && block.addr().get() % new.align() == 0
            && (new.size() <= old.size() || (is_last && new.size() <= self.0.size - offset))
    }

    fn used(&self) -> MutexGuard<'static, Used> {
        self.0.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The offset at which the next block would be.
    fn place(self, used: &Used, layout: Layout) -> Option<usize> {
        let start = (self.0.memory + used.top).checked_next_multiple_of(layout.align())?;
        let offset = start - self.0.memory;

        (offset.checked_add(layout.size())? <= self.0.size).then_some(offset)
    }

    fn take(self, layout: Layout) -> Option<NonNull<[u8]>> {
        assert_ne!(
            layout.size(),
            0,
            "a block of size 0 belongs to neither side"
        );
        let mut used = self.used();
        let offset = self.place(&used, layout)?;
        let start = std::ptr::with_exposed_provenance_mut(self.0.memory + offset);

        used.top = offset + layout.size();
        used.blocks += 1;
        Some(NonNull::slice_from_raw_parts(
            NonNull::new(start)?,
            layout.size(),
        ))
    }

    fn give_back(self, block: NonNull<u8>, layout: Layout) {
        assert_ne!(
            layout.size(),
            0,
            "a block of size 0 belongs to neither side"
        );
        assert!(
            self.contains(block, layout.size()),
            "not a block of this arena"
        );
        let mut used = self.used();
        let offset = block.addr().get() - self.0.memory;

        used.blocks -= 1;
        if used.blocks == 0 {
            used.top = 0;
        } else if offset + layout.size() == used.top {
            used.top = offset;
        }
    }
}

// SAFETY: contract of `Owns`: blocks are inside the buffer, which nothing else has; the last
// block is resized within what is free behind it, any other by giving up its end.
unsafe impl Owns for Arena {
    fn owns_block(&self, block: NonNull<u8>) -> bool {
        self.contains(block, 1)
    }

    unsafe fn resize_in_place(&self, block: NonNull<u8>, old: Layout, new: Layout) -> bool {
        assert!(old.size() != 0 && new.size() != 0, "no size is 0 here");
        if !self.fits_in_place(block, old, new) {
            return false;
        }
        let mut used = self.used();
        let offset = block.addr().get() - self.0.memory;
        if offset + old.size() == used.top {
            used.top = offset + new.size();
        }
        true
    }
}

/// One source of the trait: what it provides is left as it is.
macro_rules! arena_of {
    ($(#[$cfg:meta])* $source:path) => {
        $(#[$cfg])*
        const _: () = {
            use $source as source;

            // SAFETY: `core::alloc::Allocator`: blocks are inside the buffer, which stays for ever,
            // and apart from each other; copies are the same arena.
            unsafe impl source::Allocator for Arena {
                fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, source::AllocError> {
                    self.take(layout).ok_or(source::AllocError)
                }

                unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
                    self.give_back(block, layout)
                }
            }
        };
    };
}

arena_of!(
    #[cfg(feature = "allocator-api2")]
    ::allocator_api2::alloc
);
arena_of!(
    #[cfg(feature = "allocator-api2-03")]
    ::allocator_api2_03::alloc
);
arena_of!(
    #[cfg(feature = "allocator-api2-04")]
    ::allocator_api2_04::alloc
);
arena_of!(
    #[cfg(feature = "nightly")]
    ::core::alloc
);
