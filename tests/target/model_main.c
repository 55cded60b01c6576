/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The shadow model on a board: several seeds, both policies and changing ones, regions of
 * very unequal size.
 */

#include "check.h"

#include "model.h"
#include "shared_multi_heap.h"
#include "smh_fault.h"
#include "smh_policy.h"

#include <stdbool.h>
#include <stddef.h>

#define ATTRS      3u
#define SEEDS      4u
#define OPERATIONS 10000u
#define BLOCKS     160u

/* Regions with 16-bit fields, and one that has too many granules for them. */
#define TINY_BYTES   200u
#define SMALL_BYTES  4096u
#define MEDIUM_BYTES 20000u
#define WIDE_BYTES   (65536u * SMH_ALIGN + 4096u)

/* What a run does with the policies. */
enum mode {
	FIRST_FIT,
	BEST_FIT,
	CHANGING,
	MODES,
};

static const char *const mode_names[MODES] = {"first fit", "best fit", "changing"};

static uint8_t tiny[TINY_BYTES];
static uint8_t small[SMALL_BYTES];
static uint8_t small_too[SMALL_BYTES];
static uint8_t medium[MEDIUM_BYTES];
static uint8_t wide[WIDE_BYTES];

static struct model_block blocks[BLOCKS];
static struct model model;
static struct model_baseline baseline;

static void on_fault(unsigned int kind, const void *ptr)
{
	print("fault: %s at %p: seed %lu, operation %lu\n", smh_fault_name(kind), ptr,
	      (unsigned long)model.config.seed, (unsigned long)model.operation);
	board_exit(1);
}

static void add(unsigned int attr, uint8_t *mem, size_t bytes)
{
	struct shared_multi_heap_region region = {
		.attr = attr,
		.addr = (uintptr_t)mem,
		.size = bytes,
	};

	REQUIRE(shared_multi_heap_add(&region, NULL) == 0);
}

/* A build that fixes another policy runs with its own. */
static void set_policies(enum mode mode)
{
	unsigned int policy = mode == BEST_FIT ? SMH_POLICY_BEST_FIT : SMH_POLICY_FIRST_FIT;

	for (unsigned int attr = 0; attr < ATTRS; attr++) {
		int result = shared_multi_heap_policy_set(attr, policy);

		REQUIRE(result == 0 || result == -ENOTSUP);
	}
}

static _Noreturn void report_failure(enum mode mode, const char *what)
{
	print("failed with %s, seed %lu, operation %lu: %s\n", mode_names[mode],
	      (unsigned long)model.config.seed, (unsigned long)model.operation, what);
	board_exit(1);
}

static void run(enum mode mode, uint32_t seed)
{
	const struct model_config config = {
		.seed = seed,
		.num_attrs = ATTRS,
		.max_bytes = 3000,
		.max_align = 1024,
		.blocks = blocks,
		.max_blocks = BLOCKS,
		.validate_every = 20,
		.check_every = 200,
		.alone = true,
		.change_policy = mode == CHANGING,
	};
	const char *wrong;

	set_policies(mode);
	model_init(&model, &config);
	if (!model_run(&model, OPERATIONS) || !model_check(&model) || !model_finish(&model)) {
		report_failure(mode, model.failure);
	}
	wrong = model_baseline_compare(&baseline);
	if (wrong != NULL) {
		report_failure(mode, wrong);
	}
	REQUIRE(model.served != 0 && model.refused != 0);
	REQUIRE(model.moved != 0 && model.stayed != 0 && model.freed != 0);
	print("%-9s seed %lu: %lu operations, %lu served, %lu refused, %lu moved, %lu stayed\n",
	      mode_names[mode], (unsigned long)seed, (unsigned long)model.operation,
	      (unsigned long)model.served, (unsigned long)model.refused, (unsigned long)model.moved,
	      (unsigned long)model.stayed);
}

int main(void)
{
	REQUIRE(shared_multi_heap_pool_init() == 0);
	smh_fault_handler_set(on_fault);
	add(0, small, sizeof(small));
	add(0, medium, sizeof(medium));
	add(0, tiny, sizeof(tiny));
	add(1, wide, sizeof(wide));
	add(2, small_too, sizeof(small_too));
	model_baseline_take(&baseline);
	for (enum mode mode = FIRST_FIT; mode < MODES; mode++) {
		for (uint32_t seed = 1; seed <= SEEDS; seed++) {
			run(mode, (uint32_t)mode * SEEDS + seed);
		}
	}
	return 0;
}
