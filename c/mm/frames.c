/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include "mm/frames.h"

uint32_t smh_mm_frames(void)
{
	return (uint32_t)(smh_mm.config.phys_bytes / PAGE);
}

struct k_mem_page_frame *smh_mm_frame(uint32_t number)
{
	SMH_ASSERT(number < smh_mm_frames());
	return &smh_mm.config.frames[number];
}

uint32_t smh_mm_frame_number(const struct k_mem_page_frame *pf)
{
	return (uint32_t)(pf - smh_mm.config.frames);
}

bool k_mem_is_page_frame(uintptr_t phys)
{
	return phys - smh_mm.config.phys < smh_mm.config.phys_bytes;
}

struct k_mem_page_frame *k_mem_phys_to_page_frame(uintptr_t phys)
{
	SMH_ASSERT(k_mem_is_page_frame(phys));
	return smh_mm_frame((uint32_t)((phys - smh_mm.config.phys) / PAGE));
}

uintptr_t k_mem_page_frame_to_phys(const struct k_mem_page_frame *pf)
{
	return smh_mm.config.phys + (uintptr_t)smh_mm_frame_number(pf) * PAGE;
}

void *k_mem_page_frame_to_virt(const struct k_mem_page_frame *pf)
{
	return (void *)pf->virt;
}

struct k_mem_page_frame *smh_mm_frame_take(void)
{
	struct k_mem_page_frame *pf;

	if (smh_mm.first_free == NO_FRAME) {
		SMH_ASSERT(smh_mm.num_free == 0);
		return NULL;
	}
	pf = smh_mm_frame(smh_mm.first_free);
	SMH_ASSERT(pf->flags == K_MEM_PAGE_FRAME_FREE);
	smh_mm.first_free = pf->next;
	smh_mm.num_free--;
	pf->flags = 0;
	return pf;
}

void smh_mm_frame_give(struct k_mem_page_frame *pf)
{
	SMH_ASSERT((pf->flags & K_MEM_PAGE_FRAME_FREE) == 0);
	*pf = (struct k_mem_page_frame){
		.flags = K_MEM_PAGE_FRAME_FREE,
		.next = smh_mm.first_free,
		.prev = NO_FRAME,
	};
	smh_mm.first_free = smh_mm_frame_number(pf);
	smh_mm.num_free++;
}

/* From the top, so that they are taken from the bottom. */
void smh_mm_frames_start(void)
{
	smh_mm.first_free = NO_FRAME;
	smh_mm.num_free = 0;
	for (uint32_t i = smh_mm_frames(); i-- > 0;) {
		smh_mm.config.frames[i].flags = 0;
		smh_mm_frame_give(smh_mm_frame(i));
	}
}

size_t k_mem_free_get(void)
{
	smh_key_t key = port_inner_lock();
	size_t bytes = smh_mm.started ? smh_mm.num_free * PAGE : 0;

	port_inner_unlock(key);
	return bytes;
}

void *smh_mm_scratch_page(void)
{
	return (void *)smh_mm.scratch;
}

void *smh_mm_scratch_show(const struct k_mem_page_frame *pf)
{
	SMH_ASSERT(!page_is_mapped(smh_mm.scratch));
	smh_mm_arch_set(smh_mm.scratch,
			(struct smh_mm_entry){
				.where = k_mem_page_frame_to_phys(pf),
				.flags = K_MEM_CACHE_WB | K_MEM_PERM_RW | SMH_MM_PRESENT |
					 SMH_MM_ACCESSED | SMH_MM_DIRTY,
			});
	return (void *)smh_mm.scratch;
}

void smh_mm_scratch_hide(void)
{
	smh_mm_arch_set(smh_mm.scratch, (struct smh_mm_entry){.flags = 0});
}
