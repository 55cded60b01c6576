/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Giving a block back: what is not done in line. */

#include "heap/give.h"

/* Why there is no live block at i. */
static enum smh_fault_kind dead_kind(const struct sys_heap *h, uint32_t i)
{
	enum format f = format_of(h);
	uint8_t *block = block_at(base_of(h), i);
	header_t hd = header_read(f, block, i);
	uint32_t size = header_size(f, hd);
	uint8_t *right = block_at(block, size);

	if (i == 0) {
		return SMH_FAULT_MISALIGNED_POINTER; /* in the control block's last granule */
	}
	if (*word_of(block, -1) == tomb_of(f, i)) {
		return SMH_FAULT_DOUBLE_FREE;
	}
	if (header_is_free(f, hd) && size_in_range(h, f, i, size) &&
	    left_size(f, right, header_read(f, right, i + size)) == size) {
		return SMH_FAULT_DOUBLE_FREE;
	}
	return SMH_FAULT_BAD_HEADER;
}

enum smh_fault_kind smh_heap_diagnose(const struct sys_heap *h, const void *ptr,
				      enum smh_fault_kind kind)
{
	if (kind == SMH_FAULT_FOREIGN_POINTER && smh_heap_contains(h, (uintptr_t)ptr)) {
		return SMH_FAULT_MISALIGNED_POINTER; /* or in the control block */
	}
	return kind == SMH_FAULT_BAD_HEADER ? dead_kind(h, (uint32_t)granule_of(base_of(h), ptr))
					    : kind;
}

/* The same for what a free comes to, which may also be about a free block. */
static outcome_t diagnosed(const struct sys_heap *h, const void *ptr, outcome_t outcome)
{
	return outcome_fault(outcome) == outcome
		       ? (outcome_t)smh_heap_diagnose(h, ptr, outcome_fault(outcome))
		       : outcome;
}

/* Put a block that list_remove() took out back to where its links say that it was. */
static void list_restore(const struct sys_heap *h, enum format f, uint8_t *block, uint32_t i,
			 uint32_t size)
{
	uint8_t *base = base_of(h);
	uint32_t next = link_next(f, block);
	uint32_t prev = link_prev(f, block);
	uint32_t bin = bin_of(size);

	if (size < min_granules(f)) {
		return;
	}
	if (next != 0) {
		link_set_prev(f, block_at(base, next), i);
	}
	if (prev != 0) {
		link_set_next(f, block_at(base, prev), i);
		return;
	}
	head_set(h, f, head_at(base, f, bin), i);
	if (next == 0) {
		bin_mark(h, base, f, bin);
	}
}

outcome_t smh_heap_damaged_left(const struct sys_heap *h, const uint8_t *left, uint8_t *right)
{
	enum format f = format_of(h);
	uint32_t i = (uint32_t)((size_t)(right - base_of(h)) / SMH_ALIGN);
	header_t hd = header_read(f, right, i);

	if (!header_used(f, hd)) {
		list_restore(h, f, right, i, header_size(f, hd));
	}
	return (outcome_t)left | SMH_FAULT_BAD_FREE_BLOCK;
}

outcome_t smh_heap_free(const struct sys_heap *h, void *ptr)
{
	outcome_t outcome;
	uint32_t bin;

	if (ptr == NULL) {
		return 0;
	}
	outcome = format_of(h) == NARROW ? give_in(h, NARROW, ptr, &bin)
					 : give_in(h, WIDE, ptr, &bin);
	return SMH_LIKELY(outcome == 0) ? 0 : diagnosed(h, ptr, outcome);
}
