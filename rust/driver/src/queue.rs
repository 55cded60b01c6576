// SPDX-License-Identifier: Apache-2.0

//! Slots in a circle: one direction of a ring.

use allocator_api2::vec::Vec;
use shared_multi_heap::{Attribute, Cacheable};

use crate::descriptor::smh_descriptor;
use crate::error::Error;
use crate::room;
use crate::slot::Slot;

/// Slots, which the engine works off in their order, and so does the driver.
pub struct Queue<A: Attribute> {
    /// At least one. The book-keeping is for the processor alone: ordinary RAM.
    slots: Vec<Slot<A>, Cacheable>,
    next: usize,
}

impl<A: Attribute> Queue<A> {
    /// So many slots, all of them the driver's.
    pub fn new(slots: u32, frame_bytes: u32) -> Result<Self, Error> {
        let mut list = room::for_elements(slots as usize)?;

        for _ in 0..slots {
            room::push(&mut list, Slot::new(frame_bytes)?).map_err(|_| Error::OutOfMemory)?;
        }
        let mut queue = Self {
            slots: list,
            next: 0,
        };
        queue.close_circle();
        Ok(queue)
    }

    /// Links each slot with the one behind it, and the last with the first.
    fn close_circle(&mut self) {
        let mut next = self.head();

        for slot in self.slots.iter_mut().rev() {
            slot.link(next);
            next = slot.head();
        }
    }

    /// Where the engine begins.
    pub fn head(&mut self) -> *mut smh_descriptor {
        self.slots
            .first_mut()
            .map_or(core::ptr::null_mut(), Slot::head)
    }

    /// The slot whose turn it is, if it is the driver's.
    pub fn turn(&mut self) -> Option<&mut Slot<A>> {
        let slot = self.slots.get_mut(self.next)?;

        if slot.is_engines() { None } else { Some(slot) }
    }

    /// Hands the slot whose turn it is to the engine, and goes on to the next.
    pub fn give(&mut self, length: u32) {
        if let Some(slot) = self.slots.get_mut(self.next) {
            slot.give(length);
        }
        self.next = if self.next + 1 < self.slots.len() {
            self.next + 1
        } else {
            0
        };
    }

    /// Hands all slots to the engine.
    pub fn give_all(&mut self) {
        for slot in self.slots.iter_mut() {
            slot.give(0);
        }
    }
}
