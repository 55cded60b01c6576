// SPDX-License-Identifier: Apache-2.0
//! What `derive(NoAtomics)` takes. That it refuses the rest is tested beside the main crate.

#![allow(dead_code, reason = "the types are only asked for their traits")]

use core::cell::Cell;
use core::marker::PhantomData;
use core::sync::atomic::AtomicU32;

use shared_multi_heap::{External, MemoryKind, NoAtomics, NoAtomicsBox, NoAtomicsVec};

fn storable<T: NoAtomics + ?Sized>() {}

#[derive(NoAtomics)]
struct Unit;

#[derive(NoAtomics)]
struct Tuple(u8, [u32; 3], Option<core::time::Duration>);

#[derive(NoAtomics)]
struct Named {
    unit: Unit,
    tuple: Tuple,
    cell: Cell<u16>,
}

#[derive(NoAtomics)]
#[repr(C, packed)]
struct Packed(u8, u32);

#[derive(NoAtomics)]
enum Message {
    Empty,
    One(Named),
    Many { of: [Tuple; 2], len: usize },
}

#[derive(NoAtomics)]
enum Never {}

#[test]
fn structs_and_enums() {
    storable::<Unit>();
    storable::<Named>();
    storable::<Packed>();
    storable::<[Message; 4]>();
    storable::<Never>();
}

#[derive(NoAtomics)]
struct Generic<'a, T: Copy, U: ?Sized, const N: usize>
where
    U: Send,
{
    values: [T; N],
    name: &'a str,
    shared: &'a AtomicU32,
    marker: PhantomData<U>,
}

#[derive(NoAtomics)]
struct Unsized<T: ?Sized> {
    len: usize,
    last: T,
}

#[test]
fn parameters() {
    // A reference to an atomic is an address, and PhantomData is nothing.
    storable::<Generic<'_, u8, dyn Send, 5>>();
    storable::<Unsized<[u8]>>();
    storable::<Unsized<str>>();
}

/// Whether a type has the trait, without an error where it has not.
macro_rules! has_no_atomics {
    ($type:ty) => {{
        struct Probe<T: ?Sized>(PhantomData<T>);
        trait Otherwise {
            const HAS: bool = false;
        }
        impl<T: ?Sized> Otherwise for Probe<T> {}
        impl<T: ?Sized + NoAtomics> Probe<T> {
            const HAS: bool = true;
        }
        Probe::<$type>::HAS
    }};
}

#[derive(NoAtomics)]
struct Pair<T, U>(T, U);

#[derive(NoAtomics)]
enum Either<T, U> {
    Left { value: T },
    Right(U),
}

#[test]
fn every_field_counts() {
    assert!(has_no_atomics!(Pair<u8, u8>));
    assert!(!has_no_atomics!(Pair<AtomicU32, u8>));
    assert!(!has_no_atomics!(Pair<u8, AtomicU32>));
    assert!(has_no_atomics!(Either<u8, u8>));
    assert!(!has_no_atomics!(Either<AtomicU32, u8>));
    assert!(!has_no_atomics!(Either<u8, AtomicU32>));
}

/// A list in external memory; its bounds go around in a circle.
#[derive(NoAtomics)]
struct Node<T> {
    value: T,
    next: Option<NoAtomicsBox<Node<T>, External>>,
}

#[derive(NoAtomics)]
struct Tree<A: MemoryKind> {
    children: NoAtomicsVec<Tree<A>, A>,
}

#[test]
fn recursive_types() {
    storable::<Node<u32>>();
    storable::<Tree<External>>();
    assert!(!has_no_atomics!(Node<AtomicU32>));
}

mod vendor {
    pub use shared_multi_heap as heap;
}

#[derive(vendor::heap::NoAtomics)]
#[shared_multi_heap(crate = "vendor::heap")]
struct ByAnotherName(u8);

#[test]
fn path_of_the_crate() {
    storable::<ByAnotherName>();
}

/// Without the names that the expansion must not rely on.
mod hostile_names {
    #[allow(non_camel_case_types)]
    struct u8;
    struct NoAtomics;
    struct Option;
    mod shared_multi_heap {}
    mod core {}

    #[derive(::shared_multi_heap::NoAtomics)]
    struct Sample(u16);

    #[test]
    fn are_not_used() {
        super::storable::<Sample>();
    }
}
