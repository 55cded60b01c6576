// SPDX-License-Identifier: Apache-2.0

//! Where a `DmaBuffer` lies, what is in it at first, and what is refused.

mod dma_support;

use std::alloc::Layout;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

use dma_support::{
    Bursts, Bytes, Cached, CachedBursts, Counted, DIRT, Nowhere, Uncached, Wide, largest_free, pool,
};
use shared_multi_heap::{
    Attribute, CACHE_LINE, DeviceBuffer, DmaBuffer, DmaElement, DmaError, Heap, MemoryKind,
    RangeError,
};

/// Elements with an alignment of their own, above that of any cache line.
#[derive(Clone, Copy)]
#[repr(C, align(4096))]
struct Page([u8; 4096]);

// SAFETY: contract of `DmaElement`: bytes, as many as the alignment, so without padding.
unsafe impl DmaElement for Page {}

/// For tests that fill a region, which others would meet full.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());

    pool();
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Holds buffers of many lengths at once and looks at where each lies.
fn lies_right<T: DmaElement, A: MemoryKind>(align: usize) {
    let _alone = alone();

    assert_eq!(DmaBuffer::<T, A>::ALIGN, align);
    let lengths = [1, 2, 3, 7, 31, 32, 33, 63, 64, 65, 100];
    let fits = lengths.map(|len| DmaBuffer::<T, A>::zeroed(len).ok());
    let buffers: Vec<_> = fits.into_iter().flatten().collect();

    assert!(buffers.len() > 2, "the region is too small for the test");
    for buffer in &buffers {
        let bytes = size_of_val::<[T]>(buffer);
        assert_eq!(buffer.as_ptr().addr() % align, 0);
        assert_eq!(buffer.byte_len(), bytes.next_multiple_of(align));
        assert!(Heap::<A::Attribute>::new().owns(buffer.as_ptr()));
    }
    for pair in buffers.windows(2) {
        assert_ne!(pair[0].as_ptr(), pair[1].as_ptr());
    }
}

#[test]
fn cached_memory_follows_the_line() {
    lies_right::<u8, Cached>(CACHE_LINE);
    lies_right::<[u8; 3], Cached>(CACHE_LINE);
    lies_right::<u128, Wide>(CACHE_LINE.max(align_of::<u128>()));
}

#[test]
fn uncached_memory_follows_the_engine_and_the_type_only() {
    lies_right::<u8, Uncached>(4);
    lies_right::<[u16; 3], Uncached>(4);
    lies_right::<u64, Uncached>(align_of::<u64>().max(4));
    lies_right::<u8, Bytes>(1);
    lies_right::<u32, Bytes>(align_of::<u32>());
}

#[test]
fn a_larger_unit_of_the_engine_wins() {
    lies_right::<u8, Bursts>(256);
    lies_right::<u64, CachedBursts>(CACHE_LINE.max(2048));
}

#[test]
fn a_larger_alignment_of_the_type_wins() {
    lies_right::<Page, Wide>(CACHE_LINE.max(4096));
}

#[test]
fn the_layout_is_said_beforehand() {
    pool();
    let layout = DmaBuffer::<u16, Cached>::layout(CACHE_LINE).unwrap();
    let buffer = DmaBuffer::<u16, Cached>::zeroed(CACHE_LINE).unwrap();

    assert_eq!(
        (layout.size(), layout.align()),
        (buffer.byte_len(), CACHE_LINE)
    );
}

/// All bytes of the block, those behind the last element too.
fn bytes_of<T: DmaElement, A: MemoryKind>(buffer: &DmaBuffer<T, A>) -> &[u8] {
    // SAFETY: core::slice::from_raw_parts: `as_ptr` is good for reading `byte_len` bytes.
    unsafe { std::slice::from_raw_parts(buffer.as_ptr().cast(), buffer.byte_len()) }
}

/// Leaves dirt all over a region: in fresh memory, and in what was in use.
fn soil<A: Attribute>(heap: Heap<A>) {
    let layout = Layout::from_size_align(48, 8).unwrap();
    let blocks: Vec<_> = std::iter::from_fn(|| heap.allocate_block(layout).ok()).collect();

    for block in blocks {
        // SAFETY: SPEC SMH-ALLOC-1: the block has 48 bytes.
        unsafe { block.cast::<u8>().write_bytes(DIRT, 48) };
        // SAFETY: contract of `deallocate_block`: allocated above with this layout.
        unsafe { heap.deallocate_block(block.cast(), layout) };
    }
}

#[test]
fn all_bytes_are_zero_in_memory_that_was_dirty() {
    let _alone = alone();

    soil(Bursts);
    for len in [1, 10, 255, 256, 257, 2000] {
        let buffer = DmaBuffer::<u8, Bursts>::zeroed(len).unwrap();

        assert!(bytes_of(&buffer).iter().all(|byte| *byte == 0), "{len}");
    }
}

