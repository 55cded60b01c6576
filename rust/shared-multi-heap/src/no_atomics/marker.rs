// SPDX-License-Identifier: Apache-2.0

//! The types that may lie in memory in which atomics do not work.

use core::alloc::Layout;
use core::cell::{Cell, OnceCell, RefCell};
use core::cmp::{Ordering, Reverse};
use core::convert::Infallible;
use core::ffi::CStr;
use core::marker::{PhantomData, PhantomPinned};
use core::mem::{ManuallyDrop, MaybeUninit};
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use core::num::{
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI128, NonZeroIsize, NonZeroU8,
    NonZeroU16, NonZeroU32, NonZeroU64, NonZeroU128, NonZeroUsize, Saturating, Wrapping,
};
use core::ops::{
    Bound, ControlFlow, Range, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive,
};
use core::pin::Pin;
use core::ptr::NonNull;
use core::task::Poll;
use core::time::Duration;

use super::{AssumeAtomics, NoAtomicsBox, NoAtomicsVec};
use crate::{Attribute, DeviceBuffer, DmaBuffer, DmaElement, Heap, MemoryKind};

/// A type whose values do no atomic operation where they lie.
///
/// [`NoAtomicsBox`] and [`NoAtomicsVec`] take such types only, because there may be no atomics in
/// the memory they use. With the feature `derive`, `#[derive(NoAtomics)]` implements it for a
/// struct or an enum all of whose fields have it:
///
/// ```
/// # #[cfg(feature = "derive")] {
/// use core::time::Duration;
/// use shared_multi_heap::NoAtomics;
///
/// #[derive(NoAtomics)]
/// struct Sample {
///     at: Duration,
///     channel: u8,
///     value: Option<f32>,
/// }
///
/// fn storable<T: NoAtomics>() {}
/// storable::<[Sample; 16]>();
/// # }
/// ```
///
/// ```compile_fail,E0277
/// use core::sync::atomic::AtomicU32;
/// use shared_multi_heap::{External, NoAtomicsBox};
///
/// let count = NoAtomicsBox::<_, External>::try_new(AtomicU32::new(0));
/// ```
///
/// # References and pointers
///
/// They implement it whatever they point to. What counts are the bytes of the value itself, and
/// those of a `&AtomicU32` are an address. The atomic lies elsewhere: it would be in memory without
/// atomics only if it, or something that it is a part of, had been stored there, and the bound on
/// what is stored refuses that.
///
/// # Cells
///
/// `Cell`, `RefCell` and `OnceCell` are for one thread and use no atomics; a
/// `critical_section::Mutex` has its lock elsewhere. `UnsafeCell` does not implement the trait,
/// although it would do no harm by itself: what contains one is a type that synchronises by means
/// of its own, and should say by an `unsafe impl` that these are not atomics.
///
/// # Functions
///
/// Function pointers of up to 8 arguments implement it, for any calling convention of Rust or C,
/// but not those that are generic over a lifetime, such as `fn(&u8)`: the language has no way to
/// name them all. Put them in a struct with an `unsafe impl`.
///
/// # What cannot be refused
///
/// A `&mut u32` is a `&mut u32`, wherever it lies. Code that turns references to plain data into
/// atomics is as wrong in such memory as it looks, and no bound on a type can keep it out:
///
/// - `AtomicU32::from_mut` and its kind (not in stable Rust), and the `unsafe` `AtomicU32::from_ptr`;
/// - crates that look at bytes as another type, if they allow atomics, such as
///   `zerocopy::FromBytes::mut_from_bytes`;
/// - arenas and other allocators that are handed a `&mut [u8]` or `&mut [MaybeUninit<u8>]` out of
///   such memory and then give it out for any type. (Added to the pool again, under whichever
///   attribute, it is refused: it overlaps the region it is from.)
///
/// # Safety
///
/// No safe code can do an atomic operation on the bytes of a value of the type, which are those
/// that [`size_of_val`] counts, wherever the value lies. So no part of it is an atomic, or any other
/// type that may do atomic operations on itself (the locks and cells of `std::sync`, for example);
/// and no function that uses the type does them by means of `unsafe`. What a value points to does
/// not count, nor what the section above lists.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may do atomic operations where it lies: it does not implement `NoAtomics`",
    label = "cannot be stored in memory in which atomics may not work",
    note = "for a struct or an enum whose fields all have it, add `#[derive(NoAtomics)]` (feature `derive` of shared-multi-heap)",
    note = "atomics, locks and `Arc`s belong in the memory of an attribute with `SupportsAtomics`"
)]
pub unsafe trait NoAtomics {
    /// Where the derive has the compiler check the fields.
    #[doc(hidden)]
    #[inline]
    fn __assert_fields(&self) {}
}

/// For the derive alone: takes a pointer to a type with the trait, which the compiler infers.
#[doc(hidden)]
#[inline]
pub const fn __has_no_atomics<T: NoAtomics + ?Sized>(_: *const T) {}

