// SPDX-License-Identifier: Apache-2.0

use allocator_api2::boxed::Box;

shared_multi_heap::attribute! {
    // SAFETY: contract of `Attribute`: no memory is added.
    attribute Bus(BusAttribute) = unsafe { 6 } { cached: false, atomics: false };
}

fn main() {
    let _number = Box::try_new_in(7, Bus);
}
