// SPDX-License-Identifier: Apache-2.0

//! [`export_embedded_alloc!`], for the heaps of embedded-alloc, which are of one shape.

/// A [`Peer`](crate::Peer) and its functions for a heap of embedded-alloc, used as the global
/// allocator that it is made to be.
#[macro_export]
macro_rules! export_embedded_alloc {
    ($heap:ty) => {
        /// The heap.
        pub struct Heap {
            heap: $heap,
            /// It takes one region, once.
            has_memory: bool,
        }

        impl $crate::Peer for Heap {
            const EMPTY: Self = Heap {
                heap: <$heap>::empty(),
                has_memory: false,
            };

            unsafe fn add(&mut self, mem: NonNull<u8>, bytes: usize) -> bool {
                if self.has_memory {
                    return false;
                }
                // SAFETY: caller contract: the memory is the heap's from now on, and it had none.
                unsafe { self.heap.init(mem.as_ptr() as usize, bytes) };
                self.has_memory = true;
                true
            }

            #[inline(always)]
            unsafe fn alloc(&mut self, layout: Layout) -> Option<NonNull<u8>> {
                // SAFETY: caller contract: the size is not 0.
                NonNull::new(unsafe { self.heap.alloc(layout) })
            }

            #[inline(always)]
            unsafe fn free(&mut self, mem: NonNull<u8>, layout: Layout) {
                // SAFETY: caller contract: it is a live block of that layout.
                unsafe { self.heap.dealloc(mem.as_ptr(), layout) }
            }
        }

        $crate::export_peer!(Heap);
        $crate::export_realloc!(Heap);
    };
}
