/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * The backing store of a program that has none of its own: memory that is not paged.
 *
 *   memory   [ slot 0 ][ slot 1 ][ slot 2 ] ...     location = number of the slot * page size
 *
 * A page that comes in keeps its slot, so that it can leave without being copied. When no other is
 * left, a page that is in memory anyway loses its one. One slot is always free, so that a page in
 * the store can swap places with one in memory: what was once written can always be reached.
 */

#include "mm/mm.h"

#define NO_SLOT UINT32_MAX

static uint8_t *memory;
static uint32_t num_slots;
static uint32_t num_free;
static uint32_t first_free;  /* list through the slots that were given back */
static uint32_t never_used;  /* from here on they were not taken yet */
static uint32_t next_victim; /* frame at which the search for a slot goes on */

void smh_mm_store_set(void *mem, size_t bytes)
{
	memory = mem;
	num_slots = mem != NULL && bytes / PAGE < NO_SLOT ? (uint32_t)(bytes / PAGE) : 0;
}

void k_mem_paging_backing_store_init(void)
{
	num_free = num_slots;
	first_free = NO_SLOT;
	never_used = 0;
	next_victim = 0;
}

/* It has nothing but what pages left in it. */
bool smh_mm_backing_store_accepts(uintptr_t location, size_t size, uint32_t flags)
{
	(void)location;
	(void)size;
	(void)flags;
	return false;
}

static uint8_t *slot_at(uintptr_t location)
{
	SMH_ASSERT(location % PAGE == 0 && location / PAGE < num_slots);
	return memory + location;
}

/* Any page of a frame that has a slot does without. */
static bool reclaim(uintptr_t *location)
{
	for (uint32_t i = 0; i < smh_mm_frames(); i++) {
		struct k_mem_page_frame *pf = smh_mm_frame(next_victim);

		next_victim = (next_victim + 1) % smh_mm_frames();
		if (k_mem_page_frame_is_backed(pf)) {
			k_mem_page_frame_clear(pf, K_MEM_PAGE_FRAME_BACKED);
			*location = pf->location;
			return true;
		}
	}
	return false;
}

static uintptr_t take_slot(void)
{
	uint32_t slot = first_free;

	num_free--;
	if (slot == NO_SLOT) {
		return (uintptr_t)never_used++ * PAGE;
	}
	memcpy(&first_free, slot_at((uintptr_t)slot * PAGE), sizeof(first_free));
	return (uintptr_t)slot * PAGE;
}

int k_mem_paging_backing_store_location_get(struct k_mem_page_frame *pf, uintptr_t *location,
					    bool page_fault)
{
	/* The last one is for a page that swaps places with one that comes in. */
	const uint32_t kept = page_fault ? 0 : 1;

	(void)pf;
	if (num_free > kept) {
		*location = take_slot();
		return 0;
	}
	return reclaim(location) ? 0 : -ENOMEM;
}

void k_mem_paging_backing_store_location_free(uintptr_t location)
{
	memcpy(slot_at(location), &first_free, sizeof(first_free));
	first_free = (uint32_t)(location / PAGE);
	num_free++;
}

void k_mem_paging_backing_store_page_out(uintptr_t location)
{
	memcpy(slot_at(location), K_MEM_SCRATCH_PAGE, PAGE);
}

void k_mem_paging_backing_store_page_in(uintptr_t location)
{
	memcpy(K_MEM_SCRATCH_PAGE, slot_at(location), PAGE);
}

/* Not if it took the last slot that another page could leave: that one is free again then. */
void k_mem_paging_backing_store_page_finalize(struct k_mem_page_frame *pf, uintptr_t location)
{
	if (num_free == 0) {
		k_mem_paging_backing_store_location_free(location);
	} else {
		k_mem_page_frame_set(pf, K_MEM_PAGE_FRAME_BACKED);
	}
}
