/* SPDX-License-Identifier: Apache-2.0 */

#include "contract.h"

#define CONTRACT_ROW(clause, name) {clause, #name, case_##name},

const struct contract_case contract_cases[] = {CONTRACT_CASES(CONTRACT_ROW)};

const unsigned int contract_case_count = sizeof(contract_cases) / sizeof(contract_cases[0]);
