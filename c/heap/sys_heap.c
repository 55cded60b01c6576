/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* The heap under its public names: what a driver uses alone, without a pool and without a lock. */

#include "sys_heap.h"
#include "heap/hot.h"
#include "heap/aligned.h"
#include "heap/tell.h"

/* Whether somebody is to be told of each block. */
#define WATCHED ((SMH_HEAP_LISTENER | SMH_ASAN) != 0)

/* Where the usual is done in line, the rest is functions. */
#if HAVE_NARROW && HEAP_IN_LINE && !WATCHED
#define REST static SMH_NOINLINE
#else
#define REST SMH_INLINE
#endif
#define QUICK_ALIGNED (HAVE_NARROW && ALL_IN_LINE && !WATCHED)

/* Report what was found, if it is a fault, in the way that the user chose. */
SMH_INLINE void report(outcome_t outcome, const void *ptr)
{
	if (SMH_UNLIKELY(outcome_fault(outcome) != SMH_FAULT_NONE)) {
		SMH_SYS_HEAP_FAULT(outcome_fault(outcome), outcome_about(outcome, ptr));
	}
}

static bool usable(const struct sys_heap *heap)
{
	return heap != NULL && heap->heap != NULL;
}

/*
 * An alignment argument, taken apart: a | r asks that the result plus r is aligned to a. If r is
 * smaller than a granule, the block starts a granule before the aligned address and the caller
 * gets a pointer `offset` bytes into it.
 */
struct alignment {
	struct request request;
	uint32_t offset;
};

static bool alignment_of(size_t align, size_t bytes, struct alignment *a)
{
	size_t rewind = align & (~align + 1);

	rewind = rewind == align ? 0 : rewind;
	a->offset = (uint32_t)(0 - rewind) & (SMH_ALIGN - 1);
	if (bytes > SIZE_MAX - a->offset ||
	    !heap_request(&a->request, align - rewind, bytes + a->offset)) {
		return false;
	}
	a->request.phase = (uint32_t)((rewind + SMH_ALIGN - 1) / SMH_ALIGN);
	return true;
}

/*
 * A rewound pointer lies a power of two before the next granule: go back to its block. Any other
 * stays as it is and will be refused.
 */
static uint8_t *block_of(const void *ptr)
{
	uintptr_t addr = (uintptr_t)ptr;
	uintptr_t offset = addr & (SMH_ALIGN - 1);

	if (offset != 0 && bits_is_power_of_two(SMH_ALIGN - offset)) {
		addr -= offset;
	}
	return (uint8_t *)addr;
}

void sys_heap_init(struct sys_heap *heap, void *mem, size_t bytes)
{
	const struct sys_heap none = {0};
	struct bounds bounds;

	if (heap == NULL) {
		return;
	}
	*heap = none;
	if (smh_heap_bounds((uintptr_t)mem, bytes, &bounds) && mem != NULL) {
		(void)smh_heap_setup(heap, bounds, 0);
	}
}

/*
 * Whether an allocation met a damaged block, which is reported, and is to be tried again: the block
 * is in no list any more.
 */
SMH_INLINE bool met_damage(outcome_t *outcome, int *tries)
{
	if (!SMH_CHECK || SMH_LIKELY((*outcome & 7) == 0)) {
		return false;
	}
	report(*outcome, NULL);
	*outcome = 0;
	return --*tries != 0;
}

static void *alloc_at(const struct sys_heap *heap, const struct alignment *a)
{
	outcome_t outcome;
	int tries = DAMAGE_TRIES;
	uint8_t *mem;

	do {
		outcome = smh_heap_aligned_alloc(heap, &a->request);
	} while (met_damage(&outcome, &tries));
	mem = (uint8_t *)outcome;
	if (mem == NULL) {
		return NULL;
	}
	tell_alloc(heap, mem + a->offset, tell_bytes(heap, mem));
	heap_fit_request(heap, mem, &a->request);
	return mem + a->offset;
}

/* Any alignment in any heap. */
REST void *aligned_any(struct sys_heap *heap, size_t align, size_t bytes)
{
	struct alignment a;

	if (align <= SMH_ALIGN && (align & (align - 1)) == 0) {
		return sys_heap_alloc(heap, bytes);
	}
	if (!usable(heap) || bytes == 0 || !alignment_of(align, bytes, &a)) {
		return NULL;
	}
	return alloc_at(heap, &a);
}