#[test]
fn what_fills_the_last_line_is_zero_in_every_constructor() {
    let _alone = alone();

    soil(CachedBursts);
    let made = DmaBuffer::<u8, CachedBursts>::from_fn(5, |index| index as u8 + 1).unwrap();
    let copied = DmaBuffer::<u8, CachedBursts>::from_slice(&[1, 2, 3, 4, 5]).unwrap();

    for buffer in [made, copied] {
        let (elements, rest) = bytes_of(&buffer).split_at(5);
        assert_eq!(elements, [1, 2, 3, 4, 5]);
        assert_eq!(rest, vec![0; DmaBuffer::<u8, CachedBursts>::ALIGN - 5]);
    }
}

#[test]
fn a_length_that_overflows_is_refused() {
    pool();
    for len in [usize::MAX, isize::MAX as usize, isize::MAX as usize / 8 + 1] {
        assert_eq!(
            DmaBuffer::<u64, Cached>::zeroed(len).unwrap_err(),
            DmaError::TooLarge
        );
        assert_eq!(
            DmaBuffer::<u64, Bytes>::layout(len),
            Err(DmaError::TooLarge)
        );
    }
    // The elements fit, the last line does not.
    let len = isize::MAX as usize;
    assert_eq!(
        DmaBuffer::<u8, Cached>::zeroed(len).unwrap_err(),
        DmaError::TooLarge
    );
    let len = isize::MAX as usize - CACHE_LINE + 1;
    assert_eq!(
        DmaBuffer::<u8, Cached>::zeroed(len).unwrap_err(),
        DmaError::OutOfMemory
    );
}

#[test]
fn an_attribute_without_room_is_an_error() {
    pool();
    assert_eq!(
        DmaBuffer::<u8, Nowhere>::zeroed(1).unwrap_err(),
        DmaError::OutOfMemory
    );
    assert_eq!(
        DmaBuffer::<u8, Bytes>::zeroed(1 << 20).unwrap_err(),
        DmaError::OutOfMemory
    );
    assert_eq!(
        DmaBuffer::<u8, Nowhere>::from_slice(&[1]).unwrap_err(),
        DmaError::OutOfMemory
    );
    assert_eq!(
        DmaBuffer::<u8, Nowhere>::from_fn(1, |_| panic!("no element to make")).unwrap_err(),
        DmaError::OutOfMemory
    );
}

#[test]
fn errors_are_told_in_words() {
    let words = [
        DmaError::OutOfMemory,
        DmaError::TooLarge,
        DmaError::CacheLine,
    ]
    .map(|error| error.to_string());

    assert_eq!(
        words[2],
        "the cache lines of this chip are larger than SMH_CACHE_LINE"
    );
    assert!(words[0] != words[1] && words[1] != words[2]);
    assert_ne!(
        RangeError::OutOfBounds.to_string(),
        RangeError::SplitsLine.to_string()
    );
}

/// Every function on a buffer without a byte. It needs no memory: `Nowhere` has none.
fn is_empty_and_harmless<T: DmaElement>(len: usize) {
    let mut buffer = DmaBuffer::<T, Nowhere>::zeroed(len).unwrap();

    assert_eq!((buffer.len(), buffer.byte_len()), (len, 0));
    assert_eq!(buffer.as_ptr().addr() % DmaBuffer::<T, Nowhere>::ALIGN, 0);
    assert_eq!(shared_multi_heap::region_of(buffer.as_ptr()), None);
    buffer.clean();
    buffer.invalidate();
    buffer.clean_range(..).unwrap();
    buffer.invalidate_range(len..).unwrap();
    let raw = buffer.into_device().into_cpu().into_raw();
    // SAFETY: contract of `from_raw`: from `into_raw` of a buffer of this type.
    let buffer = unsafe { DmaBuffer::<T, Nowhere>::from_raw(raw) };
    assert_eq!(buffer.leak().len(), len);
}

