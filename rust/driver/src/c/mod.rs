// SPDX-License-Identifier: Apache-2.0

//! What C calls: include/smh_driver.h is made of this. Nothing panics, and results are numbers.

pub mod codes;
mod pool;
mod port;
mod ring;

pub use pool::{
    smh_driver_error_name, smh_driver_owner, smh_driver_pool_init, smh_driver_region,
    smh_driver_regions_check, smh_region,
};
pub use port::{Port, smh_figures, smh_frame};
pub use ring::{
    smh_ring, smh_ring_close, smh_ring_figures, smh_ring_heads, smh_ring_open, smh_ring_receive,
    smh_ring_return, smh_ring_send,
};

use crate::error::Error;

/// A result as C has it.
fn code(result: Result<(), Error>) -> i32 {
    match result {
        Ok(()) => codes::SMH_DRIVER_OK,
        Err(error) => error.code(),
    }
}
