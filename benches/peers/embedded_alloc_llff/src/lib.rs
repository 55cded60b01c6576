// SPDX-License-Identifier: Apache-2.0

//! LlffHeap of embedded-alloc: first fit.

#![no_std]

use common::Peer;
use core::alloc::{GlobalAlloc, Layout};
use core::ptr::NonNull;

common::export_embedded_alloc!(embedded_alloc::LlffHeap);
