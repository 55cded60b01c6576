/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief A table of cases that proves the runner: one of them fails, and each checks that
 * start-up has wiped out what the others left in .data and .bss.
 */

#include "contract.h"

#include <stdint.h>

#define INITIAL 0x600DF00Du

static uint32_t initialised = INITIAL;
static uint32_t zeroed;

static void fresh_then_dirty(void)
{
	CHECK(initialised == INITIAL);
	CHECK(zeroed == 0);
	initialised = 1;
	zeroed = 1;
}

static void fails(void)
{
	fresh_then_dirty();
	CHECK(zeroed == 0);
}

const struct contract_case contract_cases[] = {
	{"RUNNER-1", "state_is_fresh_at_first", fresh_then_dirty},
	{"RUNNER-2", "failure_is_counted", fails},
	{"RUNNER-3", "state_is_fresh_after_a_failure", fresh_then_dirty},
	{"RUNNER-4", "state_is_fresh_after_a_success", fresh_then_dirty},
};

const unsigned int contract_case_count = sizeof(contract_cases) / sizeof(contract_cases[0]);
