// SPDX-License-Identifier: Apache-2.0

//! What the board chooses: for which attributes there are rings, and their numbers.

use shared_multi_heap::{Attribute, attribute};

use crate::c::Port;
use crate::error::Error;
use crate::ring::Ring;

/// The attribute of the PSRAM of mps2-an385. No other board has it.
pub const SMH_DRIVER_ATTR_PSRAM: u32 = 3;

#[cfg(feature = "mps2-an385")]
shared_multi_heap::attribute! {
    /// The PSRAM of the board. The processor has no cache, and its exclusive accesses, which atomics
    /// are made of, ask no memory but a monitor of its own.
    // SAFETY: contract of `Attribute`: C adds nothing else under 3, and it is as said above.
    pub attribute Psram(PsramAttribute) = unsafe { 3 } { cached: false, atomics: true };
}

#[cfg(feature = "mps2-an385")]
const _: () = assert!(PsramAttribute::NUMBER == SMH_DRIVER_ATTR_PSRAM);

/// A ring of one of the attributes, and the choice among them by number.
macro_rules! rings {
    ($($name:ident: $attribute:ty),*) => {
        /// A ring in memory of any attribute that the board has.
        pub enum AnyRing {
            $(#[doc = stringify!($attribute)] $name(Ring<$attribute>)),*
        }

        impl AnyRing {
            /// A ring in memory of the attribute with this number: as [`Ring::new`].
            pub fn new(attr: u32, slots: u32, frame_bytes: u32) -> Result<Self, Error> {
                match attr {
                    $(<$attribute>::NUMBER => Ring::new(slots, frame_bytes).map(Self::$name),)*
                    _ => Err(Error::NoAttribute),
                }
            }

            /// The ring, whichever it is.
            pub fn port(&mut self) -> &mut dyn Port {
                match self {
                    $(Self::$name(ring) => ring),*
                }
            }
        }
    };
}

#[cfg(feature = "mps2-an385")]
rings! { Sram: attribute::Cacheable, Psram: PsramAttribute }

#[cfg(not(feature = "mps2-an385"))]
rings! { Cacheable: attribute::Cacheable, NonCacheable: attribute::NonCacheable }
