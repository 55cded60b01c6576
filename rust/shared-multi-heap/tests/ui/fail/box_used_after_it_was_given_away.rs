// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::{External, NoAtomicsBox};

fn main() {
    if let Ok(table) = NoAtomicsBox::<_, External>::try_new([0_u8; 64]) {
        let raw = NoAtomicsBox::into_raw(table);
        println!("{raw:?} {}", table[0]);
    }
}
