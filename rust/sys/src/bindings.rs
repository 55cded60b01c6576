// SPDX-License-Identifier: Apache-2.0

// Made by rust/xtask from the C headers, with bindgen; `xtask generate` writes it.

use core::ffi::{c_char, c_int, c_uint, c_void};

/// Values of `SMH_POLICY`: chosen at run time per attribute, or fixed.
pub const SMH_POLICY_SELECT_RUNTIME: u32 = 0;
/// Values of `SMH_POLICY`: chosen at run time per attribute, or fixed.
pub const SMH_POLICY_SELECT_FIRST_FIT: u32 = 1;
/// Values of `SMH_POLICY`: chosen at run time per attribute, or fixed.
pub const SMH_POLICY_SELECT_BEST_FIT: u32 = 2;
/// One context only.
pub const SMH_LOCK_NONE: u32 = 0;
/// Mask interrupts, one core: Arm from ARMv7 on, Cortex-M0, RISC-V.
pub const SMH_LOCK_IRQ: u32 = 1;
/// Mask interrupts and spin, several cores with atomics.
pub const SMH_LOCK_SPIN: u32 = 2;
/// POSIX mutex.
pub const SMH_LOCK_PTHREAD: u32 = 3;
/// `smh_lock_acquire()` and `smh_lock_release()` of the user.
pub const SMH_LOCK_EXTERNAL: u32 = 4;
/// Threads on Linux; no call into the C library unless two meet.
pub const SMH_LOCK_FUTEX: u32 = 5;
/// No data cache, or devices see it: barriers only.
pub const SMH_CACHE_NONE: u32 = 0;
/// Instructions of AArch64, at EL1 and above.
pub const SMH_CACHE_AARCH64: u32 = 1;
/// Registers of Cortex-M7 and M55; nothing without a cache.
pub const SMH_CACHE_ARMV7M: u32 = 2;
/// `smh_cache_clean_hook()`, `smh_cache_invalidate_hook()`.
pub const SMH_CACHE_EXTERNAL: u32 = 3;
/// Version of these headers.
pub const SMH_VERSION_MAJOR: u32 = 0;
/// Version of these headers.
pub const SMH_VERSION_MINOR: u32 = 1;
/// Version of these headers.
pub const SMH_VERSION_PATCH: u32 = 0;
/// Memory mapped as cacheable.
pub const SMH_REG_ATTR_CACHEABLE: smh_reg_attr = 0;
/// Memory that no cache holds, for devices that do not snoop.
pub const SMH_REG_ATTR_NON_CACHEABLE: smh_reg_attr = 1;
/// Memory outside the chip.
pub const SMH_REG_ATTR_EXTERNAL: smh_reg_attr = 2;
/// The first value that this list leaves free.
pub const SMH_REG_ATTR_NUM: smh_reg_attr = 3;
/// Common attributes. A platform may use any value below `MAX_SHARED_MULTI_HEAP_ATTR`.
pub type smh_reg_attr = c_uint;
/// A region of memory to be added to the pool.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct shared_multi_heap_region {
    /// Attribute, below `MAX_SHARED_MULTI_HEAP_ATTR`.
    pub attr: c_uint,
    /// First byte, as the processor addresses it (virtual where there is an MMU).
    pub addr: usize,
    /// Length in bytes.
    pub size: usize,
}
/// Make a region ready before it joins the pool.
///
/// Called once for each region by `smh_region_table_add()`, by `smh_devicetree_add()` and by what smh-dtgen generates; never with the pool's lock held. It maps or protects the region and says where the processor sees it.
///
/// Parameters:
///
/// - `reg`: The region; `reg->addr` is its physical address.
/// - `v_addr`: Address of the region after mapping.
/// - `size`: Usable bytes from `v_addr` after mapping.
///
/// Returns: true if the region may be used, false if it must be skipped.
pub type smh_init_reg_fn_t = Option<
    unsafe extern "C" fn(
        reg: *mut shared_multi_heap_region,
        v_addr: *mut *mut u8,
        size: *mut usize,
    ) -> bool,
