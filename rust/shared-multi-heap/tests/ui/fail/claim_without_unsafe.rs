// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::NonCacheable;

fn main() {
    let memory = Box::leak(Box::new_uninit_slice(1000));
    // SAFETY: contract of `add_claimed`: it is not added, since there is no pool.
    let result = NonCacheable.add_claimed(memory);
    assert!(result.is_err());
}
