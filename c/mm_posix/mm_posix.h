/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * Memory of a process that plays the parts of RAM, address space and page table.
 *
 *   file      [ physical memory: phys_bytes                 ]
 *   linear    [ the same, all of it, read and write         ]   smh_mm_posix_memory()
 *
 *   reserved  [ addresses of the same numbers as physical   | window: virt_bytes    ]
 *              ^ start, also the first physical address      ^ start + phys_bytes
 *   entries   [ one struct smh_mm_entry for each page of the reserved range, in order ]
 *
 * A reserved page is PROT_NONE and anonymous until an entry says that it is present; then it
 * shows a page of the file. Each page may be a mapping of its own to the system, and so may be the
 * gap behind it; reserved_pages keeps their number within what the system allows.
 */

#ifndef SMH_MM_POSIX_STATE_H_
#define SMH_MM_POSIX_STATE_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "smh_mm_arch.h"
#include "smh_mm_posix.h"

struct mm_posix_state {
	/* Of the reserved range; 0: not set up. */
	uintptr_t start;
	size_t phys_bytes;
	size_t virt_bytes;
	int file;
	uint8_t *linear;
	struct smh_mm_entry *entries;
	/* For which smh_mm_arch_reserve() made room, and how many there may be. */
	size_t reserved_pages;
	size_t max_pages;
};

extern struct mm_posix_state mm_posix;

/* Whether [at, at + size) lies in a range of @p bytes from mm_posix.start on. */
static inline bool mm_posix_within(uintptr_t at, size_t size, size_t bytes)
{
	const uintptr_t offset = at - mm_posix.start;

	return mm_posix.start != 0 && at >= mm_posix.start && offset <= bytes &&
	       size <= bytes - offset;
}

/* Catch SIGSEGV and SIGBUS. False: the system refused. */
bool mm_posix_catch(void);

/* Put the handlers from before back. */
void mm_posix_release_signals(void);

#endif /* SMH_MM_POSIX_STATE_H_ */
