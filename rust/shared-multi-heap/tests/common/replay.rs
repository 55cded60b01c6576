// SPDX-License-Identifier: Apache-2.0

//! Property tests whose failure tells how to see it again.

use std::fmt::Debug;
use std::hash::{BuildHasher, RandomState};
use std::panic;
use std::sync::{Arc, Mutex};

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngSeed, TestError, TestRunner};

/// Runs `test` on so many values (`PROPTEST_CASES` and `PROPTEST_RNG_SEED` override both number and
/// seed). A failure is shrunk and ends with the seed. No file is written.
pub fn check<S: Strategy>(cases: u32, strategy: S, test: impl Fn(S::Value))
where
    S::Value: Debug,
{
    let mut config = Config {
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..Config::default()
    };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    let seed = match config.rng_seed {
        RngSeed::Fixed(seed) => seed,
        RngSeed::Random => RandomState::new().hash_one(cases),
    };
    config.rng_seed = RngSeed::Fixed(seed);

    let (result, place) = quietly(|| {
        TestRunner::new(config).run(&strategy, |value| {
            test(value);
            Ok(())
        })
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(reason, value)) => panic!(
            "{reason}, at {place}\nsmallest input: {value:#?}\nreplay: PROPTEST_RNG_SEED={seed}"
        ),
        Err(TestError::Abort(reason)) => panic!("{reason}\nreplay: PROPTEST_RNG_SEED={seed}"),
    }
}

/// Shrinking is one panic after the other, of which only the last is told, with its place.
fn quietly<T>(run: impl FnOnce() -> T) -> (T, String) {
    let place = Arc::new(Mutex::new(String::new()));
    let last = Arc::clone(&place);
    let hook = panic::take_hook();

    panic::set_hook(Box::new(move |info| {
        *last.lock().unwrap() = info.location().map(ToString::to_string).unwrap_or_default();
    }));
    let result = run();
    panic::set_hook(hook);
    let place = place.lock().unwrap().clone();
    (result, place)
}
