/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * The eviction algorithm of a program that has none of its own: a clock.
 *
 *        hand
 *         v
 *   [ 0 ][ 1 ][ 1 ][ 0 ] ...      1: touched since the hand was here last
 *
 * The hand passes over touched pages, forgetting that they were, and takes the first other one. New
 * pages come behind it. It goes round twice at most, since after one round nothing is touched.
 */

#include "k_mem_paging.h"
#include "mm/mm.h"

static uint32_t hand;
static uint32_t count;

void k_mem_paging_eviction_init(void)
{
	hand = NO_FRAME;
	count = 0;
}

void k_mem_paging_eviction_add(struct k_mem_page_frame *pf)
{
	uint32_t number = smh_mm_frame_number(pf);

	if (count++ == 0) {
		pf->next = number;
		pf->prev = number;
		hand = number;
		return;
	}
	pf->next = hand;
	pf->prev = smh_mm_frame(hand)->prev;
	smh_mm_frame(pf->prev)->next = number;
	smh_mm_frame(hand)->prev = number;
}

void k_mem_paging_eviction_remove(struct k_mem_page_frame *pf)
{
	SMH_ASSERT(count != 0);
	smh_mm_frame(pf->prev)->next = pf->next;
	smh_mm_frame(pf->next)->prev = pf->prev;
	if (hand == smh_mm_frame_number(pf)) {
		hand = pf->next;
	}
	if (--count == 0) {
		hand = NO_FRAME;
	}
}

void k_mem_paging_eviction_accessed(uintptr_t phys)
{
	(void)phys; /* the page table knows */
}

struct k_mem_page_frame *k_mem_paging_eviction_select(bool *dirty)
{
	for (uint32_t steps = 0; steps < 2 * count; steps++) {
		struct k_mem_page_frame *pf = smh_mm_frame(hand);

		hand = pf->next;
		if (!smh_mm_page_accessed(pf, dirty)) {
			return pf;
		}
	}
	if (count == 0) {
		return NULL;
	}
	*dirty = smh_mm_page_dirty(smh_mm_frame(hand));
	return smh_mm_frame(hand);
}
