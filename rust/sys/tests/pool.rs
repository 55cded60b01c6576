// SPDX-License-Identifier: Apache-2.0

//! The raw interface on the host. There is one pool in a process, so this is one test.

mod lock;

use std::alloc::{Layout, alloc};
use std::ffi::{CStr, c_uint, c_void};
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::thread;

use shared_multi_heap_sys::*;

const BYTES: usize = 64 * 1024;

static FAULT_KIND: AtomicU32 = AtomicU32::new(0);
static FAULT_ADDRESS: AtomicUsize = AtomicUsize::new(0);

unsafe extern "C" fn note_fault(kind: c_uint, ptr: *const c_void) {
    FAULT_KIND.store(kind, Ordering::Relaxed);
    FAULT_ADDRESS.store(ptr as usize, Ordering::Relaxed);
}

/// Memory that lives as long as the pool.
fn memory() -> *mut u8 {
    let layout = Layout::from_size_align(BYTES, 64).expect("a small layout");

    // SAFETY: `std::alloc::alloc`: the size is not 0.
    unsafe { alloc(layout) }
}

fn region(attr: c_uint, memory: *mut u8) -> shared_multi_heap_region {
    shared_multi_heap_region {
        attr,
        addr: memory as usize,
        size: BYTES,
    }
}

fn allocate(attr: c_uint, bytes: usize) -> *mut u8 {
    // SAFETY: SPEC SMH-ALLOC-1: any attribute and size may be asked for.
    unsafe { shared_multi_heap_alloc(attr, bytes) }.cast()
}

fn free(block: *mut u8) {
    // SAFETY: SPEC SMH-FREE-2: each caller here passes a live block of the pool. The one that
    // frees a block twice does so to see the refusal of SPEC SMH-FAULT-4, and uses it no more.
    unsafe { shared_multi_heap_free(block.cast()) }
}

fn fill(block: *mut u8, byte: u8, bytes: usize) {
    // SAFETY: SPEC SMH-ALLOC-1: each caller here passes a block of at least so many bytes.
    unsafe { block.write_bytes(byte, bytes) };
}

#[test]
fn raw_interface() {
    let first = memory();
    let second = memory();

    starts_once();
    adds(first, second);
    allocates_by_attribute(first, second);
    changes_sizes();
    tells_owner_and_figures(second);
    visits_blocks();
    follows_policy();
    reports_faults();
    serves_threads();
    maintains_cache(second);
    // The other kinds of lock are the library's own.
    assert_eq!(lock::times_taken() > 100, LOCK == SMH_LOCK_EXTERNAL);
}

fn starts_once() {
    // SAFETY: SPEC SMH-INIT-1: it may be called at any time.
    let init = || unsafe { shared_multi_heap_pool_init() };

    assert_eq!(init(), 0);
    assert_eq!(init(), -errno().ealready);
}

fn adds(first: *mut u8, second: *mut u8) {
    // SAFETY: SPEC SMH-ADD-1: the memory is that of `memory`, which nothing else uses, or the
    // addition is refused.
    let add = |region: *mut shared_multi_heap_region, user: *mut u8| unsafe {
        shared_multi_heap_add(region, user.cast())
    };

    assert_eq!(add(&mut region(SMH_REG_ATTR_CACHEABLE, first), first), 0);
    assert_eq!(add(&mut region(SMH_REG_ATTR_EXTERNAL, second), second), 0);
    assert_eq!(
        add(&mut region(SMH_REG_ATTR_EXTERNAL, second), second),
        -errno().eexist
    );
    assert_eq!(add(&mut region(MAX_ATTR, second), second), -errno().einval);
    assert_eq!(add(null_mut(), second), -errno().einval);
    // SAFETY: SPEC SMH-INFO-1: it may be called at any time.
    assert_eq!(unsafe { shared_multi_heap_region_count() }, 2);
}

fn allocates_by_attribute(first: *mut u8, second: *mut u8) {
    for (attr, memory) in [
        (SMH_REG_ATTR_CACHEABLE, first),
        (SMH_REG_ATTR_EXTERNAL, second),
    ] {
        let block = allocate(attr, 100);
        let offset = (block as usize).wrapping_sub(memory as usize);

        assert!(offset < BYTES && block as usize % ALIGN == 0);
        fill(block, 0x5a, 100);
        free(block);
    }
    assert!(allocate(SMH_REG_ATTR_NON_CACHEABLE, 1).is_null());
    assert!(allocate(MAX_ATTR, 1).is_null());
    assert!(allocate(SMH_REG_ATTR_CACHEABLE, BYTES).is_null());
    aligns_and_clears();
}

