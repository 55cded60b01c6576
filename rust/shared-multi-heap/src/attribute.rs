// SPDX-License-Identifier: Apache-2.0

//! What memory can be like: attributes as types.

use crate::Heap;

/// A kind of memory: the number by which the pool knows it, and what holds for all memory that is
/// added under it.
///
/// Declare one with [`attribute!`](crate::attribute!); drivers take any `A: Attribute` and leave
/// the choice to the board.
///
/// ```
/// use shared_multi_heap::{Attribute, Cacheable, Heap, NonCacheable};
///
/// fn needs_maintenance<A: Attribute>(_: Heap<A>) -> bool {
///     A::CACHED
/// }
/// assert!(needs_maintenance(Cacheable) && !needs_maintenance(NonCacheable));
/// ```
///
/// An allocator is no attribute: [`MemoryKind`] is what both have.
///
/// # Safety
///
/// All memory that the pool has under [`NUMBER`](Attribute::NUMBER) is as the constants say, whoever
/// added it: in particular no cache holds it if [`CACHED`](Attribute::CACHED) is false. No other
/// type with the same number may say anything else.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an `Attribute`",
    label = "names no kind of memory",
    note = "an allocator such as `NonCacheable` is no attribute: its attribute is `attribute::NonCacheable`",
    note = "declare attributes of your own with `shared_multi_heap::attribute!`"
)]
pub unsafe trait Attribute: Copy + Send + Sync + 'static {
    /// The number under which C and the pool know it, below [`MAX_ATTR`](crate::MAX_ATTR).
    const NUMBER: u32;
    /// A name for messages.
    const NAME: &'static str;
    /// Whether a cache may hold the memory.
    const CACHED: bool;
    /// Smallest unit in bytes in which DMA engines write to it: a power of two.
    const DMA_ALIGN: usize = 4;
}

/// What names a kind of memory: an [`Attribute`], or the allocator of one.
///
/// The containers of this crate take either, so that `DmaBuffer<u8, NonCacheable>` looks like
/// `Vec<u8, NonCacheable>`. A function that is called with the name of an allocator takes it so:
///
/// ```
/// use allocator_api2::vec::Vec;
/// use shared_multi_heap::{Heap, MemoryKind, NonCacheable, SupportsAtomics};
///
/// fn queue<K: MemoryKind<Attribute: SupportsAtomics>>() -> Vec<u32, Heap<K::Attribute>> {
///     Vec::new_in(Heap::new())
/// }
/// let queue: Vec<u32, NonCacheable> = queue::<NonCacheable>();
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an `Attribute`, nor the allocator of one",
    label = "names no kind of memory",
    note = "declare attributes of your own with `shared_multi_heap::attribute!`"
)]
pub trait MemoryKind: Copy + Send + Sync + 'static {
    /// The attribute.
    type Attribute: Attribute;
}

impl<A: Attribute> MemoryKind for A {
    type Attribute = A;
}

impl<A: Attribute> MemoryKind for Heap<A> {
    type Attribute = A;
}

/// An attribute in whose memory atomic operations work.
///
/// Collections, `Arc` and whatever else takes an allocator may put atomics into the memory, so only
/// such an attribute is an allocator.
///
/// ```
/// use shared_multi_heap::allocator_api2::vec::Vec;
/// use shared_multi_heap::{Heap, NonCacheable, SupportsAtomics};
///
/// /// A driver that leaves the kind of memory to the board.
/// fn queue<A: SupportsAtomics>(heap: Heap<A>) -> Vec<u32, Heap<A>> {
///     Vec::new_in(heap)
/// }
/// let queue: Vec<u32, NonCacheable> = queue(NonCacheable);
/// ```
///
/// # Safety
///
/// Atomic read-modify-write operations of all widths that the target has work in all memory that is
/// added under this attribute. On many chips they do not in external RAM, and on some buses not in
/// memory that is not cached.
#[diagnostic::on_unimplemented(
    message = "atomics may not work in memory of the attribute `{Self}`, which does not implement `SupportsAtomics`",
    label = "`Heap<{Self}>` is not an allocator for any type",
    note = "use `NoAtomicsBox` and `NoAtomicsVec`, or take the proof on with `unsafe {{ AssumeAtomics::new() }}`"
)]
pub unsafe trait SupportsAtomics: Attribute {}

