// SPDX-License-Identifier: Apache-2.0
//! What `derive(DmaElement)` takes. That it refuses the rest is tested beside the main crate.

#![allow(dead_code, reason = "the types are only asked for their traits")]

use core::marker::PhantomData;

use shared_multi_heap::DmaElement;

fn element<T: DmaElement>() {}

#[derive(Clone, Copy, DmaElement)]
#[repr(C)]
struct Frame {
    left: i16,
    right: i16,
}

#[derive(Clone, Copy, DmaElement)]
#[repr(C)]
struct Descriptor {
    address: u32,
    control: [u8; 3],
    reserved: u8,
    frames: [Frame; 2],
}

#[derive(Clone, Copy, DmaElement)]
#[repr(C, align(16))]
struct Aligned([u32; 4]);

/// Odd in size, yet without padding.
#[derive(Clone, Copy, DmaElement)]
#[repr(C, packed)]
struct Packed(u8, u32);

#[derive(Clone, Copy, DmaElement)]
#[repr(C)]
struct Empty;

#[test]
fn repr_c() {
    element::<Frame>();
    element::<Descriptor>();
    element::<[Aligned; 3]>();
    element::<Packed>();
    element::<Empty>();
}

#[derive(Clone, Copy, DmaElement)]
#[repr(transparent)]
struct BigEndian<T>(T);

#[derive(Clone, Copy, DmaElement)]
#[repr(transparent)]
struct Line<const N: usize> {
    bytes: [u8; N],
}

#[test]
fn repr_transparent_may_be_generic() {
    element::<BigEndian<u32>>();
    element::<BigEndian<Frame>>();
    element::<Line<32>>();
}

/// Whether a type has the trait, without an error where it has not.
macro_rules! is_dma_element {
    ($type:ty) => {{
        struct Probe<T>(PhantomData<T>);
        trait Otherwise {
            const IS: bool = false;
        }
        impl<T> Otherwise for Probe<T> {}
        impl<T: DmaElement> Probe<T> {
            const IS: bool = true;
        }
        Probe::<$type>::IS
    }};
}

#[test]
fn every_field_counts() {
    assert!(is_dma_element!(BigEndian<u8>));
    assert!(!is_dma_element!(BigEndian<bool>));
    assert!(!is_dma_element!(BigEndian<&'static u8>));
}

mod vendor {
    pub use shared_multi_heap as heap;
}

#[derive(Clone, Copy, vendor::heap::DmaElement)]
#[shared_multi_heap(crate = "vendor::heap")]
#[repr(C)]
struct ByAnotherName(u8);

#[test]
fn path_of_the_crate() {
    element::<ByAnotherName>();
}

/// Without the names that the expansion must not rely on.
mod hostile_names {
    struct DmaElement;
    mod shared_multi_heap {}
    mod core {}

    #[allow(unused_macros)]
    macro_rules! assert {
        ($($any:tt)*) => {
            compile_error!("not this one")
        };
    }

    #[derive(Clone, Copy, ::shared_multi_heap::DmaElement)]
    #[repr(C)]
    struct Sample(u16, u16);

    #[test]
    fn are_not_used() {
        super::element::<Sample>();
    }
}
