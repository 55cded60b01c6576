// SPDX-License-Identifier: Apache-2.0

//! Memory of the program that is meant for a region.

use core::cell::{Cell, UnsafeCell};
use core::fmt;
use core::mem::MaybeUninit;

use critical_section::Mutex;

use crate::Memory;

/// The bytes of a [`StaticRegion`]; apart from it, since a linker script may put them into memory
/// that start-up code does not initialise.
#[doc(hidden)]
#[repr(C, align(64))]
pub struct RegionMemory<const N: usize>(UnsafeCell<MaybeUninit<[u8; N]>>);

// SAFETY: the bytes are only reached through `StaticRegion::take`, which gives them out once
// (`core::marker::Sync` asks for no data race).
unsafe impl<const N: usize> Sync for RegionMemory<N> {}

impl<const N: usize> fmt::Debug for RegionMemory<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RegionMemory<{N}>")
    }
}

impl<const N: usize> RegionMemory<N> {
    #[expect(clippy::new_without_default, reason = "used by a macro only")]
    #[must_use]
    pub const fn new() -> Self {
        Self(UnsafeCell::new(MaybeUninit::uninit()))
    }

    const fn bytes(&'static self) -> *mut [MaybeUninit<u8>] {
        core::ptr::slice_from_raw_parts_mut(self.0.get().cast::<MaybeUninit<u8>>(), N)
    }
}

/// Memory of the program that is handed out once: declared by
/// [`static_region!`](crate::static_region!).
pub struct StaticRegion {
    bytes: *mut [MaybeUninit<u8>],
    taken: Mutex<Cell<bool>>,
}

// SAFETY: the pointer is only used by whoever changes `taken` from false to true, inside a critical
// section (`core::marker::Sync` asks for no data race).
unsafe impl Sync for StaticRegion {}

impl StaticRegion {
    /// For [`static_region!`](crate::static_region!) alone.
    ///
    /// # Safety
    ///
    /// No other region is made of this memory.
    #[doc(hidden)]
    #[must_use]
    pub const unsafe fn new<const N: usize>(memory: &'static RegionMemory<N>) -> Self {
        Self {
            bytes: memory.bytes(),
            taken: Mutex::new(Cell::new(false)),
        }
    }

    /// The memory, to the first who asks. From any context.
    ///
    /// ```
    /// shared_multi_heap::static_region! { static RAM: [u8; 1024]; }
    ///
    /// assert_eq!(RAM.take().map(|memory| memory.len()), Some(1024));
    /// assert!(RAM.take().is_none());
    /// ```
    #[must_use]
    pub fn take(&'static self) -> Option<Memory> {
        if critical_section::with(|cs| self.taken.borrow(cs).replace(true)) {
            return None;
        }
        // SAFETY: the bytes live as long as the program, any content is allowed
        // (`core::mem::MaybeUninit`), and nobody else ever gets here: `taken` was false in a
        // critical section, and no other region has this memory (contract of `new`).
        Some(unsafe { &mut *self.bytes })
    }

    fn is_taken(&self) -> bool {
        critical_section::with(|cs| self.taken.borrow(cs).get())
    }
}

impl fmt::Debug for StaticRegion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StaticRegion")
            .field("size", &self.bytes.len())
            .field("taken", &self.is_taken())
            .finish()
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for StaticRegion {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(
            f,
            "StaticRegion({=usize} bytes, taken: {=bool})",
            self.bytes.len(),
            self.is_taken()
        );
    }
}

/// Declares memory of the program that can be taken once, to be added to the pool.
///
/// Each declaration makes a `static` of type [`StaticRegion`]. The bytes are aligned to 64 and not
/// initialised. `in unsafe { "section" }` places them in a section of the linker script, which may
/// be one that start-up code does not clear.
///
/// # Safety
///
/// The `unsafe` block is a claim, since a name can mean anything to a linker, and neither
/// [`take`](StaticRegion::take) nor [`Heap::add`](crate::Heap::add) asks again:
///
/// - the section is memory that can be read and written;
/// - it is added only under attributes whose claims hold for it. In particular, if atomics do not
///   work there: not under `Cacheable`.
///
/// A crate with `#![forbid(unsafe_code)]` can declare memory without a section only.
///
/// On systems of Apple, whose linker knows no sections by such names, the section is left out: the
/// memory is ordinary RAM.
///
/// # Examples
///
/// ```
/// use shared_multi_heap::{Cacheable, static_region};
///
/// static_region! {
///     /// The large bank.
///     pub static SRAM: [u8; 32768];
///     /// The bank next to the DMA engine.
///     // SAFETY: the linker script puts .nocache into RAM, which is added as NonCacheable alone.
///     pub static DMA_RAM: [u8; 4096] in unsafe { ".nocache" };
/// }
///
/// shared_multi_heap::init().unwrap();
/// Cacheable.add(SRAM.take().unwrap()).unwrap();
/// ```
#[macro_export]
macro_rules! static_region {
    () => {};
    ($(#[$meta:meta])* $vis:vis static $name:ident: [u8; $size:expr]; $($rest:tt)*) => {
        $crate::static_region! { @declare [$(#[$meta])*] [$vis] $name [$size] [] }
        $crate::static_region! { $($rest)* }
    };
    (
        $(#[$meta:meta])*
        $vis:vis static $name:ident: [u8; $size:expr] in $unsafe:tt $section:tt;
        $($rest:tt)*
    ) => {
        $crate::static_region! {
            @section [$(#[$meta])*] [$vis] $name [$size] [$unsafe $section] $unsafe $section
        }
        $crate::static_region! { $($rest)* }
    };
    (
        $(#[$meta:meta])*
        $vis:vis static $name:ident: [u8; $size:expr] in $section:literal;
        $($rest:tt)*
    ) => {
        $crate::static_region! { @section }
    };
    (
        @section [$($meta:tt)*] [$vis:vis] $name:ident [$size:expr] [$($claim:tt)*]
        unsafe { $section:literal }
    ) => {
        // The block of the user goes through as it is, so that lints see who wrote `unsafe`.
        // In a function, for clippy looks for its comment only behind the item before a constant.
        const _: () = {
            #[allow(dead_code, unused_unsafe)]
            const fn section() -> &'static str {
                $($claim)*
            }
        };

        $crate::static_region! {
            @declare [$($meta)*] [$vis] $name [$size]
            [#[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = $section))]]
        }
    };
    (@section $($any:tt)*) => {
        ::core::compile_error!(
            "a section is a claim about its memory: \
             put its name in an `unsafe` block, and say why the claim holds"
        );
    };
    // The memory has the name of the region, since `size` may be made of any other name.
    (@declare [$($meta:tt)*] [$vis:vis] $name:ident [$size:expr] [$($section:tt)*]) => {
        $($meta)*
        $vis static $name: $crate::StaticRegion = {
            $($section)*
            static $name: $crate::RegionMemory<{ $size }> = $crate::RegionMemory::new();

            // SAFETY: this memory has no other name (contract of `new`).
            unsafe { $crate::StaticRegion::new(&$name) }
        };
    };
}