/// An attribute that claims nothing that ordinary RAM does not have.
///
/// Any `&'static mut [MaybeUninit<u8>]` may be added under it by safe code.
///
/// ```
/// use shared_multi_heap::{AddError, Cacheable, Heap, Memory, OrdinaryRam, RegionId};
///
/// fn give<A: OrdinaryRam>(heap: Heap<A>, memory: Memory) -> Result<RegionId, AddError<Memory>> {
///     heap.add(memory)
/// }
/// let memory = Box::leak(Box::new_uninit_slice(1024));
/// assert!(matches!(give(Cacheable, memory), Err(AddError::NotInitialised(_))));
/// ```
///
/// # Safety
///
/// The claims made by the implementation of [`Attribute`] (and of [`SupportsAtomics`], if there is
/// one) hold for the memory of every `static` of the program.
#[diagnostic::on_unimplemented(
    message = "the attribute `{Self}` claims more than ordinary RAM has: it does not implement `OrdinaryRam`",
    note = "add the memory with `unsafe {{ heap.add_claimed(memory) }}`, whose one obligation is that claim"
)]
pub unsafe trait OrdinaryRam: Attribute {}

/// Memory that a cache may hold: ordinary RAM. Number 0, `SMH_REG_ATTR_CACHEABLE`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Cacheable;

/// Memory that no cache holds, for devices that do not snoop. Number 1,
/// `SMH_REG_ATTR_NON_CACHEABLE`.
///
/// Atomics are taken to work in it, as on Cortex-M. Where they do not (exclusive accesses to such
/// memory need a global monitor), do not add memory under this attribute but declare one of your own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct NonCacheable;

/// Memory outside the chip. Number 2, `SMH_REG_ATTR_EXTERNAL`. Atomics are not taken to work in it,
/// and a cache may hold it, so any memory may be added under it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct External;

// SAFETY: CACHED claims nothing: memory that no cache holds only makes cache maintenance needless.
// The number is the one that SPEC SMH-ADD-3 and the C header give to this name.
unsafe impl Attribute for Cacheable {
    const NUMBER: u32 = shared_multi_heap_sys::SMH_REG_ATTR_CACHEABLE;
    const NAME: &'static str = "cacheable";
    const CACHED: bool = true;
}

// SAFETY: `static`s lie in memory in which `core::sync::atomic` works, since the language lets
// atomics be placed in any of them; other memory is added under the obligation of `add_claimed`.
unsafe impl SupportsAtomics for Cacheable {}

// SAFETY: nothing is claimed but atomics, which work in every `static` (`core::sync::atomic`).
unsafe impl OrdinaryRam for Cacheable {}

// SAFETY: memory comes under this number only through `add_claimed`, `add_address` or C, whose
// callers answer for it being uncached (SPEC SMH-ALLOC-3: no memory of another number is used).
unsafe impl Attribute for NonCacheable {
    const NUMBER: u32 = shared_multi_heap_sys::SMH_REG_ATTR_NON_CACHEABLE;
    const NAME: &'static str = "non-cacheable";
    const CACHED: bool = false;
}

// SAFETY: whoever adds memory under this attribute answers for atomics in it as well, as its
// documentation says (SPEC SMH-ALLOC-3: no memory of another number is used).
unsafe impl SupportsAtomics for NonCacheable {}

// SAFETY: CACHED claims nothing, and atomics are not claimed. The number is that of the C header
// (SPEC SMH-ADD-3).
unsafe impl Attribute for External {
    const NUMBER: u32 = shared_multi_heap_sys::SMH_REG_ATTR_EXTERNAL;
    const NAME: &'static str = "external";
    const CACHED: bool = true;
}

// SAFETY: nothing is claimed (contract of `Attribute`, as above): no atomics either.
unsafe impl OrdinaryRam for External {}

