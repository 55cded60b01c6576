// SPDX-License-Identifier: Apache-2.0

//! The mapping that the processor starts with, and the memory types.

use aarch64_paging::descriptor::El1Attributes;
use aarch64_paging::mair::{Mair, MairAttribute, NormalMemory};
use aarch64_rt::{InitialPagetable, initial_pagetable};

/// Registers of devices.
pub const DEVICE: MairAttribute = MairAttribute::DEVICE_NGNRE;

/// Normal memory, write-back.
pub const WRITE_BACK: MairAttribute = MairAttribute::normal(
    NormalMemory::WriteBackNonTransientReadWriteAllocate,
    NormalMemory::WriteBackNonTransientReadWriteAllocate,
);

/// Normal memory that no cache holds.
pub const NON_CACHEABLE: MairAttribute =
    MairAttribute::normal(NormalMemory::NonCacheable, NormalMemory::NonCacheable);

/// MAIR_EL1. The places are the ATTRIBUTE_INDEX of page table entries.
const MEMORY_TYPES: Mair = Mair::EMPTY
    .with_attribute(0, DEVICE)
    .with_attribute(1, WRITE_BACK)
    .with_attribute(2, NON_CACHEABLE);

const VALID: El1Attributes = El1Attributes::VALID
    .union(El1Attributes::ACCESSED)
    .union(El1Attributes::NON_GLOBAL);

/// Two blocks of 1 GiB, one to one: the devices and the memory.
const BLOCKS: [usize; 512] = {
    let mut blocks = [0; 512];
    blocks[0] = VALID
        .union(El1Attributes::ATTRIBUTE_INDEX_0)
        .union(El1Attributes::UXN)
        .union(El1Attributes::PXN)
        .bits();
    blocks[1] = 0x4000_0000
        | VALID
            .union(El1Attributes::ATTRIBUTE_INDEX_1)
            .union(El1Attributes::INNER_SHAREABLE)
            .bits();
    blocks
};

initial_pagetable!(InitialPagetable(BLOCKS), MEMORY_TYPES.0);
