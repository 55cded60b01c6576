/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The cases that prove SPEC.md, the same on every target.
 *
 * A case starts from start-up's state: on the host in a process of its own, on a board
 * after a restart. It uses static memory only.
 */

#ifndef CONTRACT_H_
#define CONTRACT_H_

#include "cases.h"

/** One case. */
struct contract_case {
	/** Clause of SPEC.md that it proves. */
	const char *clause;
	/** Name, unique among all cases. */
	const char *name;
	/** Returns if the case passed; else check_failed() was called. */
	void (*run)(void);
};

/** All cases. */
extern const struct contract_case contract_cases[];

/** Number of cases; the same for every target and every build option. */
extern const unsigned int contract_case_count;

/** Supplied by the runner of each target: report and end the case as failed. */
_Noreturn void check_failed(const char *file, int line, const char *what);

/** End the case as failed unless @p expr holds. */
#define CHECK(expr) ((expr) ? (void)0 : check_failed(__FILE__, __LINE__, #expr))

#define CONTRACT_DECLARE(clause, name) void case_##name(void);
CONTRACT_CASES(CONTRACT_DECLARE)
#undef CONTRACT_DECLARE

#endif /* CONTRACT_H_ */
