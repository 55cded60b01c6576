// SPDX-License-Identifier: Apache-2.0

//! rlsf. Its own `reallocate` is in a library of its own, rlsf_realloc.

#![no_std]

mod heap;

use common::Peer as _;
use core::ptr::NonNull;
use heap::Heap;

common::export_peer!(Heap);
