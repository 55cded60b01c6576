/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Nodes that tell of their memory with `zephyr,memory-attr` and are no region. */

#ifndef DTGEN_PASSED_H_
#define DTGEN_PASSED_H_

#include "smh_devicetree.h"
#include "text.h"

/* More are counted, not named: a blob may have millions. */
#define PASSED_NAMED 16u

struct passed_list {
	struct smh_dt_passed nodes[PASSED_NAMED];
	unsigned int count;
};

/* What the reader passed over. Zero-initialise. */
struct passed {
	struct passed_list asking; /* bits that would have made it a region */
	struct passed_list silent; /* no such bits, or switched off */
};

/* Take down one node, as an option of the reader; the context is a struct passed. */
void passed_note(const struct smh_dt_passed *node, void *context);

/*
 * One line for each node that asks. If there is no region at all, also one for each of the others,
 * and one that says so.
 */
void passed_report(struct text *text, const char *file, const void *blob,
		   const struct smh_dt_plan *plan, const struct passed *passed);

#endif /* DTGEN_PASSED_H_ */
