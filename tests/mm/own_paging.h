/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief An eviction algorithm and a backing store of a program's own, linked instead of the
 * library's.
 *
 * The store is a file; a location is OWN_STORE + its offset in it:
 *
 *   [ read only: OWN_ROM_PAGES ][ the user's: OWN_DATA_PAGES ][ swap: OWN_SWAP_PAGES ]
 */

#ifndef MM_OWN_PAGING_H_
#define MM_OWN_PAGING_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "smh_mm.h"

#define OWN_ROM_PAGES  16u
#define OWN_DATA_PAGES 16u
#define OWN_SWAP_PAGES 8u
#define OWN_PAGES      (OWN_ROM_PAGES + OWN_DATA_PAGES + OWN_SWAP_PAGES)
#define OWN_PAGE       ((size_t)K_MEM_PAGE_SIZE)
#define OWN_STORE      ((uintptr_t)0x40000000)
#define OWN_DATA       (OWN_STORE + OWN_ROM_PAGES * OWN_PAGE)
#define OWN_SWAP       (OWN_DATA + OWN_DATA_PAGES * OWN_PAGE)

/** What was asked of the store since own_store_make(). Asked by a call, since it changes with every
 * access to memory that faults. */
struct own_store_calls {
	unsigned int in;
	unsigned int out;
	unsigned int out_to_rom;
	unsigned int freed_of_user;
	unsigned int swap_in_use;
	unsigned int bad;
};
struct own_store_calls own_store_calls(void);

/** What was told to the algorithm, and how many pages it has now. */
struct own_eviction_calls {
	unsigned int added;
	unsigned int removed;
	unsigned int accessed;
	unsigned int selected;
	unsigned int now;
};
struct own_eviction_calls own_eviction_calls(void);

/** Make the file, and fill ROM and data: word i of page p is p * 65536 + i. */
void own_store_make(void);

/** Read a page of the file. */
void own_store_read(size_t page, void *to);

#endif /* MM_OWN_PAGING_H_ */
