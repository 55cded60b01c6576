// SPDX-License-Identifier: Apache-2.0

//! Pages for page tables.

use core::mem;
use core::ptr::{self, NonNull};

use aarch64_paging::descriptor::{El1Attributes, PhysicalAddress};
use aarch64_paging::paging::{PageTable, Translation};

/// A root, and two levels below it for each gigabyte and each two megabytes that are in use.
const COUNT: usize = 16;

/// The pages.
pub struct Tables([PageTable<El1Attributes>; COUNT]);

impl Tables {
    /// Empty tables.
    pub const fn new() -> Self {
        Self([const { PageTable::EMPTY }; COUNT])
    }
}

/// Hands the pages out in order. They lie in memory that is mapped one to one.
pub struct Pool<'a>(&'a mut [PageTable<El1Attributes>]);

impl<'a> Pool<'a> {
    pub fn new(tables: &'a mut Tables) -> Self {
        Self(&mut tables.0)
    }
}

impl Translation<El1Attributes> for Pool<'_> {
    fn allocate_table(&mut self) -> (NonNull<PageTable<El1Attributes>>, PhysicalAddress) {
        let (first, rest) = mem::take(&mut self.0)
            .split_first_mut()
            .expect("enough pages for page tables");
        let page = NonNull::from(first);

        self.0 = rest;
        (page, PhysicalAddress(page.as_ptr().expose_provenance()))
    }

    /// The mapping is made once, so no page comes back but by its end, which takes all with it.
    unsafe fn deallocate_table(&mut self, _: NonNull<PageTable<El1Attributes>>) {}

    fn physical_to_virtual(&self, address: PhysicalAddress) -> NonNull<PageTable<El1Attributes>> {
        NonNull::new(ptr::with_exposed_provenance_mut(address.0)).expect("no table at address 0")
    }
}
