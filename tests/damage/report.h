/* SPDX-License-Identifier: Apache-2.0 */

/* The table of results, and whether they keep what the specification promises. */

#ifndef DAMAGE_REPORT_H_
#define DAMAGE_REPORT_H_

#include "trial.h"

/* Most events that chance explains, all but once in 10^4, if each of n has the kind's odds. */
uint64_t report_allowed(enum odds odds, uint64_t n);

/* Whether the promise is kept. */
bool report_holds(const struct kind *kind, const struct tally *tally);

void report_head(bool csv);
void report_row(bool csv, const char *set, const struct kind *kind, enum form form,
		const struct tally *tally);

#endif /* DAMAGE_REPORT_H_ */
