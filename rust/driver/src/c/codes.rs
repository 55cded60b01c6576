// SPDX-License-Identifier: Apache-2.0

//! The results of the functions, as C has them. Numbers and no enum: the size of an enum differs
//! between compilers.

/// Done.
pub const SMH_DRIVER_OK: i32 = 0;
/// A pointer is NULL.
pub const SMH_DRIVER_NULL: i32 = -1;
/// A number is out of bounds.
pub const SMH_DRIVER_BAD_ARGUMENT: i32 = -2;
/// The driver of this board is not made for the attribute.
pub const SMH_DRIVER_NO_ATTRIBUTE: i32 = -3;
/// No memory of the attribute is left.
pub const SMH_DRIVER_OUT_OF_MEMORY: i32 = -4;
/// The block does not lie in memory of the ring's attribute.
pub const SMH_DRIVER_FOREIGN: i32 = -5;
/// The check sequence does not fit the frame.
pub const SMH_DRIVER_BAD_FRAME: i32 = -6;
/// Every transmit buffer is in the engine's hands.
pub const SMH_DRIVER_FULL: i32 = -7;
/// The engine has received no frame.
pub const SMH_DRIVER_EMPTY: i32 = -8;
/// The engine could not store a frame, which is lost.
pub const SMH_DRIVER_ENGINE: i32 = -9;
/// The pool is initialised already.
pub const SMH_DRIVER_ALREADY: i32 = -10;
/// There is no such region, or none has the address.
pub const SMH_DRIVER_NO_REGION: i32 = -11;
/// The metadata of a region is damaged.
pub const SMH_DRIVER_DAMAGED: i32 = -12;
/// A region has live blocks.
pub const SMH_DRIVER_IN_USE: i32 = -13;
/// The cache lines of the chip are larger than the C library was built for.
pub const SMH_DRIVER_CACHE_LINE: i32 = -14;
