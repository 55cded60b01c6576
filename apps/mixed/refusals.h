/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Errors across the boundary are numbers, and do no harm.
 */

#ifndef REFUSALS_H_
#define REFUSALS_H_

#include "memory.h"

/** Make the mistakes that the driver refuses, with rings in memory of that kind. */
void refusals_make(const struct memory_kind *kind);

#endif /* REFUSALS_H_ */
