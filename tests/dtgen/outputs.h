/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* What must hold of all that smh-dtgen writes, whatever a blob says. */

#ifndef TESTS_DTGEN_OUTPUTS_H_
#define TESTS_DTGEN_OUTPUTS_H_

#include <stddef.h>

/*
 * Read a blob as the tool does and make every output of it, or the message why there is none.
 * Stops the program (abort) if an output is not what its language can read: a name that is none or
 * appears twice, a string or a comment that does not end where it must, a byte out of place, or a
 * number of regions that is not that of the plan. Tells how many regions there are, or -1 if the
 * blob is refused.
 */
int outputs_check(const void *blob, size_t bytes);

#endif /* TESTS_DTGEN_OUTPUTS_H_ */
