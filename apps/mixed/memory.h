/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The memory of the board that goes into the pool.
 */

#ifndef MEMORY_H_
#define MEMORY_H_

#include <stdbool.h>

/** A kind of memory for which the driver is made. */
struct memory_kind {
	unsigned int attr;
	/** As in "frames in ...". */
	const char *name;
};

/** The kinds that the board has. */
extern const struct memory_kind memory_kinds[];
extern const unsigned int memory_num_kinds;

/** Add the board's regions to the pool. Returns whether there is one of each kind. */
bool memory_add(void);

/** What was given as user data with a region of the board. */
const void *memory_user_data(unsigned int region);

#endif /* MEMORY_H_ */
