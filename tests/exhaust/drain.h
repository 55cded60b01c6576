/* SPDX-License-Identifier: Apache-2.0 */

/* Whether a heap that a call left damaged still keeps its live blocks. */

#ifndef DRAIN_H_
#define DRAIN_H_

#include "ops.h"

/*
 * Check the result of a call and the content of all live blocks, then allocate until nothing is
 * left, free the live blocks one by one, and allocate again after each. NULL if no block was handed
 * out that overlaps a live one, no live one was changed, and nothing outside the region was
 * touched; otherwise what is wrong.
 *
 * `before` and `state` are what was there before the call, without damage.
 */
const char *drain(const struct op_call *call, const struct picture *before, const uint8_t *state,
		  bool faulted);

#endif /* DRAIN_H_ */
