/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Why there is no output: FILE: NODE: PROPERTY: REASON. */

#ifndef DTGEN_REPORT_H_
#define DTGEN_REPORT_H_

#include "emit.h"

/* Say why the reader refused a blob. */
void report_refused(struct text *text, const char *file, const void *blob,
		    const struct smh_dt_plan *plan, const struct smh_dt_options *options);

/* Say that an attribute has no Rust type. */
void report_no_type(struct text *text, const char *file, const struct job *job, unsigned int index);

#endif /* DTGEN_REPORT_H_ */
