/* SPDX-License-Identifier: Apache-2.0 */

/*
 * First in, first out: a list by the links of the frames, oldest page first.
 *
 *   oldest -> [ ] -> [ ] -> [ ] <- newest        next: towards the newest
 */

#include <string.h>

#include "own_paging.h"

#define END UINT32_MAX

static uint32_t oldest;
static uint32_t newest;
static struct own_eviction_calls calls;

struct own_eviction_calls own_eviction_calls(void)
{
	return calls;
}

void k_mem_paging_eviction_init(void)
{
	memset(&calls, 0, sizeof(calls));
	oldest = END;
	newest = END;
}

void k_mem_paging_eviction_add(struct k_mem_page_frame *pf)
{
	const uint32_t number = smh_mm_frame_number(pf);

	calls.added++;
	calls.now++;
	pf->next = END;
	pf->prev = newest;
	if (newest == END) {
		oldest = number;
	} else {
		smh_mm_frame(newest)->next = number;
	}
	newest = number;
}

void k_mem_paging_eviction_remove(struct k_mem_page_frame *pf)
{
	calls.removed++;
	calls.now--;
	if (pf->prev == END) {
		oldest = pf->next;
	} else {
		smh_mm_frame(pf->prev)->next = pf->next;
	}
	if (pf->next == END) {
		newest = pf->prev;
	} else {
		smh_mm_frame(pf->next)->prev = pf->prev;
	}
}

void k_mem_paging_eviction_accessed(uintptr_t phys)
{
	calls.accessed += k_mem_is_page_frame(phys);
}

struct k_mem_page_frame *k_mem_paging_eviction_select(bool *dirty)
{
	calls.selected++;
	if (oldest == END) {
		return NULL;
	}
	*dirty = smh_mm_page_dirty(smh_mm_frame(oldest));
	return smh_mm_frame(oldest);
}
