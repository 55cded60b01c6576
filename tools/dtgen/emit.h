/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* What is written: each output is made as a whole in memory before a file is touched. */

#ifndef DTGEN_EMIT_H_
#define DTGEN_EMIT_H_

#include "smh_devicetree.h"
#include "name.h"
#include "text.h"

/* The type of the Rust crate, or of the user's own, that stands for an attribute. */
struct rust_attribute {
	unsigned int attr;
	const char *path;
};

/* A plan that the reader accepted, and what its regions are called. */
struct job {
	const char *source; /* of the blob, for a comment */
	const char *name;   /* what the outputs and the names in them begin with; legal */
	const void *blob;
	const struct smh_dt_plan *plan;
	struct name names[SMH_MAX_REGIONS];
	const struct rust_attribute *rust_attributes; /* looked at before the crate's own */
	size_t num_rust_attributes;
};

void emit_c_header(struct text *text, const struct job *job);
void emit_c_source(struct text *text, const struct job *job);
void emit_linker(struct text *text, const struct job *job);

/* Every attribute must have a type: emit_rust_type() tells. */
void emit_rust(struct text *text, const struct job *job);

/* The type for an attribute, or NULL. */
const char *emit_rust_type(const struct job *job, unsigned int attr);

/* Put the path of a node into a comment or a message. */
void emit_path(struct text *text, const void *blob, int node);

#endif /* DTGEN_EMIT_H_ */
