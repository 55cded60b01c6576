// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::{DmaBuffer, NonCacheable};

#[derive(Clone, Copy)]
#[repr(u8)]
pub enum Command {
    Read = 1,
    Write = 2,
}

fn main() {
    let commands = DmaBuffer::<Command, NonCacheable>::from_slice(&[Command::Read, Command::Write]);
    assert!(commands.is_err());
}