fn aligns_and_clears() {
    // SAFETY: SPEC SMH-ALIGN-3: any alignment may be asked for.
    let aligned = unsafe { shared_multi_heap_aligned_alloc(SMH_REG_ATTR_CACHEABLE, 4096, 8) };
    assert!(!aligned.is_null() && aligned as usize % 4096 == 0);

    // SAFETY: SPEC SMH-CALLOC-1: any count and size may be asked for.
    let zeroes = unsafe { shared_multi_heap_calloc(SMH_REG_ATTR_CACHEABLE, 4, 25) };
    // SAFETY: SPEC SMH-CALLOC-1: the block holds 100 bytes, all of them set.
    let bytes = unsafe { std::slice::from_raw_parts(zeroes.cast::<u8>(), 100) };
    assert!(bytes.iter().all(|byte| *byte == 0));

    free(aligned.cast());
    free(zeroes.cast());
}

fn changes_sizes() {
    let block = allocate(SMH_REG_ATTR_CACHEABLE, 32);

    // SAFETY: SPEC SMH-USABLE-1: the block is live.
    let usable = unsafe { shared_multi_heap_usable_size(block.cast()) };
    assert!(usable >= 32);
    // SAFETY: SPEC SMH-RESIZE-1: the block is live and nothing refers to its bytes.
    let resized = unsafe { shared_multi_heap_resize(block.cast(), usable + 1) };
    assert_eq!(resized, 0);

    fill(block, 7, 32);
    // SAFETY: SPEC SMH-REALLOC-7: the block is live, and only the result is used from here on.
    let moved =
        unsafe { shared_multi_heap_aligned_realloc(SMH_REG_ATTR_EXTERNAL, block.cast(), 256, 64) };
    assert!(!moved.is_null() && moved as usize % 256 == 0);
    // SAFETY: SPEC SMH-REALLOC-5: the first 32 bytes are those of the old block.
    let content = unsafe { std::slice::from_raw_parts(moved.cast::<u8>(), 32) };
    assert_eq!(content, [7; 32]);

    // SAFETY: SPEC SMH-REALLOC-2: size 0 frees a live block.
    let gone = unsafe { shared_multi_heap_realloc(SMH_REG_ATTR_EXTERNAL, moved, 0) };
    assert!(gone.is_null());
}

fn tells_owner_and_figures(second: *mut u8) {
    let block = allocate(SMH_REG_ATTR_EXTERNAL, 1000);
    let mut user = null_mut();
    let mut attr = 0;

    // SAFETY: SPEC SMH-OWNER-2: any address; both results are writable.
    let owner = unsafe { shared_multi_heap_owner(block.cast(), &mut user, &mut attr) };
    assert_eq!(
        (owner, user, attr),
        (1, second.cast(), SMH_REG_ATTR_EXTERNAL)
    );
    // SAFETY: SPEC SMH-OWNER-2: any address; no result is asked for.
    let nobody =
        unsafe { shared_multi_heap_owner((&raw const attr).cast(), null_mut(), null_mut()) };
    assert_eq!(nobody, -errno().enoent);

    let mut info = std::mem::MaybeUninit::uninit();
    // SAFETY: SPEC SMH-INFO-2: the result is writable.
    let result = unsafe { shared_multi_heap_region_info(1, info.as_mut_ptr()) };
    assert_eq!(result, 0);
    // SAFETY: SPEC SMH-INFO-2: 0 was returned, so every member is set.
    let info = unsafe { info.assume_init() };
    assert_eq!(
        (info.attr, info.user_data),
        (SMH_REG_ATTR_EXTERNAL, second.cast())
    );
    assert_eq!((info.addr, info.size), (second as usize, BYTES));
    assert_eq!(info.allocated >= 1000, STATS);
    assert!(info.max_allocated >= info.allocated);
    assert_eq!(info.free, info.capacity - info.allocated);
    assert!(info.largest_free < info.capacity);

    // SAFETY: SPEC SMH-INFO-7: any number may be asked for.
    let validate = |region| unsafe { shared_multi_heap_region_validate(region) };
    assert_eq!((validate(1), validate(2)), (0, -errno().enoent));
    free(block);
}

/// # Safety
///
/// `arg` must point to a counter that nothing else refers to.
unsafe extern "C" fn count_used(arg: *mut c_void, _: *mut c_void, _: usize, used: bool) -> bool {
    // SAFETY: caller contract.
    let count = unsafe { &mut *arg.cast::<u32>() };

    *count += u32::from(used);
    true
}

fn visits_blocks() {
    let blocks: Vec<_> = (1..=5)
        .map(|n| allocate(SMH_REG_ATTR_EXTERNAL, n * 10))
        .collect();
    let mut count = 0_u32;

    // SAFETY: SPEC SMH-INFO-8: the visitor takes the counter and does not call the pool.
    let result =
        unsafe { shared_multi_heap_region_walk(1, Some(count_used), (&raw mut count).cast()) };
    assert_eq!((result, count), (0, 5));
    blocks.into_iter().for_each(free);
}

