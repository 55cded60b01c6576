// SPDX-License-Identifier: Apache-2.0

use hashbrown::{DefaultHashBuilder, HashMap};
use shared_multi_heap::External;

fn main() {
    let mut map: HashMap<u8, u8, DefaultHashBuilder, External> = HashMap::new_in(External);
    map.clear();
}
