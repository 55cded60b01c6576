/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The contract cases under Criterion, which runs each in a process of its own. The parameter is
 * an index: pointers do not survive the way into that process.
 */

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdlib.h>

#include "contract.h"

#define MOST_CASES   1000u
#define CASE_SECONDS 120

_Noreturn void check_failed(const char *file, int line, const char *what)
{
	cr_assert_fail("%s:%d: not so: %s", file, line, what);
	abort();
}

Test(contract, table_is_complete)
{
	cr_assert(contract_case_count >= 100);
	cr_assert(contract_case_count <= MOST_CASES);
}

ParameterizedTestParameters(contract, cases)
{
	static unsigned int indices[MOST_CASES];

	for (unsigned int i = 0; i < MOST_CASES; i++) {
		indices[i] = i;
	}
	return cr_make_param_array(unsigned int, indices, contract_case_count);
}

ParameterizedTest(const unsigned int *index, contract, cases, .timeout = CASE_SECONDS)
{
	const struct contract_case *c = &contract_cases[*index];

	cr_log_info("%s %s", c->clause, c->name);
	c->run();
}