fn follows_policy() {
    // SAFETY: SPEC SMH-POLICY-2: any numbers may be passed.
    let set = |attr, policy| unsafe { shared_multi_heap_policy_set(attr, policy) };
    // SAFETY: SPEC SMH-POLICY-2: any number may be passed.
    let get = |attr| unsafe { shared_multi_heap_policy_get(attr) };

    for policy in [SMH_POLICY_FIRST_FIT, SMH_POLICY_BEST_FIT] {
        let select = policy + 1;

        if POLICY == SMH_POLICY_SELECT_RUNTIME || POLICY == select {
            assert_eq!((set(0, policy), get(0)), (0, policy as i32));
        } else {
            assert_eq!(set(0, policy), -errno().enotsup);
        }
    }
    assert_eq!(set(0, SMH_POLICY_NUM), -errno().einval);
    assert_eq!(get(MAX_ATTR), -errno().einval);
}

fn reports_faults() {
    // SAFETY: SPEC SMH-FAULT-1: the handler only stores two numbers.
    let before = unsafe { smh_fault_handler_set(Some(note_fault)) };
    assert!(before.is_none());
    if CHECK {
        frees_twice();
    }
    // SAFETY: SPEC SMH-USABLE-2: null is allowed.
    assert_eq!(unsafe { shared_multi_heap_usable_size(null()) }, 0);
}

fn frees_twice() {
    let block = allocate(SMH_REG_ATTR_CACHEABLE, 50);
    free(block);
    free(block);
    assert_eq!(FAULT_KIND.load(Ordering::Relaxed), SMH_FAULT_DOUBLE_FREE);
    assert_eq!(FAULT_ADDRESS.load(Ordering::Relaxed), block as usize);
    // SAFETY: SPEC SMH-FAULT-2: any number may be passed.
    assert_eq!(unsafe { smh_fault_count(SMH_FAULT_DOUBLE_FREE) }, 1);
    // SAFETY: SPEC SMH-FAULT-3: any number may be passed.
    let name = unsafe { smh_fault_name(SMH_FAULT_DOUBLE_FREE) };
    // SAFETY: SPEC SMH-FAULT-3: the result is a static string.
    assert_eq!(unsafe { CStr::from_ptr(name) }, c"double free");
}

fn serves_threads() {
    let work = |seed: usize| {
        for i in 0..2000 {
            let bytes = 1 + (seed * 37 + i * 13) % 500;
            let block = allocate(SMH_REG_ATTR_CACHEABLE, bytes);

            assert!(!block.is_null());
            fill(block, seed as u8, bytes);
            // SAFETY: SPEC SMH-ALLOC-1: the block holds that many bytes, no other shares them.
            let content = unsafe { std::slice::from_raw_parts(block, bytes) };
            assert!(content.iter().all(|byte| *byte == seed as u8));
            free(block);
        }
    };

    thread::scope(|scope| {
        for seed in 1..=4 {
            scope.spawn(move || work(seed));
        }
    });
    // SAFETY: SPEC SMH-INFO-7: any number may be asked for.
    assert_eq!(unsafe { shared_multi_heap_region_validate(0) }, 0);
}

static HOOKS: AtomicUsize = AtomicUsize::new(0);

#[unsafe(no_mangle)]
extern "C" fn smh_cache_clean_hook(_: *const c_void, bytes: usize) {
    HOOKS.fetch_add(bytes, Ordering::Relaxed);
}

#[unsafe(no_mangle)]
extern "C" fn smh_cache_invalidate_hook(_: *mut c_void, bytes: usize) {
    HOOKS.fetch_add(bytes, Ordering::Relaxed);
}

fn maintains_cache(memory: *mut u8) {
    // SAFETY: SPEC SMH-CACHE-1: the line is memory of this program.
    unsafe { smh_cache_clean(memory.cast(), CACHE_LINE) };
    // SAFETY: SPEC SMH-CACHE-1: the line was cleaned just now, so nothing of it is lost.
    unsafe { smh_cache_invalidate(memory.cast(), CACHE_LINE) };
    // SAFETY: SPEC SMH-CACHE-4: a program of the host may ask, no register is read there.
    assert_eq!(unsafe { smh_cache_line_check() }, 0);
    // SAFETY: SPEC SMH-CACHE-2: it only orders accesses.
    unsafe { smh_cache_barrier() };

    let external = if CACHE == SMH_CACHE_EXTERNAL { 2 } else { 0 };
    assert_eq!(HOOKS.load(Ordering::Relaxed), external * CACHE_LINE);
}
