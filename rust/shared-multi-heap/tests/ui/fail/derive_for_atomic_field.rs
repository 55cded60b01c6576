// SPDX-License-Identifier: Apache-2.0

use core::sync::atomic::AtomicBool;

use shared_multi_heap::{External, NoAtomics, NoAtomicsVec};

#[derive(NoAtomics)]
struct Task {
    name: &'static str,
    stopped: AtomicBool,
}

fn main() {
    let tasks = NoAtomicsVec::<Task, External>::new();
    assert!(
        tasks.iter().all(|task| task.name.is_empty()
            && !task.stopped.load(core::sync::atomic::Ordering::Relaxed))
    );
}
