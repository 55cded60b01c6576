// SPDX-License-Identifier: Apache-2.0

//! Vectors that cannot panic: room is made beforehand, and what does not fit comes back.

use allocator_api2::alloc::Allocator;
use allocator_api2::vec::Vec;
use shared_multi_heap::{Heap, SupportsAtomics};

use crate::error::Error;

/// An empty vector with room for so many elements.
pub fn for_elements<T, A: SupportsAtomics>(count: usize) -> Result<Vec<T, Heap<A>>, Error> {
    let mut elements = Vec::new_in(Heap::<A>::new());

    elements.try_reserve_exact(count)?;
    Ok(elements)
}

/// Appends an element if there is room for it, else gives it back.
pub fn push<T, A: Allocator>(elements: &mut Vec<T, A>, element: T) -> Result<(), T> {
    let len = elements.len();
    let Some(place) = elements.spare_capacity_mut().first_mut() else {
        return Err(element);
    };

    place.write(element);
    // SAFETY: the first element behind the others was written, inside the capacity
    // (`alloc::vec::Vec::set_len`).
    unsafe { elements.set_len(len + 1) };
    Ok(())
}

/// A copy in a block that is just as large.
pub fn copy_of<A: SupportsAtomics>(bytes: &[u8]) -> Result<Vec<u8, Heap<A>>, Error> {
    let mut copy = for_elements(bytes.len())?;
    let places = copy.spare_capacity_mut().iter_mut();
    let written = places
        .zip(bytes)
        .map(|(place, byte)| place.write(*byte))
        .count();

    // SAFETY: so many elements were written, one behind the other, inside the capacity
    // (`alloc::vec::Vec::set_len`).
    unsafe { copy.set_len(written) };
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use super::push;

    #[test]
    fn what_does_not_fit_comes_back() {
        let mut elements = allocator_api2::vec::Vec::with_capacity(2);

        while elements.len() < elements.capacity() {
            assert_eq!(push(&mut elements, 7), Ok(()));
        }
        assert_eq!(push(&mut elements, 8), Err(8));
        assert!(elements.iter().all(|element| *element == 7));
    }
}
