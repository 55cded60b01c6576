/* SPDX-License-Identifier: Apache-2.0 */

#include "harness/steps.h"

#include "harness/allocator.h"
#include "harness/table.h"

static enum bench_verb verb_at_random(struct bench_random *random, const struct bench_verbs *verbs)
{
	uint32_t drawn =
		bench_below(random, verbs->alloc + verbs->aligned + verbs->realloc + verbs->free);

	if (drawn < verbs->alloc) {
		return BENCH_DO_ALLOC;
	}
	drawn -= verbs->alloc;
	if (drawn < verbs->aligned) {
		return bench_allocator.aligned_alloc != NULL ? BENCH_DO_ALIGNED : BENCH_DO_ALLOC;
	}
	drawn -= verbs->aligned;
	if (drawn < verbs->realloc && bench_allocator.realloc != NULL) {
		return BENCH_DO_REALLOC;
	}
	return BENCH_DO_FREE;
}

struct bench_step bench_step_at_random(struct bench_random *random, const struct bench_verbs *verbs,
				       const struct bench_sizes *sizes)
{
	return (struct bench_step){
		.verb = verb_at_random(random, verbs),
		.which = bench_below(random, 1u << 16),
		.bytes = bench_size(random, sizes),
		.align = 8u << bench_below(random, 4),
	};
}

/* A block that could not be had is not kept. */
static void drop_if_none(uint32_t i)
{
	if (bench_table[i].mem == NULL) {
		bench_table_free(i);
	}
}

static void allocate(const struct bench_step *step)
{
	uint32_t i = bench_table_count();
	struct bench_block *block = bench_table_new();

	if (step->verb == BENCH_DO_ALIGNED) {
		(void)bench_aligned_alloc(block, step->align, step->bytes);
	} else {
		(void)bench_alloc(block, step->bytes);
	}
	drop_if_none(i);
}

void bench_step(const struct bench_step *step)
{
	uint32_t count = bench_table_count();
	uint32_t i = (uint32_t)(((uint64_t)step->which * count) >> 16);

	if (step->verb == BENCH_DO_ALLOC || step->verb == BENCH_DO_ALIGNED) {
		allocate(step);
	} else if (count == 0) {
		return;
	} else if (step->verb == BENCH_DO_FREE) {
		bench_table_free(i);
	} else if (bench_table[i].align == 0) {
		(void)bench_realloc(&bench_table[i], step->bytes);
	}
}
