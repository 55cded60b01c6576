/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include "mm/frames.h"
#include "mm/map.h"
#include "mm/physical.h"
#include "mm/ranges.h"

struct mm smh_mm;

/* Fixed mappings lie outside of the window, and show nothing of the frames. */
static bool fixed_are_legal(const struct smh_mm_config *c)
{
	for (unsigned int i = 0; i < c->num_fixed; i++) {
		const struct smh_mm_mapping *m = &c->mappings[i];

		if (!are_pages(m->virt, m->size) || !are_pages(m->phys, m->size) ||
		    ranges_meet(m->virt, m->size, c->virt, c->virt_bytes) ||
		    ranges_meet(m->phys, m->size, c->phys, c->phys_bytes)) {
			return false;
		}
	}
	return true;
}

static bool window_is_free(const struct smh_mm_config *c)
{
	for (size_t done = 0; done < c->virt_bytes; done += PAGE) {
		if (page_is_mapped(c->virt + done)) {
			return false;
		}
	}
	return true;
}

static bool config_is_legal(const struct smh_mm_config *c)
{
	if (!are_pages(c->virt, c->virt_bytes) || c->virt == 0 || c->ranges == NULL ||
	    !smh_mm_arch_covers(c->virt, c->virt_bytes)) {
		return false;
	}
	if (c->phys_bytes != 0 &&
	    (!are_pages(c->phys, c->phys_bytes) || c->frames == NULL ||
	     c->phys_bytes / PAGE >= NO_FRAME || !smh_mm_arch_reaches(c->phys, c->phys_bytes))) {
		return false;
	}
	return (c->mappings != NULL || c->num_mappings == 0) && c->num_fixed <= c->num_mappings &&
	       fixed_are_legal(c) && window_is_free(c);
}

/* The scratch page has its range and its table for good. */
static bool take_scratch(void)
{
	smh_mm.scratch = smh_mm_range_take(PAGE, false);
	return smh_mm.scratch != 0;
}

static int start(const struct smh_mm_config *config)
{
	smh_mm = (struct mm){.config = *config};
	if (!smh_mm_ranges_start() || !take_scratch()) {
		return -ENOMEM;
	}
	smh_mm_records_start();
	smh_mm_frames_start();
	k_mem_paging_eviction_init();
	k_mem_paging_backing_store_init();
	smh_mm.started = true;
	return 0;
}

int smh_mm_init(const struct smh_mm_config *config)
{
	smh_key_t key;
	int error;

	if (config == NULL) {
		return -EINVAL;
	}
	key = port_inner_lock();
	if (smh_mm.started) {
		error = -EALREADY;
	} else {
		error = config_is_legal(config) ? start(config) : -EINVAL;
	}
	port_inner_unlock(key);
	return error;
}

void smh_mm_deinit(void)
{
	smh_key_t key = port_inner_lock();

	if (smh_mm.started) {
		smh_mm_window_clear();
		smh_mm_physical_clear();
		smh_mm = (struct mm){.started = false};
	}
	port_inner_unlock(key);
}