#if QUICK_ALIGNED

/*
 * A power of two above SMH_ALIGN in a narrow heap: most. A function, so that a smaller alignment
 * saves no registers.
 */
static SMH_NOINLINE void *aligned_quick(struct sys_heap *heap, size_t align, size_t bytes)
{
	size_t granules = heap_granules(bytes);
	size_t most = align / SMH_ALIGN - 1;
	struct request r = {.granules = (uint32_t)granules};
	struct place place = {.lead = 0};
	outcome_t outcome = 0;
	struct view v;

	SMH_KEEP(most);
	r.align = (uint32_t)most + 1;
	if (SMH_UNLIKELY((align & (align - 1)) != 0 || (SMH_CHECK && heap == NULL))) {
		return aligned_any(heap, align, bytes);
	}
	v = view_as(heap, NARROW);
	if (SMH_UNLIKELY(granules + most >= end_of(&v)) ||
	    SMH_UNLIKELY(take_aligned_in(&v, &r, (uint32_t)(granules + most), &place, &outcome) ==
			 DAMAGED)) {
		return aligned_any(heap, align, bytes);
	}
	return (void *)outcome;
}

#endif

void *sys_heap_aligned_alloc(struct sys_heap *heap, size_t align, size_t bytes)
{
#if QUICK_ALIGNED
	if (align > SMH_ALIGN) {
		return aligned_quick(heap, align, bytes);
	}
	if ((align & (align - 1)) == 0) {
		return sys_heap_alloc(heap, bytes);
	}
#endif
	return aligned_any(heap, align, bytes);
}

/* All of it, for a block that was not served at once. */
REST void *alloc_slow(const struct sys_heap *heap, size_t granules, size_t bytes)
{
	int tries = DAMAGE_TRIES;
	outcome_t outcome;

	if (SMH_CHECK && heap == NULL) {
		return NULL;
	}
	do {
		outcome = smh_heap_alloc(heap, granules);
	} while (met_damage(&outcome, &tries));
	if (outcome != 0) {
		tell_alloc(heap, (void *)outcome, tell_bytes(heap, (void *)outcome));
	}
	if (SMH_ASAN && outcome != 0) {
		smh_heap_fit(heap, (void *)outcome, bytes);
	}
	(void)bytes;
	return (void *)outcome;
}

/* From a wide heap, a function of its own, so that narrow ones do not pay for it. */
REST void *sys_alloc_wide(struct sys_heap *heap, size_t granules, size_t bytes)
{
	outcome_t block;

	if (WIDE_IN_LINE && !WATCHED && (!SMH_CHECK || heap != NULL) && format_of(heap) == WIDE &&
	    SMH_LIKELY(heap_alloc(heap, WIDE, granules, &block))) {
		return (void *)block;
	}
	return alloc_slow(heap, granules, bytes);
}

void *sys_heap_alloc(struct sys_heap *heap, size_t bytes)
{
	size_t granules = heap_granules(bytes);
	outcome_t block;

	if (!WATCHED && (!SMH_CHECK || SMH_LIKELY(heap != NULL)) &&
	    SMH_LIKELY(heap_alloc(heap, NARROW, granules, &block))) {
		return (void *)block;
	}
	return sys_alloc_wide(heap, granules, bytes);
}

void *sys_heap_noalign_alloc(struct sys_heap *heap, size_t align, size_t bytes)
{
	(void)align;
	return sys_heap_alloc(heap, bytes);
}

/*
 * What is left of it, for a block that was not freed at once. That a rewound pointer is no block is
 * found out when it is refused, so that it costs the others nothing.
 */
REST void free_slow(struct sys_heap *heap, void *mem, outcome_t outcome)
{
	size_t told = 0;

	if (mem == NULL) {
		return; /* whatever the heap is */
	}
	if (!SMH_CHECK || heap != NULL) {
		told = tell_bytes(heap, block_of(mem));
		outcome = smh_heap_free_rest(heap, mem, outcome);
	}
	if (SMH_FOR_SIZE && SMH_LIKELY(outcome == 0) && !WATCHED) {
		return;
	}
	if (outcome_fault(outcome) == SMH_FAULT_MISALIGNED_POINTER && block_of(mem) != mem) {
		outcome = smh_heap_free(heap, block_of(mem));
	}
	report(outcome, mem);
	tell_free(heap, mem, outcome == 0 || outcome_is_list_cut(outcome) ? told : 0);
}