>;
/// What the pool knows of a region. All sizes are in bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct shared_multi_heap_region_info {
    /// Attribute given when it was added.
    pub attr: c_uint,
    /// Pointer given when it was added.
    pub user_data: *mut c_void,
    /// First byte in use after trimming.
    pub addr: usize,
    /// Length in use after trimming; addr + size - 1 is the last byte.
    pub size: usize,
    /// Bytes that a single block could have were the region empty.
    pub capacity: usize,
    /// Bytes held by live blocks, without their headers (0 without `SMH_STATS`).
    pub allocated: usize,
    /// Highest value of allocated so far (0 without `SMH_STATS`).
    pub max_allocated: usize,
    /// capacity - allocated; each further block takes a header of 4 bytes from it.
    pub free: usize,
    /// A request of this size is certain to be served now. Read without a walk.
    pub largest_free: usize,
}
/// Visitor of blocks.
///
/// Parameters:
///
/// - `arg`: As given to the walk.
/// - `mem`: First byte of the block.
/// - `bytes`: Bytes it holds.
/// - `used`: Whether it is handed out.
///
/// Returns: true to go on.
pub type smh_block_visitor_t = Option<
    unsafe extern "C" fn(arg: *mut c_void, mem: *mut c_void, bytes: usize, used: bool) -> bool,
