/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * One region's heap, for the layers above. Nothing here locks or reports: a fault is returned in an
 * outcome_t, and the caller reports it after it has released the lock.
 */

#ifndef SMH_HEAP_HEAP_H_
#define SMH_HEAP_HEAP_H_

#include "smh_fault.h"
#include "sys_heap.h"
#include "heap/bin.h"
#include "port/compiler.h"

/* Whether the usual paths are in line: heap/hot.h. */
#define HEAP_IN_LINE (SMH_FAST_PATHS != 0 && !SMH_ASAN)
#define ALL_IN_LINE  (SMH_FAST_PATHS == 2 && !SMH_ASAN)

/* What a request asks of a block. All in granules. */
struct request {
	uint32_t granules;
	uint32_t align; /* a power of two; 1 for the default */
	uint32_t phase; /* the granule `phase` further on is the aligned one */
#if SMH_ASAN
	size_t bytes; /* as asked for */
#endif
};

/* Granules below which some heap of this build rounds a request up. */
#define MIN_GRANULES_ANYWHERE (HAVE_WIDE && SMH_ALIGN < 16 ? 2u : 1u)

/* Where a region lies after trimming. */
struct bounds {
	uintptr_t start;
	uint32_t granules;
};

/*
 * Trim a span inwards to granules. False if it is empty, wraps around, or is larger than
 * SMH_MAX_REGION_SHIFT allows. The span may end at the top of the address space; one that starts
 * at address 0 loses its first granule.
 */
bool smh_heap_bounds(uintptr_t addr, size_t bytes, struct bounds *bounds);

/*
 * Set up a heap in a trimmed span, as number `lane` of many. False, with nothing written, if it is
 * too small.
 */
bool smh_heap_setup(struct sys_heap *h, struct bounds bounds, uint32_t lane);

/*
 * Granules of a block that holds so many bytes. 0 bytes, and more than any heap can hold, give a
 * number that is not below the end of any heap.
 */
SMH_INLINE size_t heap_granules(size_t bytes)
{
	/* Rounded down in two steps, so that nothing overflows. */
	return (((bytes - 1) / 4) + 1 + SMH_ALIGN / 4) / (SMH_ALIGN / 4);
}

/* Turn a size and an alignment (0: the default) into a request. False if it can never be met. */
SMH_INLINE bool heap_request(struct request *r, size_t align, size_t bytes)
{
	size_t granules = heap_granules(bytes);

	if ((align & (align - 1)) != 0 || align / SMH_ALIGN >= MAX_GRANULES ||
	    granules >= MAX_GRANULES) {
		return false;
	}
	r->granules = (uint32_t)granules;
	r->align = align < SMH_ALIGN ? 1 : (uint32_t)(align / SMH_ALIGN);
	r->phase = 0;
#if SMH_ASAN
	r->bytes = bytes;
#endif
	return true;
}

/* After this many damaged free blocks an allocation gives up. */
#define DAMAGE_TRIES 4

/*
 * What an operation comes to, in a word, because that costs the least to pass on: 0, the address of
 * a block, or a fault. Blocks are at multiples of 8; a fault has its kind in the lowest three
 * bits, and, if it is SMH_FAULT_BAD_FREE_BLOCK, the address of the free block in the others.
 */
typedef uintptr_t outcome_t;

_Static_assert(SMH_FAULT_BAD_FREE_BLOCK < 8 && SMH_ALIGN >= 8, "a fault's kind needs three bits");

/*
 * Besides, in a free or a resize: it was done, but the list of what became free had a damaged head,
 * whose address is in the other bits. That list was cut; SMH_FAULT_BAD_LIST is still to be
 * reported.
 */
#define OUTCOME_LIST_CUT 7u

_Static_assert(SMH_FAULT_BAD_FREE_BLOCK < OUTCOME_LIST_CUT, "no fault of a heap has that number");

SMH_INLINE bool outcome_is_list_cut(outcome_t outcome)
{
	return (outcome & 7) == OUTCOME_LIST_CUT;
}

/* Without SMH_CHECK nothing is reported, and what would report it is left out. */
SMH_INLINE enum smh_fault_kind outcome_fault(outcome_t outcome)
{
	if (!SMH_CHECK) {
		return SMH_FAULT_NONE;
	}
	return outcome_is_list_cut(outcome) ? SMH_FAULT_BAD_LIST
					    : (enum smh_fault_kind)(outcome & 7);
}