/// Implements the trait for a group of types, each with its generics in front.
macro_rules! no_atomics {
    ($([$($generics:tt)*] $type:ty),* $(,)?) => {
        $(
            // SAFETY: contract of `NoAtomics`; the proof stands above each group.
            unsafe impl<$($generics)*> NoAtomics for $type {}
        )*
    };
}

// Plain data, changed through `&mut` alone and by means that are no atomics.
no_atomics! {
    [] u8, [] u16, [] u32, [] u64, [] u128, [] usize,
    [] i8, [] i16, [] i32, [] i64, [] i128, [] isize,
    [] f32, [] f64, [] bool, [] char, [] str, [] CStr,
    [] NonZeroU8, [] NonZeroU16, [] NonZeroU32, [] NonZeroU64, [] NonZeroU128, [] NonZeroUsize,
    [] NonZeroI8, [] NonZeroI16, [] NonZeroI32, [] NonZeroI64, [] NonZeroI128, [] NonZeroIsize,
    [] Duration, [] Ordering, [] Layout, [] Infallible,
    [] IpAddr, [] Ipv4Addr, [] Ipv6Addr, [] SocketAddr, [] SocketAddrV4, [] SocketAddrV6,
}

// No bytes at all.
no_atomics! {
    [] (), [] RangeFull, [] PhantomPinned,
    [T: ?Sized] PhantomData<T>,
    [A: Attribute] Heap<A>,
    [A: MemoryKind] AssumeAtomics<A>,
}

// An address, and a length or a pointer to a table of functions. What lies there is another value,
// as the documentation of the trait argues under "References and pointers".
no_atomics! {
    [T: ?Sized] &T, [T: ?Sized] &mut T,
    [T: ?Sized] *const T, [T: ?Sized] *mut T, [T: ?Sized] NonNull<T>,
}

// The same, and lengths: the elements lie in a block of their own. `T` has no bound, so that a type
// may contain a box of itself.
no_atomics! {
    [T: ?Sized, A: MemoryKind] NoAtomicsBox<T, A>,
    [T, A: MemoryKind] NoAtomicsVec<T, A>,
    [T: DmaElement, A: MemoryKind] DmaBuffer<T, A>,
    [T: DmaElement, A: MemoryKind] DeviceBuffer<T, A>,
}

// The bytes of the values inside, and tags that only the compiler reads and writes.
no_atomics! {
    [T: NoAtomics] [T],
    [T: NoAtomics, const N: usize] [T; N],
    [T: NoAtomics] Option<T>,
    [T: NoAtomics, E: NoAtomics] Result<T, E>,
    [T: NoAtomics] Poll<T>,
    [B: NoAtomics, C: NoAtomics] ControlFlow<B, C>,
    [T: NoAtomics] Bound<T>,
    [T: NoAtomics] Range<T>,
    [T: NoAtomics] RangeFrom<T>,
    [T: NoAtomics] RangeInclusive<T>,
    [T: NoAtomics] RangeTo<T>,
    [T: NoAtomics] RangeToInclusive<T>,
    [T: NoAtomics] Wrapping<T>,
    [T: NoAtomics] Saturating<T>,
    [T: NoAtomics] Reverse<T>,
    [P: NoAtomics] Pin<P>,
    [T: NoAtomics] MaybeUninit<T>,
    [T: NoAtomics + ?Sized] ManuallyDrop<T>,
}

// Changed through `&`, but by plain reads and writes: none of them is `Sync`, except for the mutex,
// which gives out references to its value and has no other data.
no_atomics! {
    [T: NoAtomics + ?Sized] Cell<T>,
    [T: NoAtomics + ?Sized] RefCell<T>,
    [T: NoAtomics] OnceCell<T>,
    [T: NoAtomics] critical_section::Mutex<T>,
}

/// Tuples, from the longest down to one.
macro_rules! tuples {
    () => {};
    ($first:ident $($rest:ident)*) => {
        // The bytes of the elements, and padding.
        no_atomics! { [$first: NoAtomics, $($rest: NoAtomics),*] ($first, $($rest,)*) }
        tuples! { $($rest)* }
    };
}

tuples! { A B C D E F G H I J K L }

/// Pointers to functions, from the most arguments down to none.
macro_rules! functions {
    ($($first:ident $($rest:ident)*)?) => {
        // The address of code, which is not data.
        no_atomics! {
            [Return, $($first, $($rest),*)?] fn($($first, $($rest),*)?) -> Return,
            [Return, $($first, $($rest),*)?] unsafe fn($($first, $($rest),*)?) -> Return,
            [Return, $($first, $($rest),*)?] extern "C" fn($($first, $($rest),*)?) -> Return,
            [Return, $($first, $($rest),*)?] unsafe extern "C" fn($($first, $($rest),*)?) -> Return,
        }
        $(functions! { $($rest)* })?
    };
}

functions! { A B C D E F G H }
