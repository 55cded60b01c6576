/* SPDX-License-Identifier: Apache-2.0 */

/* The table, for the runners of the contract. */

#include "mm_cases.h"

#include "contract.h"

#define MM_ROW(clause, name) {clause, #name, case_##name},

const struct contract_case contract_cases[] = {MM_CASES(MM_ROW)};

const unsigned int contract_case_count = sizeof(contract_cases) / sizeof(contract_cases[0]);
