/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief A table in which a case writes to a constant: the board must not let it.
 */

#include "contract.h"

#include <stdint.h>

static void does_nothing(void)
{
}

static void writes_to_a_constant(void)
{
	*(volatile unsigned int *)(uintptr_t)&contract_case_count = 0;
}

const struct contract_case contract_cases[] = {
	{"CRASH-1", "does_nothing", does_nothing},
	{"CRASH-2", "writes_to_a_constant", writes_to_a_constant},
};

const unsigned int contract_case_count = sizeof(contract_cases) / sizeof(contract_cases[0]);
