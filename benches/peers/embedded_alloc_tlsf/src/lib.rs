// SPDX-License-Identifier: Apache-2.0

//! TlsfHeap of embedded-alloc: rlsf with 32 by 32 size classes.

#![no_std]

use common::Peer;
use core::alloc::{GlobalAlloc, Layout};
use core::ptr::NonNull;

common::export_embedded_alloc!(embedded_alloc::TlsfHeap);
