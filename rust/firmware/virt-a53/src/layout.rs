// SPDX-License-Identifier: Apache-2.0

//! Where things are: the image, as its linker script tells, the memory of the board and the
//! addresses at which the regions are mapped.

use core::ops::Range;

use aarch64_paging::paging::PAGE_SIZE;

/// How a span of memory is to be mapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Instructions: read and execute.
    Code,
    /// Constants: read.
    Constants,
    /// Normal write-back memory: read and write.
    WriteBack,
    /// Normal non-cacheable memory: read and write.
    NonCacheable,
    /// Registers of devices.
    Device,
}

/// A span of memory and where it is mapped.
#[derive(Clone, Debug)]
pub struct Span {
    /// For messages.
    pub name: &'static str,
    /// How.
    pub kind: Kind,
    /// Addresses by which the program reaches it.
    pub virt: Range<usize>,
    /// Address of the first byte.
    pub phys: usize,
}

impl Span {
    const fn one_to_one(name: &'static str, kind: Kind, addresses: Range<usize>) -> Self {
        let phys = addresses.start;
        Self {
            name,
            kind,
            virt: addresses,
            phys,
        }
    }

    const fn region(name: &'static str, kind: Kind, phys: usize, virt: usize) -> Self {
        Self {
            name,
            kind,
            virt: virt..virt + REGION_SIZE,
            phys,
        }
    }
}

/// Size of each region that is mapped elsewhere.
pub const REGION_SIZE: usize = 1 << 20;

/// Distributor and processor interface of the interrupt controller, 64 KiB each.
pub const GIC: Range<usize> = 0x0800_0000..0x0802_0000;

// The regions lie far behind the image; each is mapped where its physical address does not tell,
// with unmapped pages on either side.

/// Write-back memory.
pub const CACHEABLE: Span = Span::region("cacheable", Kind::WriteBack, 0x4400_0000, 0x10_0020_0000);

/// Memory that no cache holds.
pub const NON_CACHEABLE: Span = Span::region(
    "non-cacheable",
    Kind::NonCacheable,
    0x4500_0000,
    0x10_0060_0000,
);

/// What stands for memory outside the chip.
pub const EXTERNAL: Span =
    Span::region("external", Kind::NonCacheable, 0x4600_0000, 0x10_00a0_0000);

/// All of them.
pub const REGIONS: [Span; 3] = [CACHEABLE, NON_CACHEABLE, EXTERNAL];

/// Addresses of symbols of the linker script.
macro_rules! symbols {
    ($($(#[$meta:meta])* $function:ident: $symbol:ident;)*) => {$(
        $(#[$meta])*
        pub fn $function() -> usize {
            unsafe extern "C" {
                static $symbol: u8;
            }
            (&raw const $symbol).addr()
        }
    )*};
}

symbols! {
    /// First byte of the code.
    code_start: text_begin;
    /// End of the code.
    code_end: text_end;
    /// First byte of the constants.
    constants_start: rodata_begin;
    /// End of the constants.
    constants_end: rodata_end;
    /// First byte of what the program writes to.
    data_start: data_begin;
    /// Lowest byte of the stack.
    stack_start: boot_stack_begin;
    /// End of the stack, and of the image.
    stack_end: boot_stack_end;
}

/// Everything that is mapped one to one. The lowest page of the stack is left out: an overflow
/// ends there.
pub fn image() -> [Span; 5] {
    [
        Span::one_to_one("code", Kind::Code, code_start()..code_end()),
        Span::one_to_one(
            "constants",
            Kind::Constants,
            constants_start()..constants_end(),
        ),
        Span::one_to_one("data", Kind::WriteBack, data_start()..stack_start()),
        Span::one_to_one(
            "stack",
            Kind::WriteBack,
            stack_start() + PAGE_SIZE..stack_end(),
        ),
        Span::one_to_one("interrupt controller", Kind::Device, GIC),
    ]
}
