/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief Build options and their defaults.
 *
 * Set an option with -DSMH_NAME=value, or name a header that defines them:
 * -DSMH_CONFIG_HEADER='"my_smh_config.h"'. The library and everything that includes
 * its headers must be built with the same options; the CMake package and the
 * pkg-config file pass them on, and SMH_BUILD_CHECK() makes the linker compare them. A number
 * may be written in any form that the preprocessor can calculate with. A value that is not one of
 * those below does not compile, and neither does a word: it is SMH_LOCK=SMH_LOCK_PTHREAD here,
 * SMH_LOCK=pthread in CMake and Cargo.
 */

#ifndef SMH_CONFIG_H_
#define SMH_CONFIG_H_

#ifdef SMH_CONFIG_HEADER
#include SMH_CONFIG_HEADER
#endif

#include <stdint.h>

/** Default alignment of every block, and the granule of the heap: a power of two, 8 to 64. */
#ifndef SMH_ALIGN
#if UINTPTR_MAX > 0xFFFFFFFFu
#define SMH_ALIGN 16
#else
#define SMH_ALIGN 8
#endif
#endif

/** Number of attributes, 1 to 65535: values 0 to SMH_MAX_ATTR - 1 are legal. */
#ifndef SMH_MAX_ATTR
#define SMH_MAX_ATTR 16
#endif

/** Number of regions that the pool can hold over all attributes together, 1 to 64. */
#ifndef SMH_MAX_REGIONS
#define SMH_MAX_REGIONS 16
#endif

/**
 * Binary logarithm of the largest region in bytes, 12 to 32. Smaller values save RAM
 * in the pool; up to 18 with granules of 8 bytes, or 19 with 16, no region has more than 65535
 * granules, and the code for larger regions is left out as well.
 */
#ifndef SMH_MAX_REGION_SHIFT
#define SMH_MAX_REGION_SHIFT 32
#endif

/**
 * Use 16-bit metadata in regions of at most 65535 granules of SMH_ALIGN bytes (0: never): 512 KiB
 * with 8 bytes, 1 MiB with 16.
 */
#ifndef SMH_NARROW
#define SMH_NARROW 1
#endif

/**
 * Detect bad pointers and damaged metadata, with the odds in SPEC.md (0: trust every caller and
 * every byte; the clauses about faults and damage are then void). A set-up reads the last 4 bytes
 * of the region first: memory with error correction must have been written before.
 */
#ifndef SMH_CHECK
#define SMH_CHECK 1
#endif

/** Exact detection of interior and freed pointers: one bit per granule (0 or 1). */
#ifndef SMH_CHECK_EXACT
#define SMH_CHECK_EXACT 0
#endif

/** Keep the bytes in use and their high-water mark (0 or 1). */
#ifndef SMH_STATS
#define SMH_STATS 1
#endif

/** Tell listeners (heap_listener.h) of what sys_heap_* does (0 or 1). */
#ifndef SMH_HEAP_LISTENER
#define SMH_HEAP_LISTENER 0
#endif

/**
 * How many more blocks of the bin in which not every block fits are looked at, behind its first
 * one, before giving up: 0 or more. Of requests in a heap that is 85 % full it saves 1 in 20000.
 */
#ifndef SMH_FLOOR_TRIES
#define SMH_FLOOR_TRIES 0
#endif

/**
 * Which of the usual paths have code of their own, in line: 0, none; 1, allocating and freeing in a
 * region with narrow metadata; 2, also in a wide one, and aligned. All the rest is done by one
 * piece of code for everything, which is small and takes twice as many instructions.
 */
#ifndef SMH_FAST_PATHS
#ifdef __OPTIMIZE_SIZE__
#define SMH_FAST_PATHS 0
#else
#define SMH_FAST_PATHS 2
#endif
#endif

/**
 * The region of an address by a table instead of a search: SMH_OWNER_PAGES bytes (0: no table), one
 * for each page of 2^SMH_OWNER_SHIFT bytes from address SMH_OWNER_BASE on. Outside, and where a
 * page belongs to more than one region, it is searched.
 */
#ifndef SMH_OWNER_PAGES
#define SMH_OWNER_PAGES 0
#endif
#ifndef SMH_OWNER_SHIFT
#define SMH_OWNER_SHIFT 12
#endif
#ifndef SMH_OWNER_BASE
#define SMH_OWNER_BASE 0
#endif

/**
 * Free memory, and what lies behind the bytes asked for in a live block, is poisoned for
 * AddressSanitizer (SPEC SMH-ASAN). The files in c/heap are then to be compiled without
 * -fsanitize=address.
 */
#ifndef SMH_ASAN
#define SMH_ASAN 0
#endif

/** Values of SMH_POLICY: chosen at run time per attribute, or fixed. */
#define SMH_POLICY_SELECT_RUNTIME   0
#define SMH_POLICY_SELECT_FIRST_FIT 1
#define SMH_POLICY_SELECT_BEST_FIT  2

