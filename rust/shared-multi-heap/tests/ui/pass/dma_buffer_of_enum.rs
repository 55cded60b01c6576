// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::{DmaBuffer, NonCacheable};

#[derive(Clone, Copy)]
#[repr(u8)]
pub enum Command {
    Read = 1,
    Write = 2,
}

fn main() {
    let commands =
        DmaBuffer::<u8, NonCacheable>::from_slice(&[Command::Read as u8, Command::Write as u8]);
    assert!(commands.is_err());
}
