/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Blocks that one language allocates and the other frees.
 */

#ifndef EXCHANGE_H_
#define EXCHANGE_H_

#include "memory.h"

/** Loop frames through a ring in memory of that kind. */
void exchange_frames(const struct memory_kind *kind);

#endif /* EXCHANGE_H_ */