/// Declares attributes of one's own: for each a marker type that implements [`Attribute`], and a
/// name that is both the type and the value of its allocator.
///
/// The number stands in an `unsafe` block, which is the claim that all memory ever added under it
/// is as the declaration says (see [`Attribute`], [`SupportsAtomics`] and [`OrdinaryRam`]). So a
/// crate with `#![forbid(unsafe_code)]` cannot declare one. The number is compared at compile time
/// with the limit that the linked C library was built with.
///
/// | property | meaning | default |
/// |---|---|---|
/// | `cached` | a cache may hold the memory | `true` |
/// | `atomics` | atomics work in it: its heap is an allocator | `false` |
/// | `ordinary` | it claims nothing that ordinary RAM does not have | `false` |
/// | `dma_align` | smallest unit of DMA engines in bytes | 4 |
///
/// Properties are given in this order; each may be left out.
///
/// ```
/// # use std::{boxed::Box as StdBox, mem::MaybeUninit};
/// use shared_multi_heap::allocator_api2::vec::Vec;
///
/// shared_multi_heap::attribute! {
///     /// The tightly coupled memory of the board.
///     // SAFETY: the board adds only its tightly coupled memory under 5.
///     pub attribute Tcm(TcmAttribute) = unsafe { 5 } { cached: false, atomics: true };
/// }
///
/// # fn main() -> Result<(), StdBox<dyn std::error::Error>> {
/// shared_multi_heap::init()?;
/// # let memory = StdBox::leak(StdBox::new_uninit_slice(4096));
/// // SAFETY: this memory is on the host: nothing depends on its being cached or not.
/// unsafe { Tcm.add_claimed(memory)? };
///
/// let mut samples: Vec<u16, Tcm> = Vec::new_in(Tcm);
/// samples.push(7);
/// # Ok(())
/// # }
/// ```
#[macro_export]
macro_rules! attribute {
    ($(
        $(#[$meta:meta])*
        $vis:vis attribute $heap:ident($marker:ident) = $unsafe:tt $number:tt {
            $(cached: $cached:literal $(,)?)?
            $(atomics: $atomics:tt $(,)?)?
            $(ordinary: $ordinary:tt $(,)?)?
            $(dma_align: $dma_align:literal $(,)?)?
        };
    )*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        $vis struct $marker;

        const _: () = ::core::assert!(
            <$marker as $crate::Attribute>::NUMBER < $crate::MAX_ATTR,
            "the number of this attribute is not below SMH_MAX_ATTR of the C library"
        );

        // SAFETY: whoever wrote `unsafe` in the declaration answers for it (contract of `Attribute`).
        unsafe impl $crate::Attribute for $marker {
            const NUMBER: u32 = $crate::attribute!(@claim [$unsafe $number] $unsafe $number);
            const NAME: &'static str = ::core::stringify!($heap);
            const CACHED: bool = true $(&& $cached)?;
            $(const DMA_ALIGN: usize = $dma_align;)?
        }

        $($crate::attribute!(@atomics $atomics $marker);)?
        $($crate::attribute!(@ordinary $ordinary $marker);)?

        $(#[$meta])*
        $vis type $heap = $crate::Heap<$marker>;

        $(#[$meta])*
        #[allow(non_upper_case_globals)]
        $vis const $heap: $heap = $crate::Heap::new();
    )*};
    // The block of the user goes through as it is, so that lints see who wrote `unsafe`.
    (@claim [$($claim:tt)*] unsafe { $number:expr }) => {{
        #[allow(unused_unsafe)]
        let number = $($claim)*;
        number
    }};
    (@claim $($any:tt)*) => {
        ::core::compile_error! {
            "the number of an attribute is a claim about all memory added under it: \
             put it in an `unsafe` block, and say why the claim holds"
        }
    };
    (@atomics true $marker:ident) => {
        // SAFETY: whoever wrote `unsafe` in the declaration answers for it (contract of
        // `SupportsAtomics`).
        unsafe impl $crate::SupportsAtomics for $marker {}
    };
    (@atomics false $marker:ident) => {};
    (@ordinary true $marker:ident) => {
        // SAFETY: whoever wrote `unsafe` in the declaration answers for it (contract of
        // `OrdinaryRam`).
        unsafe impl $crate::OrdinaryRam for $marker {}
    };
    (@ordinary false $marker:ident) => {};
    ($(#[$meta:meta])* $vis:vis attribute $heap:ident($marker:ident) = $($any:tt)*) => {
        $crate::attribute!(@claim);
    };
    ($(#[$meta:meta])* $vis:vis unsafe attribute $($any:tt)*) => {
        $crate::attribute!(@claim);
    };
}
