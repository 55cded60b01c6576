// SPDX-License-Identifier: Apache-2.0

use hashbrown::{DefaultHashBuilder, HashMap};
use shared_multi_heap::Cacheable;

fn main() {
    let mut map: HashMap<u8, u8, DefaultHashBuilder, Cacheable> = HashMap::new_in(Cacheable);
    map.clear();
}
