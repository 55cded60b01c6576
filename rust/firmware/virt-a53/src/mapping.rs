// SPDX-License-Identifier: Apache-2.0

//! The mapping that the program runs with: every span of the image with its permissions, the
//! regions with their memory types, and nothing else.

use aarch64_paging::Mapping;
use aarch64_paging::descriptor::{El1Attributes, PhysicalAddress};
use aarch64_paging::mair::MairAttribute;
use aarch64_paging::paging::{Constraints, El1And0, MemoryRegion, PAGE_SIZE, VaRange};
use firmware_checks::{Tally, check};
use shared_multi_heap::{Attribute, Cacheable, DmaBuffer, External, Heap, NonCacheable};

use crate::boot;
use crate::layout::{self, CACHEABLE, EXTERNAL, Kind, NON_CACHEABLE, REGIONS, Span};
use crate::tables::{Pool, Tables};
use crate::{cache, translation};

/// Address space identifier, another than that of the initial mapping: its entries in the
/// translation buffers are never hit again.
const ASID: usize = 1;

/// Translation starts at level 1: 39 bits of address, as the start-up code sets.
const ROOT_LEVEL: usize = 1;

impl Kind {
    const fn memory_type(self) -> MairAttribute {
        match self {
            Self::Device => boot::DEVICE,
            Self::NonCacheable => boot::NON_CACHEABLE,
            _ => boot::WRITE_BACK,
        }
    }

    fn attributes(self) -> El1Attributes {
        use El1Attributes as E;
        const NEVER_EXECUTE: E = E::PXN.union(E::UXN);
        const CACHED: E = E::ATTRIBUTE_INDEX_1.union(E::INNER_SHAREABLE);

        E::VALID
            | E::ACCESSED
            | E::NON_GLOBAL
            | match self {
                Self::Code => CACHED | E::READ_ONLY | E::UXN,
                Self::Constants => CACHED | E::READ_ONLY | NEVER_EXECUTE,
                Self::WriteBack => CACHED | NEVER_EXECUTE,
                Self::NonCacheable => E::ATTRIBUTE_INDEX_2 | E::INNER_SHAREABLE | NEVER_EXECUTE,
                Self::Device => E::ATTRIBUTE_INDEX_0 | NEVER_EXECUTE,
            }
    }
}

/// Makes the mapping and switches to it. It is in force until the program ends.
pub fn map_everything(tables: &mut Tables) -> Mapping<Pool<'_>, El1And0> {
    let pool = Pool::new(tables);
    let mut mapping =
        Mapping::with_asid_and_va_range(pool, ASID, ROOT_LEVEL, El1And0, VaRange::Lower);

    for span in layout::image().iter().chain(&REGIONS) {
        map(&mut mapping, span);
    }
    switch_to(&mapping);
    mapping
}

fn map(mapping: &mut Mapping<Pool<'_>, El1And0>, span: &Span) {
    mapping
        .map_range(
            &MemoryRegion::new(span.virt.start, span.virt.end),
            PhysicalAddress(span.phys),
            span.kind.attributes(),
            Constraints::empty(),
        )
        .expect("spans are whole pages of the lower half, none of them mapped yet");
}

/// A page that becomes non-cacheable must not be in the caches any more: dirty lines would be
/// written over it later, clean ones be read in its stead. While the initial mapping is in force,
/// which is cacheable, lines are written back; what may have been fetched by speculation since then
/// is dropped after the switch, when no cacheable mapping of these pages is left.
fn switch_to(mapping: &Mapping<Pool<'_>, El1And0>) {
    for span in non_cacheable() {
        cache::clean_and_invalidate(span.phys..span.phys + span.virt.len());
    }
    // SAFETY: all of the image that the program uses is mapped one to one, as it was before; the
    // regions are not used by it, and are mapped once (`aarch64_paging::Mapping::activate`; board
    // memory map: RAM from 0x4000_0000). The tables outlive the mapping, which is never dropped
    // before the program ends: `main` does not return.
    unsafe { mapping.activate() };
    for span in non_cacheable() {
        cache::clean_and_invalidate(span.virt.clone());
    }
}

fn non_cacheable() -> impl Iterator<Item = Span> {
    REGIONS
        .into_iter()
        .filter(|span| span.kind == Kind::NonCacheable)
}

/// Asks the processor about every page.
pub fn check(tally: &mut Tally) {
    tally.heading("Mapping");
    for span in layout::image().iter().chain(&REGIONS) {
        let pages = span.virt.clone().step_by(PAGE_SIZE);
        let count = pages.clone().count();

        check!(
            tally,
            count > 0 && pages.clone().all(|page| is_as_it_should_be(span, page)),
            "{}: {count} pages from {:#x} on lie at {:#x} as memory of type {:#04x}",
            span.name,
            span.virt.start,
            span.phys,
            span.kind.memory_type().0,
        );
    }
    check_gaps(tally);
}

fn is_as_it_should_be(span: &Span, page: usize) -> bool {
    let may_write = !matches!(span.kind, Kind::Code | Kind::Constants);

    translation::for_writing(page).is_some() == may_write
        && translation::for_reading(page).is_some_and(|found| {
            found.phys == span.phys + (page - span.virt.start)
                && found.memory_type == span.kind.memory_type()
        })
}

fn check_gaps(tally: &mut Tally) {
    let unmapped = |address| translation::for_reading(address).is_none();

    for span in &REGIONS {
        check!(
            tally,
            unmapped(span.virt.start - 1) && unmapped(span.virt.end) && unmapped(span.phys),
            "{}: nothing is mapped before and behind it, nor at its physical address",
            span.name,
        );
    }
    check!(
        tally,
        unmapped(layout::stack_start()),
        "nothing is mapped below the stack"
    );
    check!(tally, unmapped(0), "nothing is mapped at address 0");
}

/// Asks the processor about memory that was allocated: what an attribute promises is what it is.
pub fn check_blocks(tally: &mut Tally) {
    tally.heading("Mapping of blocks");
    check_block(Cacheable, &CACHEABLE, tally);
    check_block(NonCacheable, &NON_CACHEABLE, tally);
    check_block(External, &EXTERNAL, tally);
}

/// The block is too large for the first region of cacheable memory, which is in the image.
fn check_block<A: Attribute>(_: Heap<A>, span: &Span, tally: &mut Tally) {
    let buffer = DmaBuffer::<u8, A>::zeroed(200 * 1024);
    let is_right = buffer.is_ok_and(|buffer| {
        let (first, last) = (buffer.as_ptr().addr(), &raw const buffer[buffer.len() - 1]);

        is_inside(span, first) && is_inside(span, last.addr())
    });

    check!(
        tally,
        is_right,
        "{}: a block lies in its physical memory, which is of type {:#04x}",
        span.name,
        span.kind.memory_type().0,
    );
}

fn is_inside(span: &Span, address: usize) -> bool {
    let memory = span.phys..span.phys + span.virt.len();

    translation::for_writing(address).is_some_and(|found| {
        memory.contains(&found.phys) && found.memory_type == span.kind.memory_type()
    })
}
