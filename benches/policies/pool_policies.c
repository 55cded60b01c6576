/* SPDX-License-Identifier: Apache-2.0 */

/* The pool's own policies, and how the regions come into it. */

#include "policy.h"
#include "harness/require.h"

#include "pool/pool.h"
#include "shared_multi_heap.h"
#include "smh_alloc.h"
#include "smh_policy.h"

#include <string.h>

_Static_assert(SMH_MAX_REGIONS >= MOST_REGIONS, "the pool has too few regions");
_Static_assert(SMH_MAX_ATTR >= MOST_REGIONS, "each region may want an attribute of its own");

struct layout layout;

const struct policy *const policies[] = {
	&policy_pool_first,  &policy_pool_best,  &policy_pool_switch, &policy_first,
	&policy_best,        &policy_worst,      &policy_next,        &policy_round_robin,
	&policy_block_first, &policy_block_best,
};
const unsigned int policy_count = sizeof(policies) / sizeof(policies[0]);

/* A program has one pool for its life; here it begins a new one. */
void regions_add(const struct policy *policy)
{
	memset(&smh_pool, 0, sizeof(smh_pool));
	BENCH_REQUIRE(shared_multi_heap_pool_init() == 0);
	for (unsigned int i = 0; i < layout.regions; i++) {
		const struct span *region = &layout.region[i];
		struct shared_multi_heap_region description = {
			.attr = policy->chooser == CHOOSER_POOL ? region->kind : i,
			.addr = (uintptr_t)region->start,
			.size = region->bytes,
		};

		BENCH_REQUIRE(shared_multi_heap_add(&description, NULL) == 0);
	}
}

static void choose(enum smh_policy policy)
{
	for (unsigned int kind = 0; kind < layout.kinds; kind++) {
		BENCH_REQUIRE(shared_multi_heap_policy_set(kind, policy) == 0);
	}
}

static void prepare_first(void)
{
	choose(SMH_POLICY_FIRST_FIT);
}

static void prepare_best(void)
{
	choose(SMH_POLICY_BEST_FIT);
}

/*
 * First fit while less than half of the memory is in use, so that few regions are; best fit above
 * that, where it counts that all requests are served. An application can do this with what the pool
 * offers.
 */
static size_t in_use;

static void switch_policy(size_t now)
{
	size_t half = layout.bytes / 2u;

	if (in_use < half && now >= half) {
		prepare_best();
	} else if (in_use >= half && now < half) {
		prepare_first();
	}
	in_use = now;
}

static void prepare_switch(void)
{
	in_use = 0;
	prepare_first();
}

static void *alloc_switch(unsigned int kind, size_t bytes)
{
	void *mem = shared_multi_heap_alloc(kind, bytes);

	if (mem != NULL) {
		switch_policy(in_use + shared_multi_heap_usable_size(mem));
	}
	return mem;
}

static void free_switch(void *mem)
{
	switch_policy(in_use - shared_multi_heap_usable_size(mem));
	shared_multi_heap_free(mem);
}

static int owner(const void *mem)
{
	return shared_multi_heap_owner(mem, NULL, NULL);
}

#define POOL_POLICY(label, prepare_function, alloc_function, free_function)                        \
	{                                                                                          \
		.name = (label),                                                                   \
		.chooser = CHOOSER_POOL,                                                           \
		.prepare = (prepare_function),                                                     \
		.alloc = (alloc_function),                                                         \
		.free = (free_function),                                                           \
		.walk = shared_multi_heap_region_walk,                                             \
		.validate = shared_multi_heap_region_validate,                                     \
		.owner = owner,                                                                    \
	}

const struct policy policy_pool_first =
	POOL_POLICY("pool-first", prepare_first, shared_multi_heap_alloc, shared_multi_heap_free);
const struct policy policy_pool_best =
	POOL_POLICY("pool-best", prepare_best, shared_multi_heap_alloc, shared_multi_heap_free);
const struct policy policy_pool_switch =
	POOL_POLICY("pool-switch", prepare_switch, alloc_switch, free_switch);
