/* SPDX-License-Identifier: Apache-2.0 */

/* The operations that a state allows, and what each must come to in a heap that is not damaged. */

#ifndef OPS_H_
#define OPS_H_

#include "machine.h"

#define OPS_MAX 8192u

enum op_kind {
	OP_ALLOC,
	OP_ALIGNED,
	OP_REALLOC, /* aligned if `align` is not 0 */
	OP_RESIZE,
	OP_FREE,
	OP_USABLE
};

struct op {
	enum op_kind kind;
	uint32_t target; /* where the block starts that is operated on */
	uint32_t bytes;
	uint32_t align;
};

struct ops {
	uint32_t count;
	struct op op[OPS_MAX];
};

/* An operation on a machine, for arena_call(), and its result: a pointer, a size, or 0 and 1. */
struct op_call {
	struct machine *m;
	struct op op;
	uintptr_t result;
};

void op_run(void *call);

/*
 * All operations: alloc, aligned alloc and realloc of every size, at every alignment that the
 * region can hold; in-place resize to every size; free of every block.
 */
void ops_all(const struct machine *m, const struct picture *picture, struct ops *ops);

/* One to a few of each, for use after each damage: sizes near that of the block, usable_size too.
 */
void ops_few(const struct machine *m, const struct picture *picture, struct ops *ops);

/*
 * Check what an operation on a sound heap did. `before` is the saved state and its blocks. NULL if
 * all is well; otherwise what is wrong. *after receives the blocks.
 */
const char *op_check(const struct op_call *call, const uint8_t *state, const struct picture *before,
		     struct picture *after);

/* Write an operation and the blocks of a state, in granules, for a message. */
void op_print(const struct machine *m, const struct op *op);
void picture_print(const struct machine *m, const struct picture *picture);

#endif /* OPS_H_ */
