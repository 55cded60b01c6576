/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Page frames: physical memory for anonymous pages. */

#ifndef SMH_MM_FRAMES_H_
#define SMH_MM_FRAMES_H_

#include "mm/mm.h"

/* Start with all of them free. */
void smh_mm_frames_start(void);

/* Take a free one, or NULL. */
struct k_mem_page_frame *smh_mm_frame_take(void);

/* Give one back. */
void smh_mm_frame_give(struct k_mem_page_frame *pf);

/* Show a frame at the scratch page until smh_mm_scratch_hide(). */
void *smh_mm_scratch_show(const struct k_mem_page_frame *pf);

/* Stop showing it. */
void smh_mm_scratch_hide(void);

#endif /* SMH_MM_FRAMES_H_ */
