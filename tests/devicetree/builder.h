/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Blobs that no source text can tell beforehand: their numbers depend on build and process. */

#ifndef TESTS_DEVICETREE_BUILDER_H_
#define TESTS_DEVICETREE_BUILDER_H_

#include <stdint.h>

#include "harness.h"

/* Open a tree with a root and /reserved-memory, both with addresses and sizes of two cells. */
struct blob builder_start(void);

/* Put a region with a capability into it. */
void builder_region(struct blob *blob, const char *name, uint64_t addr, uint64_t size,
		    const char *capability);

/* Close /reserved-memory and the root and shrink the buffer to what is used. */
void builder_finish(struct blob *blob);

/* A blob with one cacheable region. */
struct blob builder_one(uint64_t addr, uint64_t size);

#endif /* TESTS_DEVICETREE_BUILDER_H_ */
