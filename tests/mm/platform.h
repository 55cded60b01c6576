/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief What the cases of the mapping layer need of the platform that they run on.
 *
 *   physical   [ frames: MM_MAX_FRAMES pages, the first ones in use ][ spare: MM_SPARE_PAGES ]
 *   virtual    ... [ window ] ... [ mm_at(0) ][ mm_at(1) ] ... nothing is mapped there at first
 */

#ifndef MM_PLATFORM_H_
#define MM_PLATFORM_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "smh_mm.h"

/** Most page frames that a case can have. */
#define MM_MAX_FRAMES 256u
/** Physical pages that are no frames. */
#define MM_SPARE_PAGES 64u
/** Most pages that the window of a case can have. */
#define MM_MAX_WINDOW 1024u
/** Virtual pages outside of the window, for smh_mm_map_at(). */
#define MM_AT_PAGES 64u

/** Where things are. */
struct mm_places {
	/** First physical address of the frames. */
	uintptr_t frames;
	/** First physical address of the spare pages; the virtual ones of the same numbers are
	 * free, for K_MEM_DIRECT_MAP. */
	uintptr_t spare;
	/** Window. */
	uintptr_t window;
	/** Records of smh_mm_config that are fixed, and what they are. */
	unsigned int fixed;
};

/**
 * Make the architecture ready for a window of these pages.
 *
 * @param window_pages  At most MM_MAX_WINDOW.
 * @param room          On a host: max_pages of smh_mm_posix_init(). On a board nothing.
 * @param mappings      Its first records are filled with the fixed ones.
 */
void mm_platform_start(size_t window_pages, size_t room, struct smh_mm_mapping *mappings,
		       struct mm_places *places);

/** Undo that; after smh_mm_deinit(). */
void mm_platform_stop(void);

/** Tables that are free; on a host pages for which there is room. */
size_t mm_free_tables(void);

/** Virtual address of a page outside of the window, below MM_AT_PAGES. */
uintptr_t mm_at(unsigned int page);

/** Of the same kind, but such that each takes one table, if it is the only one. */
uintptr_t mm_at_table(unsigned int number);

/** Virtual address that cannot be translated, a page multiple. */
uintptr_t mm_not_covered(void);

/** Physical address that cannot be named, a page multiple. */
uintptr_t mm_not_reached(void);

/** Read a byte. False if that faulted. */
bool mm_can_read(const void *at);

/** Write a byte, the one that is there. False if that faulted. */
bool mm_can_write(void *at);

/** Call what lies there. False if that faulted. */
bool mm_can_execute(void *at);

/** Put a function there that returns at once. */
void mm_code(void *at);

/** Cache mode of a mapped page as the hardware says, K_MEM_CACHE_* or K_MEM_ARM_*; on a host as
 * the mapping layer says. */
uint32_t mm_mode(const void *at);

/** Whether the hardware finds a readable page of this physical address there; on a host, whether
 * physical memory past the mappings has the same content. */
bool mm_shows(const void *at, uintptr_t phys);

#endif /* MM_PLATFORM_H_ */
