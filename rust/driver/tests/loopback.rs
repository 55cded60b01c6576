// SPDX-License-Identifier: Apache-2.0

//! Rings in memory of several attributes, with an engine that loops frames back. The pool is one
//! per process, and so is this test's.

use std::sync::Once;

use shared_multi_heap::{Attribute, Cacheable, External, NonCacheable, SupportsAtomics, attribute};
use smh_driver::{
    Error, Ring, SMH_DESCRIPTOR_ENGINE, SMH_DESCRIPTOR_ERROR, checksum, smh_descriptor,
};

const FRAME: u32 = 200;

shared_multi_heap::attribute! {
    /// Memory that one test has for itself.
    // SAFETY: contract of `Attribute`: one test adds a `Box`, in which atomics work.
    attribute Own(OwnAttribute) = unsafe { 7 } { atomics: true };
}

fn pool() {
    static ONCE: Once = Once::new();

    ONCE.call_once(|| {
        let memory = || Box::leak(Box::new_uninit_slice(1 << 18));

        shared_multi_heap::init().unwrap();
        Cacheable.add(memory()).unwrap();
        // SAFETY: nothing on a host depends on what a cache holds, which is all that the attribute
        // claims (contract of `add_claimed`).
        unsafe { NonCacheable.add_claimed(memory()) }.unwrap();
        External.add(memory()).unwrap();
    });
}

/// Follows descriptors as an engine does. `control` is what it writes into those that it filled.
struct Engine {
    transmit: *mut smh_descriptor,
    receive: *mut smh_descriptor,
    control: u32,
}

impl Engine {
    fn new<A: Attribute>(ring: &mut Ring<A>) -> Self {
        let (transmit, receive) = ring.heads();

        Self {
            transmit,
            receive,
            control: 0,
        }
    }

    fn run(&mut self) -> usize {
        let mut moved = 0;

        // SAFETY: descriptors of a ring that is not in use while this runs (`core::ptr::read`).
        while unsafe { self.step() } {
            moved += 1;
        }
        moved
    }

    /// # Safety
    ///
    /// The ring is alive, and nobody else uses it.
    unsafe fn step(&mut self) -> bool {
        // SAFETY: a descriptor of the ring (caller contract).
        let mut from = unsafe { self.transmit.read() };
        // SAFETY: a descriptor of the ring (caller contract).
        let mut to = unsafe { self.receive.read() };

        if from.control & to.control & SMH_DESCRIPTOR_ENGINE == 0 {
            return false;
        }
        let source = std::ptr::with_exposed_provenance::<u8>(from.buffer as usize);
        let target = std::ptr::with_exposed_provenance_mut::<u8>(to.buffer as usize);

        assert!(from.length <= to.capacity);
        // SAFETY: buffers of the ring with these lengths (caller contract), which are distinct.
        unsafe { target.copy_from_nonoverlapping(source, from.length as usize) };
        to.length = from.length;
        to.control = self.control;
        from.control = 0;
        // SAFETY: a descriptor of the ring (caller contract).
        unsafe { self.receive.write(to) };
        // SAFETY: a descriptor of the ring (caller contract).
        unsafe { self.transmit.write(from) };
        self.receive = std::ptr::with_exposed_provenance_mut(to.next as usize);
        self.transmit = std::ptr::with_exposed_provenance_mut(from.next as usize);
        true
    }
}

/// A frame of so many bytes, at least four.
fn frame(bytes: usize, seed: u8) -> Vec<u8> {
    let mut frame: Vec<u8> = (0..bytes - 4)
        .map(|i| (i as u8).wrapping_mul(31) ^ seed)
        .collect();

    frame.extend(checksum::of(&frame).to_le_bytes());
    frame
}

fn loops<A: SupportsAtomics>() {
    let mut ring = Ring::<A>::new(3, FRAME).unwrap();
    let mut engine = Engine::new(&mut ring);

    for round in 0..50 {
        let frames: Vec<_> = (0..=round % 3)
            .map(|i| frame(4 + (round * 29 + i * 67) % 197, round as u8))
            .collect();

        for frame in &frames {
            ring.transmit(frame).unwrap();
        }
        assert_eq!(engine.run(), frames.len());
        for (i, frame) in frames.iter().enumerate() {
            assert_eq!(ring.waiting(), Ok(frame.len()));
            if (round + i) % 2 == 0 {
                assert_eq!(&*ring.receive_copy().unwrap(), &**frame);
            } else {
                let (buffer, length) = ring.receive_whole().unwrap();
                assert_eq!(buffer.get(..length), Some(&**frame));
                ring.give_back(buffer);
            }
        }
        assert_eq!(ring.waiting(), Err(Error::Empty));
    }
    let figures = ring.figures();
    assert_eq!(figures.sent, figures.copied + figures.whole);
    assert_eq!(figures.lost, 0);
}

