/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Identifiers for regions, whatever their nodes are called. */

#ifndef DTGEN_NAME_H_
#define DTGEN_NAME_H_

#include "smh_devicetree.h"

/* Letters, digits and single underscores, a letter first; short enough for every linker. */
#define NAME_BYTES 48

struct name {
	char text[NAME_BYTES];
};

/*
 * Name each region of a plan after `zephyr,memory-region`, else after its label. No two names of
 * a plan are the same, not even in upper case. The same plan gives the same names.
 */
void name_regions(const struct smh_dt_plan *plan, struct name names[SMH_MAX_REGIONS]);

/* Is this an identifier in all languages that are written, once something is put behind it? */
bool name_is_legal(const char *name);

#endif /* DTGEN_NAME_H_ */