#ifndef SMH_POLICY
#define SMH_POLICY SMH_POLICY_SELECT_RUNTIME
#endif

/**
 * Values of SMH_LOCK. README.md says which is the default where.
 *
 * ThreadSanitizer and Helgrind see the futex only in a library that is compiled with
 * -fsanitize=thread; in any other library they need SMH_LOCK_PTHREAD.
 */
#define SMH_LOCK_NONE     0 /**< One context only. */
#define SMH_LOCK_IRQ      1 /**< Mask interrupts, one core: Arm from ARMv7 on, Cortex-M0, RISC-V. */
#define SMH_LOCK_SPIN     2 /**< Mask interrupts and spin, several cores with atomics. */
#define SMH_LOCK_PTHREAD  3 /**< POSIX mutex. */
#define SMH_LOCK_EXTERNAL 4 /**< smh_lock_acquire() and smh_lock_release() of the user. */
#define SMH_LOCK_FUTEX    5 /**< Threads on Linux; no call into the C library unless two meet. */

#ifndef SMH_LOCK
#if defined(__linux__) && defined(__unix__)
#define SMH_LOCK SMH_LOCK_FUTEX
#elif defined(__unix__) || defined(__APPLE__)
#define SMH_LOCK SMH_LOCK_PTHREAD
#elif defined(__ARM_ARCH) || defined(__riscv)
#define SMH_LOCK SMH_LOCK_IRQ
#else
#error "no default lock for this platform: define SMH_LOCK"
#endif
#endif

/**
 * With SMH_LOCK_IRQ on Cortex-M3 and above: mask by BASEPRI with this value, so that
 * interrupts of higher urgency stay enabled (0: mask all by PRIMASK).
 */
#ifndef SMH_IRQ_CEILING
#define SMH_IRQ_CEILING 0
#endif

/**
 * Bytes of a cache line, for buffers that a device reads or writes: a power of two, 4 to 1024, and
 * at least what the processor's cache type register tells (smh_cache_line_check()).
 */
#ifndef SMH_CACHE_LINE
#if UINTPTR_MAX > 0xFFFFFFFFu
#define SMH_CACHE_LINE 64
#else
#define SMH_CACHE_LINE 32
#endif
#endif

/** Values of SMH_CACHE. */
#define SMH_CACHE_NONE     0 /**< No data cache, or devices see it: barriers only. */
#define SMH_CACHE_AARCH64  1 /**< Instructions of AArch64, at EL1 and above. */
#define SMH_CACHE_ARMV7M   2 /**< Registers of Cortex-M7 and M55; nothing without a cache. */
#define SMH_CACHE_EXTERNAL 3 /**< smh_cache_clean_hook(), smh_cache_invalidate_hook(). */

/*
 * The compiler does not tell a Cortex-M7 from an M4, nor an M55 from an M33. Without a cache the
 * code for it reads two registers, once a call. ARMv7-M without the DSP extension means the
 * Cortex-M3, which never has a cache: code for it that runs on a Cortex-M7 must set SMH_CACHE. So
 * must Cortex-A and Cortex-R in 32-bit state, and RISC-V, with a cache that devices do not see:
 * SMH_CACHE_EXTERNAL.
 */
#ifndef SMH_CACHE
#if defined(__unix__) || defined(__APPLE__)
#define SMH_CACHE SMH_CACHE_NONE
#elif defined(__aarch64__)
#define SMH_CACHE SMH_CACHE_AARCH64
#elif defined(__ARM_ARCH_7EM__) || defined(__ARM_ARCH_8M_MAIN__) || defined(__ARM_ARCH_8_1M_MAIN__)
#define SMH_CACHE SMH_CACHE_ARMV7M
#else
#define SMH_CACHE SMH_CACHE_NONE
#endif
#endif

/** Without a fault handler and without NDEBUG: stop here. Must not return. */
#ifndef SMH_STOP
#define SMH_STOP() __builtin_trap()
#endif

/**
 * What the functions of sys_heap.h and sys_multi_heap.h do with a fault: a statement. The default
 * counts it and calls the handler, without a lock. A thread that may not write the library's
 * variables needs another; a configuration header declares and names it:
 *
 *   void my_heap_fault(unsigned int kind, const void *ptr);
 *   #define SMH_SYS_HEAP_FAULT(kind, ptr) my_heap_fault(kind, ptr)
 *
 * It may return, or not; where it may, smh_fault_report() does what the default does.
 */
#ifndef SMH_SYS_HEAP_FAULT
#define SMH_SYS_HEAP_FAULT(kind, ptr) smh_fault_report(kind, ptr)
#endif

/** Internal consistency check; the default compiles to nothing under NDEBUG. */
#ifndef SMH_ASSERT
#ifdef NDEBUG
#define SMH_ASSERT(condition) ((void)0)
#else
#define SMH_ASSERT(condition) ((condition) ? (void)0 : SMH_STOP())
#endif
#endif

#include "smh_config_check.h"

#endif /* SMH_CONFIG_H_ */