#[test]
fn frames_loop_through_every_kind_of_memory() {
    pool();
    loops::<attribute::Cacheable>();
    loops::<attribute::NonCacheable>();
}

#[test]
fn memory_without_atomics_has_rings_too() {
    pool();
    let mut ring = Ring::<attribute::External>::new(2, FRAME).unwrap();
    let mut engine = Engine::new(&mut ring);

    ring.transmit(&frame(100, 1)).unwrap();
    assert_eq!(engine.run(), 1);
    let (buffer, length) = ring.receive_whole().unwrap();
    assert_eq!(buffer.get(..length), Some(&*frame(100, 1)));
    assert!(External.owns(buffer.as_ptr()));
}

#[test]
fn what_is_no_frame_is_not_sent() {
    pool();
    let mut ring = Ring::<attribute::Cacheable>::new(1, FRAME).unwrap();
    let mut wrong = frame(50, 1);

    wrong[7] ^= 1;
    assert_eq!(ring.transmit(&wrong), Err(Error::BadFrame));
    assert_eq!(ring.transmit(&[]), Err(Error::BadFrame));
    assert_eq!(
        ring.transmit(&frame(FRAME as usize + 1, 1)),
        Err(Error::BadArgument)
    );
    ring.transmit(&frame(FRAME as usize, 1)).unwrap();
    assert_eq!(ring.transmit(&frame(50, 1)), Err(Error::Full));
    assert_eq!(ring.figures().sent, 1);
}

#[test]
fn an_engine_that_fails_loses_one_frame() {
    pool();
    let mut ring = Ring::<attribute::Cacheable>::new(2, FRAME).unwrap();
    let mut engine = Engine::new(&mut ring);

    engine.control = SMH_DESCRIPTOR_ERROR;
    ring.transmit(&frame(60, 1)).unwrap();
    engine.run();
    engine.control = 0;
    ring.transmit(&frame(61, 2)).unwrap();
    engine.run();
    assert_eq!(ring.receive_copy().unwrap_err(), Error::Engine);
    assert_eq!(&*ring.receive_copy().unwrap(), &*frame(61, 2));
    assert_eq!(ring.figures().lost, 1);
}

#[test]
fn numbers_out_of_bounds_make_no_ring() {
    pool();
    let made = |slots, bytes| Ring::<attribute::Cacheable>::new(slots, bytes).err();

    assert_eq!(made(0, FRAME), Some(Error::BadArgument));
    assert_eq!(made(257, FRAME), Some(Error::BadArgument));
    assert_eq!(made(1, 3), Some(Error::BadArgument));
    assert_eq!(made(1, 65537), Some(Error::BadArgument));
    assert_eq!(made(256, 65536), Some(Error::OutOfMemory));
    assert_eq!(made(1, 4), None);
}

#[test]
fn a_ring_keeps_as_many_buffers_as_it_has_slots() {
    pool();
    let memory = Box::leak(Box::new_uninit_slice(1 << 14));
    // SAFETY: it claims nothing but atomics, which work in the memory of a `Box` (`core::sync::atomic`).
    let region = unsafe { Own.add_claimed(memory) }.unwrap();
    let in_use = || region.info().unwrap().allocated;
    let mut ring = Ring::<OwnAttribute>::new(1, FRAME).unwrap();
    let mut engine = Engine::new(&mut ring);
    let before = in_use();
    let mut taken = Vec::new();

    for seed in 0..3 {
        ring.transmit(&frame(FRAME as usize, seed)).unwrap();
        engine.run();
        taken.push(ring.receive_whole().unwrap().0);
    }
    let three = in_use() - before;
    for buffer in taken {
        ring.give_back(buffer);
    }
    assert_eq!((in_use() - before) * 3, three);
    drop(ring);
    assert_eq!(in_use(), 0);
    region.validate().unwrap();
}