/* The pointer that a fault is about, where `ptr` is what the caller passed. */
SMH_INLINE const void *outcome_about(outcome_t outcome, const void *ptr)
{
	uintptr_t addr = outcome & ~(uintptr_t)7;

	return addr != 0 ? (const void *)addr : ptr;
}

/*
 * Allocate, at a multiple of `align` granules less `phase`. 0 if there is no block; a fault if a
 * damaged one was met: then the list that led to it is cut before it, and trying again leads
 * elsewhere. The parts of the request are in registers: through memory they cost 3 instructions,
 * and 40 bytes in the pool.
 */
outcome_t smh_heap_take_aligned(const struct sys_heap *h, uint32_t granules, uint32_t align,
				uint32_t phase);

SMH_INLINE outcome_t smh_heap_aligned_alloc(const struct sys_heap *h, const struct request *r)
{
	return smh_heap_take_aligned(h, r->granules, r->align, r->phase);
}

/* The same at any granule. With SMH_FLOOR_TRIES more blocks are looked at. */
outcome_t smh_heap_alloc(const struct sys_heap *h, size_t granules);

/* Free a block: 0, or OUTCOME_LIST_CUT, or a fault, and the heap is unchanged. */
outcome_t smh_heap_free(const struct sys_heap *h, void *ptr);

/* The same where heap_free() has come to something else than 0. */
outcome_t smh_heap_free_rest(const struct sys_heap *h, void *ptr, outcome_t outcome);

/*
 * With SMH_ASAN: make the first bytes of a live block accessible, and no more. A block is not
 * accessible at all when it is handed out, and keeps what was accessible when it is resized.
 */
#if SMH_ASAN
void smh_heap_fit(const struct sys_heap *h, const void *mem, size_t bytes);
#else
SMH_INLINE void smh_heap_fit(const struct sys_heap *h, const void *mem, size_t bytes)
{
	(void)h;
	(void)mem;
	(void)bytes;
}
#endif

/* The same for the block that serves a request, or NULL. */
SMH_INLINE void heap_fit_request(const struct sys_heap *h, const void *mem, const struct request *r)
{
#if SMH_ASAN
	if (mem != NULL) {
		smh_heap_fit(h, mem, r->bytes);
	}
#else
	(void)h;
	(void)mem;
	(void)r;
#endif
}

/*
 * Bytes of a block, which are accessible from now on; 0 and a fault if ptr is no live block.
 */
size_t smh_heap_usable(const struct sys_heap *h, const void *ptr, outcome_t *fault);

/*
 * Make a block hold so many granules where it lies. False if it cannot, or on a fault; true also
 * with OUTCOME_LIST_CUT.
 */
bool smh_heap_resize(const struct sys_heap *h, void *ptr, uint32_t granules, outcome_t *fault);

/* Size in granules of the first block of a bin that has one; heap/hot.h has it in line. */
uint32_t smh_heap_head_size(const struct sys_heap *h, uint32_t bin);

/* The highest bin that has a block; 0 if there is none. In line as well. */
uint32_t smh_heap_top(const struct sys_heap *h);

/*
 * Copy the map of the bins that have a block, the lowest bin of each word uppermost. The number of
 * its words.
 */
uint32_t smh_heap_map(const struct sys_heap *h, uint32_t map[NUM_MAP_WORDS]);

/* Address of the first granule of the heap's span, where its control block is. */
uintptr_t smh_heap_start(const struct sys_heap *h);

/* Whether an address lies in the heap's span. Compares addresses only. */
bool smh_heap_contains(const struct sys_heap *h, uintptr_t addr);

/*
 * Bytes of the largest request that is certain to be served: that of the first block of the top
 * bin, or only the least that this bin guarantees.
 */
size_t smh_heap_largest_free(const struct sys_heap *h, bool head_is_tried);

/* Granules of the heap's span, control block included. */
uint32_t smh_heap_granule_count(const struct sys_heap *h);

/* Bytes in live blocks now, and the most there ever were; 0 without SMH_STATS. */
size_t smh_heap_allocated(const struct sys_heap *h);
size_t smh_heap_max_allocated(const struct sys_heap *h);

/* Bytes of a single block that fills the heap; 0 if it is unusable. */
size_t smh_heap_capacity(const struct sys_heap *h);

/* Visit all blocks in the order of addresses. False if damaged metadata ended the walk. */
typedef bool (*heap_visitor_t)(void *arg, void *mem, size_t bytes, bool used);
bool smh_heap_walk(const struct sys_heap *h, heap_visitor_t visit, void *arg);

/* Check every invariant. */
bool smh_heap_validate(const struct sys_heap *h);

#endif /* SMH_HEAP_HEAP_H_ */
