/* SPDX-License-Identifier: Apache-2.0 */

/* Arithmetic of the heap over all its inputs. */

#ifndef ENUMERATE_H_
#define ENUMERATE_H_

#include <stdbool.h>

/*
 * Each prints a line of what it tried, and what is wrong. With `full`, all 2^32 inputs; else those
 * near multiples of 2^22, or every fifth size of the narrow code.
 */
bool enumerate_sizes(bool full);
bool enumerate_bins(bool full);
bool enumerate_code(bool full);

#endif /* ENUMERATE_H_ */
