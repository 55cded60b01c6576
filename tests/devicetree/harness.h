/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* A runner of cases, each in a process of its own, and the blobs that they read. */

#ifndef TESTS_DEVICETREE_HARNESS_H_
#define TESTS_DEVICETREE_HARNESS_H_

#include <stdbool.h>
#include <stddef.h>

#include "smh_devicetree.h"

/* The smallest region that is accepted where its start is aligned. */
#define SMALLEST (SMH_ALIGN <= 32 ? 64u : 128u)

struct dt_case {
	const char *name;
	void (*run)(void);
};

/* Each test program has one table. */
extern const struct dt_case dt_cases[];
extern const unsigned int dt_case_count;

/* End the case as failed unless the condition holds; `what` names the row of a table. */
#define CHECK_FOR(what, condition)                                                                 \
	((condition) ? (void)0 : check_failed(__FILE__, __LINE__, #condition, what))
#define CHECK(condition) CHECK_FOR(NULL, condition)

_Noreturn void check_failed(const char *file, int line, const char *condition, const char *what);

/* A blob in heap memory of exactly its size, so that a sanitizer sees every byte read beyond. */
struct blob {
	void *data;
	size_t bytes;
};

struct blob blob_load(const char *name);
void blob_drop(struct blob *blob);

/* Scan a blob and check what must hold whatever is in it. */
int scan(const struct blob *blob, const struct smh_dt_options *options, struct smh_dt_plan *plan);

/* Check that a plan is either sound and without overlaps, or empty and has a reason. */
void check_plan(const struct blob *blob, const struct smh_dt_plan *plan, int result);

/* Does the plan name this node in its error, or none if path is NULL? */
bool error_is_at(const struct blob *blob, const struct smh_dt_plan *plan, const char *path);

#endif /* TESTS_DEVICETREE_HARNESS_H_ */
