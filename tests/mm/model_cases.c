/* SPDX-License-Identifier: Apache-2.0 */

/* Short runs of the model, everywhere; mm_model_run.c makes long ones. */

#include "mm_model.h"
#include "support.h"

static void go(bool paging)
{
	for (uint32_t seed = 1; seed <= 3; seed++) {
		struct mm_model_run run = {.seed = seed, .steps = 400, .paging = paging};

		mm_model_go(&run);
		CHECK(mm_model_is_varied(&run));
	}
}

void case_mm_model_mapping(void)
{
	go(false);
}

void case_mm_model_paging(void)
{
	go(true);
}
