/* SPDX-License-Identifier: Apache-2.0 */

/*
 * All that the fuzzer takes from the library beside its public functions: to put the pool back to
 * an earlier state, to walk a heap without a pool, which regions are narrow, and how the control
 * block is divided.
 */

#ifndef DAMAGE_INTERNAL_H_
#define DAMAGE_INTERNAL_H_

#include <stddef.h>

#include "smh_info.h"
#include "sys_heap.h"

/* The pool as at start-up. */
void internal_pool_clear(void);

/* Keep the pool's state outside its regions, and go back to what was kept. */
void internal_pool_save(void);
void internal_pool_load(void);

/* shared_multi_heap_region_walk() of one heap. */
bool internal_heap_walk(const struct sys_heap *heap, smh_block_visitor_t visit, void *arg);

/* Most granules of a narrow region; 0 if the build has no narrow format. */
uint32_t internal_narrow_granules(void);

/* Whether the build has a wide format. */
bool internal_has_wide(void);

/*
 * Bytes of the parts of the control block that lie between the heads and the first header. With
 * other sizes a trial runs under the name of another part, and what validate must find is not
 * known.
 *
 *   | start bits | heads | map | counts, and the guard among them | first header
 */
struct internal_parts {
	size_t map; /* of a wide one: its last word */
	size_t counts;
};
struct internal_parts internal_parts(bool narrow);

/* Bytes of the footer of a free block of two granules or more; 0 if there is none. */
size_t internal_footer_bytes(bool narrow);

#endif /* DAMAGE_INTERNAL_H_ */
