/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief What the cases share: memory, a fault recorder, patterns, snapshots.
 */

#ifndef CONTRACT_SUPPORT_H_
#define CONTRACT_SUPPORT_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "contract.h"
#include "shared_multi_heap.h"
#include "smh_alloc.h"
#include "smh_fault.h"
#include "smh_info.h"
#include "smh_policy.h"
#include "sys_heap.h"
#include "sys_multi_heap.h"

/** Attributes that the cases use. */
#define FAST  SMH_REG_ATTR_CACHEABLE
#define SLOW  SMH_REG_ATTR_NON_CACHEABLE
#define OUTER SMH_REG_ATTR_EXTERNAL

/** Memory for regions, at a multiple of ARENA_ALIGN. */
#define ARENA_BYTES 131072u
#define ARENA_ALIGN 8192u
extern uint8_t arena[ARENA_BYTES];

/** Usual size of a region. */
#define REGION_BYTES 8192u

/** Place @p i for a region of REGION_BYTES in the arena; a gap follows each. */
uint8_t *place(unsigned int i);

/** Bytes between the end of a block and the next block, taken by the latter's header. */
#define HEADER_BYTES 4u

/** What a block of @p granules holds. */
#define BLOCK_OF(granules) ((size_t)(granules) * SMH_ALIGN - HEADER_BYTES)

/** Granules of the smallest block that a region of REGION_BYTES has. */
#define SMALLEST_BLOCK (SMH_ALIGN < 16 && !IS_NARROW(REGION_BYTES) ? 2u : 1u)

/** Smallest region that is certain to serve a block, wherever it starts. */
#if SMH_ALIGN <= 16 && !SMH_CHECK_EXACT
#define SMALLEST_REGION Z_HEAP_MIN_SIZE
#else
#define SMALLEST_REGION Z_HEAP_MIN_SIZE_FOR(1u)
#endif

/** Whether a region of @p bytes has 16-bit metadata. */
#define IS_NARROW(bytes) (SMH_NARROW && (bytes) / SMH_ALIGN <= 65535u)

/* --- Faults ------------------------------------------------------------- */

/** Faults reported since the last fault_was() or faults_forget(). */
struct fault_record {
	unsigned int count;
	unsigned int kind;
	const void *ptr;
};
extern struct fault_record faults;

/** Handler that keeps the record. */
void fault_record(unsigned int kind, const void *ptr);

/** Whether exactly this fault was reported, once; forgets it. */
bool fault_was(unsigned int kind, const void *ptr);

/** Whether exactly one fault was reported, of any kind, for @p ptr; forgets it. */
bool fault_about(const void *ptr);

/** Forget what was reported. */
void faults_forget(void);

/* --- The pool ----------------------------------------------------------- */

/** Register the recorder and initialise the pool. */
void pool_start(void);

/** shared_multi_heap_add() of these figures. */
int pool_try_add(unsigned int attr, uintptr_t addr, size_t bytes, void *user_data);

/** Add a region that must be accepted; gives its number. */
unsigned int pool_add(unsigned int attr, void *mem, size_t bytes);

/** pool_start() and @p count regions of REGION_BYTES with attribute @p attr at place(0) on. */
void pool_with_regions(unsigned int attr, unsigned int count);

/** Whether every region is sound and no fault was reported. */
bool pool_sound(void);

/** Whether every region is sound, faults or not. */
bool pool_valid(void);

/** Whether the pool's regions hold no block and each is one free block. */
bool pool_empty(void);

/** Description of a region that exists. */
struct shared_multi_heap_region_info region_info(unsigned int region);

/** Whether @p bytes at @p ptr lie within the bounds of a region. */
bool in_region(const void *ptr, size_t bytes, unsigned int region);

/** Number of the region that holds a block; fails the case if there is none. */
unsigned int region_of(const void *ptr);

/** Number of live and of free blocks, and the bytes that they hold. */
struct tally {
	unsigned int used;
	unsigned int free;
	size_t used_bytes;
	size_t free_bytes;
	/** Set unless the blocks came in order of their addresses. */
	bool disordered;
	uintptr_t end;
};
struct tally region_tally(unsigned int region);

/** Allocate blocks of @p bytes until NULL; each is filled. Gives their number. */
unsigned int exhaust(unsigned int attr, size_t bytes, void **blocks, unsigned int limit);

/** Leave no free block in the pool's regions of @p attr; the blocks are forgotten. */
void take_everything(unsigned int attr);

/**
 * Add the region at place(@p region), full but for one block of @p granules between others, which
 * is given: free it, and it is a hole.
 */
uint8_t *full_but_hole(unsigned int attr, unsigned int region, unsigned int granules);

/* --- Memory ------------------------------------------------------------- */

/** Fill memory with a pattern that depends on @p seed and the position. */
void fill(void *mem, size_t bytes, uint32_t seed);

/** Whether memory still has the pattern. */
bool filled(const void *mem, size_t bytes, uint32_t seed);

/** Whether all bytes have a value. */
bool all_bytes(const void *mem, size_t bytes, uint8_t value);

/** Whether an address is a multiple of @p align, a power of two. */
bool aligned_to(const void *ptr, size_t align);

/** Keep a copy of at most SNAPSHOT_BYTES bytes. */
#define SNAPSHOT_BYTES 16384u
void snapshot_take(const void *mem, size_t bytes);

/** Whether the memory is as it was when snapshot_take() saw it. */
bool snapshot_same(void);

/** Next value of a fixed pseudo-random sequence. */
uint32_t random_next(uint32_t *state);

/* --- Small pools -------------------------------------------------------- */

/**
 * With SMH_MAX_REGIONS below @p count a case about several regions cannot be; there it
 * checks that the table has the limit that it was built with, and ends.
 */
#define NEEDS_REGIONS(count)                                                                       \
	do {                                                                                       \
		if (SMH_MAX_REGIONS < (count)) {                                                   \
			check_table_limit();                                                       \
			return;                                                                    \
		}                                                                                  \
	} while (0)
void check_table_limit(void);

/** Set a policy; false in a build that fixes another, after checking that it says so. */
bool policy_is(unsigned int attr, unsigned int policy);

#endif /* CONTRACT_SUPPORT_H_ */
