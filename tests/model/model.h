/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Shadow model: seeded random operations on the pool, each checked against a record
 * of what should be there.
 *
 * Every live block is recorded with its content, a pattern from a seed. An instance owns only
 * what it allocated, so several may work on one pool at once: the main program and an
 * interrupt, or threads. The same seed gives the same operations as long as the pool's
 * answers are the same, which they are when one instance is alone.
 *
 * Needs nothing but the library and memcpy(); all memory is the caller's.
 */

#ifndef MODEL_H_
#define MODEL_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared_multi_heap.h"

/** A live block. */
struct model_block {
	uint8_t *mem;
	/** Bytes that carry the pattern. */
	size_t bytes;
	/** Alignment that was asked for. */
	size_t align;
	unsigned int attr;
	/** Seed of the pattern. */
	uint32_t seed;
};

/** What an instance does. */
struct model_config {
	uint32_t seed;
	/** Attributes to ask for are 0 to num_attrs - 1. */
	unsigned int num_attrs;
	/** Largest size asked for; sizes are distributed logarithmically. */
	size_t max_bytes;
	/** Largest alignment asked for, a power of two. */
	size_t max_align;
	/** Room for the live blocks. */
	struct model_block *blocks;
	unsigned int max_blocks;
	/** Validate a region after so many operations, each time the next one (0: never). */
	uint32_t validate_every;
	/** Check the content of all live blocks after so many operations (0: never). */
	uint32_t check_every;
	/** Nobody else uses the pool: its figures must match, and no refusal is unfounded. */
	bool alone;
	/** Change the policy of attributes now and then. */
	bool change_policy;
};

/** An instance. Read it, but treat it as private. */
struct model {
	struct model_config config;
	uint32_t random;
	unsigned int num_blocks;
	/** Operations done. */
	uint32_t operation;
	/** Whether the model tends to allocate or to free for now. */
	uint32_t pressure;
	/** What was wrong, or NULL. */
	const char *failure;
	/** Requests served and refused, blocks moved and not: to see that each happens. */
	uint32_t served;
	uint32_t refused;
	uint32_t moved;
	uint32_t stayed;
	uint32_t freed;
};

/** Start an instance. */
void model_init(struct model *m, const struct model_config *config);

/** Do one operation. False if something was wrong, now or before: see m->failure. */
bool model_step(struct model *m);

/** Do so many operations. */
bool model_run(struct model *m, uint32_t operations);

/** Check the content of every live block. */
bool model_check(struct model *m);

/** Check and free every live block. */
bool model_finish(struct model *m);

/** State of the regions before any instance worked. */
struct model_baseline {
	unsigned int regions;
	struct {
		size_t capacity;
		size_t largest_free;
	} region[SMH_MAX_REGIONS];
};

/** Record the state of a pool that holds no block. */
void model_baseline_take(struct model_baseline *baseline);

/**
 * Whether the pool is again as recorded: sound, each region one free block as large as before.
 * NULL if so, else what is wrong.
 */
const char *model_baseline_compare(const struct model_baseline *baseline);

#endif /* MODEL_H_ */