#[test]
fn length_zero_takes_no_memory() {
    pool();
    is_empty_and_harmless::<u32>(0);
    is_empty_and_harmless::<Page>(0);
    is_empty_and_harmless::<[u64; 0]>(0);
    is_empty_and_harmless::<[u64; 0]>(usize::MAX);
    assert!(
        DmaBuffer::<u8, Nowhere>::from_slice(&[])
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_buffer_is_freed_by_whoever_has_it_last() {
    let region = pool().counted;
    let before = largest_free(region);
    let buffer = DmaBuffer::<u8, Counted>::zeroed(1000).unwrap();
    let alive = largest_free(region);
    let raw = buffer.into_raw();

    assert!(alive <= before - 1000);
    assert_eq!(largest_free(region), alive);
    // SAFETY: contract of `from_raw`: from `into_raw`.
    drop(unsafe { DmaBuffer::<u8, Counted>::from_raw(raw) });
    assert_eq!(largest_free(region), before);
    drop(
        DmaBuffer::<u8, Counted>::zeroed(1000)
            .unwrap()
            .into_device(),
    );
    assert_eq!(largest_free(region), before);
}

#[test]
fn a_panic_in_from_fn_leaves_nothing_behind() {
    let _alone = alone();

    for _ in 0..1000 {
        let result = catch_unwind(AssertUnwindSafe(|| {
            DmaBuffer::<u8, CachedBursts>::from_fn(4096, |index| {
                std::panic::resume_unwind(Box::new(index))
            })
        }));
        // The region holds 64 KiB: a leak would show as an error instead of the panic.
        assert_eq!(*result.unwrap_err().downcast::<usize>().unwrap(), 0);
    }
}

#[test]
fn buffers_are_slices() {
    pool();
    let mut buffer = DmaBuffer::<u16, Cached>::from_fn(10, |index| index as u16).unwrap();

    buffer.reverse();
    buffer.as_mut()[0] += 1;
    assert_eq!(buffer.as_ref()[..3], [10, 8, 7]);
    assert_eq!(buffer.iter().copied().max(), Some(10));
}

#[test]
fn a_leaked_buffer_stays() {
    pool();
    let leaked = DmaBuffer::<u16, Wide>::from_slice(&[1, 2, 3])
        .unwrap()
        .leak();
    let other = DmaBuffer::<u16, Wide>::from_slice(&[4, 5, 6]).unwrap();

    leaked[0] = 9;
    assert_eq!((&*leaked, &*other), (&[9, 2, 3][..], &[4, 5, 6][..]));
}

#[test]
fn a_block_of_c_becomes_a_buffer() {
    pool();
    let layout = DmaBuffer::<u16, Cached>::layout(3).unwrap();
    // SAFETY: any arguments are allowed at any time (SPEC SMH-ALIGN-8).
    let block = unsafe {
        shared_multi_heap_sys::shared_multi_heap_aligned_alloc(5, layout.align(), layout.size())
    };
    let start = std::ptr::NonNull::new(block.cast::<u16>()).unwrap();
    // SAFETY: the block has that many bytes (SPEC SMH-ALLOC-1).
    unsafe { start.cast::<u8>().write_bytes(0x11, layout.size()) };
    let raw = std::ptr::NonNull::slice_from_raw_parts(start, 3);
    // SAFETY: contract of `from_raw`: allocated under attribute 5, which is `Cached`, with the layout; all bytes are
    // written, and no device is there whose view of them could differ.
    let buffer = unsafe { DmaBuffer::<u16, Cached>::from_raw(raw) };

    assert_eq!(*buffer, [0x1111; 3]);
}

#[test]
fn a_device_keeps_the_place() {
    pool();
    let mut buffer = DmaBuffer::<u32, Cached>::from_slice(&[1, 2, 3])
        .unwrap()
        .into_device();
    let (start, len) = (buffer.as_mut_ptr(), buffer.len());

    assert_eq!((start.cast_const(), len), (buffer.as_ptr(), 3));
    assert_eq!(buffer.byte_len(), 12_usize.next_multiple_of(CACHE_LINE));
    assert_eq!(
        [0, 2, 3, usize::MAX].map(|index| buffer.peek(index)),
        [Some(1), Some(3), None, None]
    );
    let buffer = buffer.into_cpu();
    assert_eq!(
        (buffer.as_ptr(), &*buffer),
        (start.cast_const(), &[1, 2, 3][..])
    );
}

#[test]
fn buffers_go_to_other_threads() {
    fn goes<T: Send + Sync + 'static>() {}

    goes::<DmaBuffer<u32, Cached>>();
    goes::<DeviceBuffer<u32, Uncached>>();
    pool();
    let buffer = DmaBuffer::<u8, Cached>::from_slice(b"there").unwrap();
    let back = std::thread::spawn(move || {
        assert_eq!(&*buffer, b"there");
        buffer
    });
    assert_eq!(&*back.join().unwrap(), b"there");
}

#[test]
fn debug_tells_place_and_size() {
    pool();
    let buffer = DmaBuffer::<u8, Cached>::zeroed(3).unwrap();
    let place = format!(
        "{{ attribute: \"Cached\", start: {:?}, len: 3, byte_len: {CACHE_LINE} }}",
        buffer.as_ptr()
    );

    assert_eq!(format!("{buffer:?}"), format!("DmaBuffer {place}"));
    assert_eq!(
        format!("{:?}", buffer.into_device()),
        format!("DeviceBuffer {place}")
    );
}

#[cfg(feature = "embedded-dma")]
#[test]
fn embedded_dma_sees_the_elements() {
    use embedded_dma::{ReadBuffer, WriteBuffer};

    fn place<B: ReadBuffer<Word = u16> + WriteBuffer<Word = u16> + 'static>(
        mut buffer: B,
    ) -> (B, [(usize, usize); 2]) {
        // SAFETY: embedded_dma: nobody uses the address (caller contract).
        let (read, read_len) = unsafe { buffer.read_buffer() };
        // SAFETY: embedded_dma: nobody uses the address (caller contract).
        let (write, write_len) = unsafe { buffer.write_buffer() };
        (buffer, [(read.addr(), read_len), (write.addr(), write_len)])
    }

    pool();
    let buffer = DmaBuffer::<u16, Cached>::zeroed(40).unwrap();
    let expected = (buffer.as_ptr().addr(), 40);
    let (buffer, places) = place(buffer.into_device());
    assert_eq!(places, [expected; 2]);
    assert_eq!(buffer.into_cpu().as_ptr().addr(), expected.0);
}