/* The same of a free. */
REST void sys_free_wide(struct sys_heap *heap, void *mem, outcome_t outcome)
{
	uint32_t top;

	if (WIDE_IN_LINE && !WATCHED && (!SMH_CHECK || heap != NULL) && format_of(heap) == WIDE) {
		outcome = heap_free(heap, WIDE, mem, &top);
		if (SMH_LIKELY(outcome == 0)) {
			return;
		}
	}
	free_slow(heap, mem, outcome);
}

void sys_heap_free(struct sys_heap *heap, void *mem)
{
	outcome_t outcome = SMH_FAULT_FOREIGN_POINTER;
	uint32_t top;

	if (!WATCHED && (!SMH_CHECK || SMH_LIKELY(heap != NULL))) {
		outcome = heap_free(heap, NARROW, mem, &top);
	}
	if (SMH_UNLIKELY(outcome != 0)) {
		sys_free_wide(heap, mem, outcome);
	}
}

size_t sys_heap_usable_size(struct sys_heap *heap, void *mem)
{
	outcome_t fault = SMH_FAULT_FOREIGN_POINTER;
	size_t bytes = 0;

	if (mem == NULL) {
		return 0;
	}
	if (usable(heap)) {
		bytes = smh_heap_usable(heap, block_of(mem), &fault);
	}
	report(fault, mem);
	return bytes == 0 ? 0 : bytes - (size_t)((uint8_t *)mem - block_of(mem));
}

/*
 * Try to change a block where it lies. On failure *old is the number of bytes to keep, 0 if the
 * block must not be touched because a fault was reported.
 */
static bool resize_here(struct sys_heap *heap, void *ptr, const struct alignment *a, size_t *old)
{
	uint8_t *block = block_of(ptr);
	uint32_t offset = (uint32_t)((uintptr_t)ptr - (uintptr_t)block);
	uintptr_t granule = (uintptr_t)block / SMH_ALIGN;
	bool aligned = ((granule + a->request.phase) & (a->request.align - 1)) == 0;
	size_t told = tell_bytes(heap, block);
	outcome_t fault = 0;
	bool done = false;

	*old = 0;
	if (offset == a->offset && aligned) {
		done = smh_heap_resize(heap, block, a->request.granules, &fault);
	}
	if (done) {
		tell_alloc(heap, ptr, tell_bytes(heap, block));
		tell_free(heap, ptr, told);
		heap_fit_request(heap, block, &a->request);
	} else if (fault == 0) {
		*old = smh_heap_usable(heap, block, &fault);
		*old -= *old != 0 ? offset : 0;
	}
	report(fault, ptr);
	return done;
}

void *sys_heap_aligned_realloc(struct sys_heap *heap, void *ptr, size_t align, size_t bytes)
{
	struct alignment a;
	size_t old;
	void *moved;

	if (ptr == NULL) {
		return sys_heap_aligned_alloc(heap, align, bytes);
	}
	if (bytes == 0) {
		sys_heap_free(heap, ptr);
		return NULL;
	}
	if (!usable(heap) || !alignment_of(align, bytes, &a)) {
		(void)sys_heap_usable_size(heap, ptr); /* reports a bad pointer all the same */
		return NULL;
	}
	if (resize_here(heap, ptr, &a, &old)) {
		return ptr;
	}
	moved = old != 0 ? alloc_at(heap, &a) : NULL;
	if (moved != NULL) {
		memcpy(moved, ptr, old < bytes ? old : bytes);
		sys_heap_free(heap, ptr);
	}
	return moved;
}

void *sys_heap_realloc(struct sys_heap *heap, void *ptr, size_t bytes)
{
	return sys_heap_aligned_realloc(heap, ptr, 0, bytes);
}

bool sys_heap_validate(struct sys_heap *heap)
{
	return usable(heap) && smh_heap_validate(heap);
}