>;
/// The region added first among those that can serve the request.
pub const SMH_POLICY_FIRST_FIT: smh_policy = 0;
/// The region with the tightest free block; ties go to the one added first.
pub const SMH_POLICY_BEST_FIT: smh_policy = 1;
/// Number of policies.
pub const SMH_POLICY_NUM: smh_policy = 2;
/// Region policies.
pub type smh_policy = c_uint;
/// No fault; never reported.
pub const SMH_FAULT_NONE: smh_fault_kind = 0;
/// The pointer lies in no region.
pub const SMH_FAULT_FOREIGN_POINTER: smh_fault_kind = 1;
/// The pointer lies in a region but no block can start there: it is no multiple of `SMH_ALIGN`, or in the region's own metadata.
pub const SMH_FAULT_MISALIGNED_POINTER: smh_fault_kind = 2;
/// The block is free already.
pub const SMH_FAULT_DOUBLE_FREE: smh_fault_kind = 3;
/// The bytes before the pointer are no header, or do not agree with the free block to the left: an interior pointer, or something was overwritten.
pub const SMH_FAULT_BAD_HEADER: smh_fault_kind = 4;
/// The header after the block was overwritten, most likely by an overrun of this block.
pub const SMH_FAULT_OVERRUN: smh_fault_kind = 5;
/// A free block was written to after it was freed, or the list that leads to it is damaged; the pointer is that block, or what the list names in its place.
pub const SMH_FAULT_BAD_FREE_BLOCK: smh_fault_kind = 6;
/// `sys_multi_heap_add_heap()` found no room; the pointer is the heap.
pub const SMH_FAULT_TABLE_FULL: smh_fault_kind = 7;
/// The mapping layer (`k_mem.h`): a range is not mapped as the call says, or has no memory.
pub const SMH_FAULT_NOT_MAPPED: smh_fault_kind = 8;
/// A free or a resize had to put a free block into a list whose head is damaged; the pointer is what the head named. That list was emptied, and the call did its work.
pub const SMH_FAULT_BAD_LIST: smh_fault_kind = 9;
/// Number of kinds.
pub const SMH_FAULT_NUM: smh_fault_kind = 10;
/// Kinds of fault, passed as unsigned int: the size of an enum differs between compilers. The operation was refused and the heap is unchanged, with two exceptions: an allocation that meets a damaged free block takes it out of use and goes on with others, and after `SMH_FAULT_BAD_LIST` the call has done its work.
pub type smh_fault_kind = c_uint;
/// Fault handler.
///
/// Called in the context of the caller that made the fault. The library holds no lock: the handler may call the pool, and other threads may be in it at the same time. If it returns, the faulting call returns as documented.
///
/// Parameters:
///
/// - `kind`: What was found, a value of enum `smh_fault_kind`.
/// - `ptr`: The pointer concerned.
pub type smh_fault_handler_t = Option<unsafe extern "C" fn(kind: c_uint, ptr: *const c_void)>;
/// The error numbers that the library returns, as positive values.
///
/// For callers that have no errno.h, or that of another C library.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct smh_errno_numbers {
    /// EPERM
    pub eperm: c_int,
    /// ENOENT
    pub enoent: c_int,
    /// ENOMEM
    pub enomem: c_int,
    /// EEXIST
    pub eexist: c_int,
    /// EINVAL
    pub einval: c_int,
    /// ENOTSUP
    pub enotsup: c_int,
    /// EALREADY
    pub ealready: c_int,
}
unsafe extern "C" {
    /// Initialise the pool.
    ///
    /// Must come before any other call of the pool. Two callers may race: exactly one gets 0, the other gets `-EALREADY`. Both may call the pool at once, but regions are there only once somebody has added them: until then every allocation gives `NULL`. So whoever gets 0 adds the regions and then tells the others, who wait for it. (Where everything that allocates starts after the regions were added, nobody has to wait.)
    ///
    ///  static `atomic_bool` `regions_ready`;
    ///
    /// if (`shared_multi_heap_pool_init()` == 0) { `shared_multi_heap_add(&fast`, `NULL`); `atomic_store(&regions_ready`, true); } else { while (`!atomic_load(&regions_ready))` { yield(); // or wait for an event of your OS } }
    ///
    ///
    ///
    /// With the pthread or futex lock, fork() waits until no thread is in the pool, and the child has a sound copy of it. Do not fork with the lock held: in a visitor or a listener. Memory that parent and child share (`MAP_SHARED`, the POSIX mapping layer's) is no copy: at most one of them may go on using regions there.
    ///
    /// Returns:
    ///
    /// - `0`: The pool is ready and has no regions.
    /// - `-EALREADY`: It was initialised before, and may have no regions yet. Nothing was changed.
    ///
    /// Context: Thread. Time: Constant. Source: SPEC SMH-INIT.
    pub fn shared_multi_heap_pool_init() -> c_int;
    /// Add a region to the pool.
    ///
    /// Start and end are trimmed inwards to `SMH_ALIGN`; `shared_multi_heap_region_info()` tells the bounds in use. The region belongs to the pool from then on. The structure itself is copied.
    ///
    /// Parameters:
    ///
    /// - `region`: The region. 64 bytes are enough for one allocation.
    /// - `user_data`: Kept with the region; `shared_multi_heap_owner()` gives it back.
    ///
    /// Returns:
    ///
    /// - `0`: The region serves allocations.
    /// - `-EPERM`: The pool is not initialised.
    /// - `-EINVAL`: `NULL` region, attribute out of bounds, size 0, a range that wraps around, larger than `2^SMH_MAX_REGION_SHIFT` bytes, or too small.
    /// - `-EEXIST`: It overlaps a region that is there already.
    /// - `-ENOMEM`: `SMH_MAX_REGIONS` regions are there already.
    ///
    /// On an error neither the pool nor the memory is touched.
    ///
    /// Context: Thread. Time: O(regions) once. Source: SPEC SMH-ADD.
    ///
    /// # Safety
    ///
    /// `region` must be null or point to a region whose memory is writable and used by nothing else, as long as the pool exists.
    pub fn shared_multi_heap_add(
        region: *mut shared_multi_heap_region,
        user_data: *mut c_void,
    ) -> c_int;
    /// Allocate from the memory that has an attribute.
    ///
    /// Parameters:
    ///
    /// - `attr`: Attribute that the memory must have.
    /// - `bytes`: Size in bytes.
    ///
    /// Returns: A block aligned to `SMH_ALIGN` with undefined content, or `NULL`: `bytes` is 0, `attr` is out of bounds, or no region of `attr` can hold the block.
    ///
    /// Context: Thread; ISR with any lock but pthread and futex. Time: Bounded, independent of the number of blocks and regions. Source: SPEC SMH-ALLOC.
    pub fn shared_multi_heap_alloc(attr: c_uint, bytes: usize) -> *mut c_void;
    /// Allocate aligned memory from the memory that has an attribute.
    ///
    /// Parameters:
    ///
    /// - `attr`: Attribute that the memory must have.
    /// - `align`: Alignment in bytes: a power of two, or 0 for `SMH_ALIGN`.
    /// - `bytes`: Size in bytes.
    ///
    /// Returns: A block at a multiple of `align`, or `NULL` as `shared_multi_heap_alloc()` and when `align` is not a power of two.
    ///
    /// Context: Thread; ISR with any lock but pthread and futex. Time: Bounded, independent of the number of blocks and regions. Source: SPEC SMH-ALIGN.
    pub fn shared_multi_heap_aligned_alloc(attr: c_uint, align: usize, bytes: usize)
    -> *mut c_void;
    /// Change the size of a block.
    ///
    /// Shrinks in place, grows in place when the right neighbour allows it, else moves to another place with the same attribute. A block that lies in memory of another attribute moves to memory of `attr`. A block that moves keeps `SMH_ALIGN` only.
    ///
    /// Parameters:
    ///
    /// - `attr`: Attribute that the memory must have.
    /// - `ptr`: Block to change, or `NULL` to allocate.
    /// - `bytes`: New size in bytes; 0 frees `ptr`.
    ///
    /// Returns: The block, with its content up to the smaller size; `NULL` when `bytes` was 0, and on failure, in which case `ptr` is untouched and still valid. A pointer that is no live block is reported as a fault and gives `NULL`.
    ///
    /// Context: Thread; ISR with any lock but pthread and futex. Time: Bounded, plus the copy when it moves, made without the lock. Source: SPEC SMH-REALLOC.
    ///
    /// # Safety
    ///
    /// `ptr` must be null or a live block of the pool, and nothing may use the block meanwhile. Where the result is no null, only the result may be used from then on, and without one the block stays the caller's, unless `bytes` is 0, which frees it.
    pub fn shared_multi_heap_realloc(attr: c_uint, ptr: *mut c_void, bytes: usize) -> *mut c_void;
    /// Give a block back.
    ///
    /// A pointer that is no live block is refused, reported as a fault (`smh_fault.h`), and changes nothing. So is a live block whose header, or whose neighbour, is damaged: it stays live. Only after `SMH_FAULT_BAD_LIST` the block is free.
    ///
    /// Parameters:
    ///
    /// - `block`: A block of this pool, or `NULL`, which does nothing.
    ///
    /// Context: Thread; ISR with any lock but pthread and futex. Time: O(log regions), independent of the number of blocks. Source: SPEC SMH-FREE.
    ///
    /// # Safety
    ///
    /// `block` must be null or a live block of the pool, which nothing may use from then on.
    pub fn shared_multi_heap_free(block: *mut c_void);
    /// Allocate an array of zeroes.
    ///
    /// Parameters:
    ///
    /// - `attr`: Attribute that the memory must have.
    /// - `count`: Number of elements.
    /// - `size`: Size of an element in bytes.
    ///
    /// Returns: `count` \* `size` bytes of zeroes, aligned to `SMH_ALIGN`; `NULL` as `shared_multi_heap_alloc()`, and when the product overflows.
    ///
    /// Context: Thread; ISR with any lock but pthread and futex. Time: Bounded, plus the clearing, done without the lock. Source: SPEC SMH-CALLOC.
    pub fn shared_multi_heap_calloc(attr: c_uint, count: usize, size: usize) -> *mut c_void;
    /// Change the size of a block and keep its alignment.
    ///
    /// As `shared_multi_heap_realloc()`, but the result is at a multiple of `align`, whether or not it moved.
    ///
    /// Parameters:
    ///
    /// - `attr`: Attribute that the memory must have.
    /// - `ptr`: Block to change, or `NULL` to allocate.
    /// - `align`: Alignment in bytes: a power of two, or 0 for `SMH_ALIGN`.
    /// - `bytes`: New size in bytes; 0 frees `ptr`.
    ///
    /// Returns: As `shared_multi_heap_realloc()`; `NULL` when `align` is not a power of two.
    ///
    /// Context: Thread; ISR with any lock but pthread and futex. Time: Bounded, plus the copy when it moves, made without the lock. Source: SPEC SMH-REALLOC.
    ///
    /// # Safety
    ///
    /// `ptr` must be null or a live block of the pool, and nothing may use the block meanwhile. Where the result is no null, only the result may be used from then on, and without one the block stays the caller's, unless `bytes` is 0, which frees it.
    pub fn shared_multi_heap_aligned_realloc(
        attr: c_uint,
        ptr: *mut c_void,
        align: usize,
        bytes: usize,
    ) -> *mut c_void;
    /// Change the size of a block where it lies, or not at all.
    ///
    /// Parameters:
    ///
    /// - `ptr`: A block of the pool.
    /// - `bytes`: New size in bytes, not 0.
    ///
    /// Returns:
    ///
    /// - `0`: The block now holds `bytes` at the same address.
    /// - `-ENOMEM`: It cannot grow here; it is unchanged.
    /// - `-EINVAL`: `ptr` is `NULL`, or no live block, or next to damage (the last two are also reported as a fault), or `bytes` is 0.
    ///
    /// Context: Thread; ISR with any lock but pthread and futex. Time: O(log regions), independent of the number of blocks. Source: SPEC SMH-RESIZE.
    ///
    /// # Safety
    ///
    /// `ptr` must be null or a live block of the pool. On success nothing may use more than `bytes` bytes of it.
    pub fn shared_multi_heap_resize(ptr: *mut c_void, bytes: usize) -> c_int;
    /// How many bytes a block can hold without being resized.
    ///
    /// All of them may be used, with `SMH_ASAN` only from this call on.
    ///
    /// Parameters:
    ///
    /// - `ptr`: A block of the pool, or `NULL`.
    ///
    /// Returns: At least the size asked for; 0 for `NULL` and for a pointer that is no live block (also reported as a fault).
    ///
    /// Context: Thread; ISR with any lock but pthread and futex. Time: O(log regions). Source: SPEC SMH-USABLE.
    ///
    /// # Safety
    ///
    /// `ptr` must be null or a live block of the pool.
    pub fn shared_multi_heap_usable_size(ptr: *const c_void) -> usize;
    /// Number of regions in the pool. Regions are numbered from 0 in the order added.
    ///
    /// Context: Any. Time: Constant. Source: SPEC SMH-INFO.
    pub fn shared_multi_heap_region_count() -> c_uint;
    /// Number of the region that holds an address.
    ///
    /// Compares addresses only: nothing is read through `ptr`, which need not be a block.
    ///
    /// Parameters:
    ///
    /// - `ptr`: Any address.
    /// - `user_data`: The region's user data, unless `NULL`.
    /// - `attr`: The region's attribute, unless `NULL`.
    ///
    /// Returns: The region's number, or `-ENOENT` when no region holds `ptr`.
    ///
    /// Context: Thread; ISR with any lock but pthread and futex. Time: O(log regions). Source: SPEC SMH-OWNER.
    ///
    /// # Safety
    ///
    /// `user_data` and `attr` must each be null or writable.
    pub fn shared_multi_heap_owner(
        ptr: *const c_void,
        user_data: *mut *mut c_void,
        attr: *mut c_uint,
    ) -> c_int;
    /// Describe a region.
    ///
    /// Parameters:
    ///
    /// - `region`: Number of the region.
    /// - `info`: The description.
    ///
    /// Returns:
    ///
    /// - `0`: `info` is filled.
    /// - `-ENOENT`: There is no such region.
    /// - `-EINVAL`: `info` is `NULL`.
    ///
    /// Context: Thread; ISR with any lock but pthread and futex. Time: Constant. Source: SPEC SMH-INFO.
    ///
    /// # Safety
    ///
    /// `info` must be null or writable.
    pub fn shared_multi_heap_region_info(
        region: c_uint,
        info: *mut shared_multi_heap_region_info,
    ) -> c_int;
    /// Check every invariant of a region.
    ///
    /// Finds damage that no other call meets, such as a list of free blocks that is hidden because its bit in the map of bins was cleared.
    ///
    /// Parameters:
    ///
    /// - `region`: Number of the region.
    ///
    /// Returns:
    ///
    /// - `0`: Sound.
    /// - `-ENOENT`: There is no such region.
    /// - `-EINVAL`: The metadata is damaged.
    ///
    /// Context: Thread. Time: O(blocks of the region), with the lock held. Source: SPEC SMH-INFO.
    pub fn shared_multi_heap_region_validate(region: c_uint) -> c_int;
    /// Visit every block of a region in the order of addresses.
    ///
    /// The visitor runs with the lock held and must not call the pool.
    ///
    /// Parameters:
    ///
    /// - `region`: Number of the region.
    /// - `visit`: The visitor.
    /// - `arg`: Passed to it.
    ///
    /// Returns:
    ///
    /// - `0`: Every block was visited, or the visitor stopped the walk.
    /// - `-ENOENT`: There is no such region.
    /// - `-EINVAL`: `visit` is `NULL`, or damaged metadata ended the walk.
    ///
    /// Context: Thread. Time: O(blocks of the region), with the lock held. Source: SPEC SMH-INFO.
    ///
    /// # Safety
    ///
    /// `visit` must be sound to call with `arg` and any block, and must not call the pool.
    pub fn shared_multi_heap_region_walk(
        region: c_uint,
        visit: smh_block_visitor_t,
        arg: *mut c_void,
    ) -> c_int;
    /// Choose the policy of an attribute.
    ///
    /// May be called at any time, also before the pool is initialised; the default is `SMH_POLICY_FIRST_FIT`. Blocks that exist stay where they are.
    ///
    /// Parameters:
    ///
    /// - `attr`: Attribute.
    /// - `policy`: A value of enum `smh_policy`.
    ///
    /// Returns:
    ///
    /// - `0`: From now on requests for `attr` follow `policy`.
    /// - `-EINVAL`: `attr` or `policy` is out of bounds.
    /// - `-ENOTSUP`: The build fixes another policy (`SMH_POLICY`).
    ///
    /// Context: Any. Time: If the policy changes, as many locked sections as the attribute has regions, each bounded by the number of bins; else constant. Source: SPEC SMH-POLICY.
    pub fn shared_multi_heap_policy_set(attr: c_uint, policy: c_uint) -> c_int;
    /// The policy of an attribute.
    ///
    /// Returns: A value of enum `smh_policy`, or `-EINVAL` when `attr` is out of bounds.
    ///
    /// Context: Any. Time: Constant. Source: SPEC SMH-POLICY.
    pub fn shared_multi_heap_policy_get(attr: c_uint) -> c_int;
    /// Register the fault handler.
    ///
    /// Without one, a build in which NDEBUG is undefined stops (`SMH_STOP`) and any other only counts. On Unix with the pthread or futex lock the former first writes one line to stderr: the kind and the pointer.
    ///
    /// Parameters:
    ///
    /// - `handler`: The handler, or `NULL` for none.
    ///
    /// Returns: The handler that was registered before.
    ///
    /// Context: Any. Time: Constant. Source: SPEC SMH-FAULT.
    ///
    /// # Safety
    ///
    /// `handler` must be none, or sound to call at any time, from any context that calls the pool.
    pub fn smh_fault_handler_set(handler: smh_fault_handler_t) -> smh_fault_handler_t;
    /// Count a fault and call the handler, as the library does with those that it finds.
    ///
    /// For an `SMH_SYS_HEAP_FAULT` of your own (`smh_config.h`) that passes faults on. Takes no lock. It writes one variable of the library, the count.
    ///
    /// Parameters:
    ///
    /// - `kind`: A kind, 1 to `SMH_FAULT_NUM` - 1; any other does nothing.
    /// - `ptr`: The pointer concerned.
    ///
    /// Context: Any that may write the library's variables. Time: That of the handler. Source: SPEC SMH-FAULT.
    pub fn smh_fault_report(kind: c_uint, ptr: *const c_void);
    /// How often a kind of fault was reported since start-up.
    ///
    /// Where the processor has no atomic instructions (Cortex-M0, RISC-V without A), two reports of one kind at the same moment can count as one.
    ///
    /// Parameters:
    ///
    /// - `kind`: A kind, 1 to `SMH_FAULT_NUM` - 1; any other gives 0.
    ///
    /// Context: Any. Time: Constant. Source: SPEC SMH-FAULT.
    pub fn smh_fault_count(kind: c_uint) -> u32;
    /// Short English name of a kind, for messages.
    ///
    /// Parameters:
    ///
    /// - `kind`: A value of enum `smh_fault_kind`.
    ///
    /// Returns: A static string; "unknown" for a value that is no kind.
    ///
    /// Context: Any. Time: Constant.
    pub fn smh_fault_name(kind: c_uint) -> *const c_char;
    /// Enter the critical section.
    ///
    /// Sections nest in one case: with demand paging (`k_mem_paging.h`) of memory that the pool has, an access within a section takes a page fault, which begins another. In all other programs a section never begins within one.
    ///
    /// Returns: A token that tells how to restore the state before it, for example the interrupt mask.
    ///
    /// # Safety
    ///
    /// It must not be held already by the caller.
    pub fn smh_lock_acquire() -> usize;
    /// Leave the critical section.
    ///
    /// Parameters:
    ///
    /// - `token`: What the matching `smh_lock_acquire()` returned.
    ///
    /// # Safety
    ///
    /// `token` must come from the matching `smh_lock_acquire()`.
    pub fn smh_lock_release(token: usize);
    /// Write the dirty lines of a range back to memory.
    ///
    /// All lines that the range touches, whole. The lines stay in the cache and no byte changes. What was written before the call is in memory when it returns, also for a device that is started next, whatever `SMH_CACHE` is.
    ///
    /// Parameters:
    ///
    /// - `addr`: First byte; any alignment. `NULL` does nothing.
    /// - `bytes`: Length in bytes. 0 does nothing, and so does a range that wraps around.
    ///
    /// Context: Any; privileged with `SMH_CACHE_ARMV7M`, EL1 or above with `SMH_CACHE_AARCH64`. Time: Proportional to `bytes`. Source: SPEC SMH-CACHE.
    ///
    /// # Safety
    ///
    /// The range must be mapped, or `addr` null or `bytes` 0.
    pub fn smh_cache_clean(addr: *const c_void, bytes: usize);
    /// Drop the lines of a range, so that the next read comes from memory.
    ///
    /// All lines that the range touches, whole: the caller must own every byte of them, since what was written there and not cleaned is lost, or is not, as the cache happens to have it.
    ///
    /// Parameters:
    ///
    /// - `addr`: First byte; any alignment. `NULL` does nothing. The memory must be mapped writable.
    /// - `bytes`: Length in bytes. 0 does nothing, and so does a range that wraps around.
    ///
    /// Context: Any; privileged with `SMH_CACHE_ARMV7M`, EL1 or above with `SMH_CACHE_AARCH64`, where the instruction for it is not available at EL0. Time: Proportional to `bytes`. Source: SPEC SMH-CACHE.
    ///
    /// # Safety
    ///
    /// The caller must own every byte of each line that the range touches, and must take what it reads there afterwards for any value; or `addr` is null or `bytes` 0.
    pub fn smh_cache_invalidate(addr: *mut c_void, bytes: usize);
    /// Order accesses to memory that no cache holds against those of devices.
    ///
    /// What was read and written before the call is done, also as devices see it, before anything after it begins. `smh_cache_clean()` and `smh_cache_invalidate()` do the same, whatever `SMH_CACHE` is.
    ///
    /// Context: Any. Time: Constant. Source: SPEC SMH-CACHE.
    pub fn smh_cache_barrier();
    /// Whether `SMH_CACHE_LINE` is large enough for this processor.
    ///
    /// Buffers that start and end at `SMH_CACHE_LINE` share no line with others only if it is.
    ///
    /// Returns:
    ///
    /// - `0`: It is, or the processor has no cache, or no register that tells.
    /// - `-EINVAL`: The cache type register tells of larger lines.
    ///
    /// Context: As `smh_cache_clean()`. Time: Constant. Source: SPEC SMH-CACHE.
    ///
    /// # Safety
    ///
    /// The processor must be in a mode that may read its cache registers.
    pub fn smh_cache_line_check() -> c_int;
    /// With `SMH_CACHE_EXTERNAL`, supplied by the user: write lines back to memory.
    ///
    /// The library never defines it, so that a missing one is an error of the linker.
    ///
    /// Parameters:
    ///
    /// - `addr`: First byte, a multiple of `SMH_CACHE_LINE`.
    /// - `bytes`: Length, a multiple of `SMH_CACHE_LINE`, not 0.
    ///
    /// # Safety
    ///
    /// The range must be whole lines of mapped memory.
    pub fn smh_cache_clean_hook(addr: *const c_void, bytes: usize);
    /// With `SMH_CACHE_EXTERNAL`, supplied by the user: drop lines.
    ///
    /// The library never defines it, so that a missing one is an error of the linker.
    ///
    /// Parameters:
    ///
    /// - `addr`: First byte, a multiple of `SMH_CACHE_LINE`.
    /// - `bytes`: Length, a multiple of `SMH_CACHE_LINE`, not 0.
    ///
    /// # Safety
    ///
    /// As `smh_cache_invalidate()`, with a range of whole lines.
    pub fn smh_cache_invalidate_hook(addr: *mut c_void, bytes: usize);
    /// The numbers of this library.
    ///
    /// Source: SPEC SMH-BUILD.
    pub static smh_errno_numbers: smh_errno_numbers;
}
