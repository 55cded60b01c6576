/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Checks that are printed, counted, and decide the exit status.
 */

#ifndef TALLY_H_
#define TALLY_H_

#include <stdbool.h>

/** Print whether something held, described by a format as print() takes it. */
void check(bool held, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Print a heading. */
void heading(const char *text);

/** Print the totals. Returns the exit status: 0 if there were checks and all held. */
int tally_summary(void);

#endif /* TALLY_H_ */
