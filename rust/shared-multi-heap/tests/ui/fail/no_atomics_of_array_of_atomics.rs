// SPDX-License-Identifier: Apache-2.0

use core::sync::atomic::AtomicU8;

use shared_multi_heap::{External, NoAtomicsBox};

fn main() {
    let _flags = NoAtomicsBox::<_, External>::try_new([const { AtomicU8::new(0) }; 4]);
}
