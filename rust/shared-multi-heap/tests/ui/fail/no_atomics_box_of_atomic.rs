// SPDX-License-Identifier: Apache-2.0

use core::sync::atomic::AtomicU32;

use shared_multi_heap::{External, NoAtomicsBox};

fn main() {
    let _count = NoAtomicsBox::<_, External>::try_new(AtomicU32::new(0));
}
