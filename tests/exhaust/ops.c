/* SPDX-License-Identifier: Apache-2.0 */

#include <stdio.h>
#include <string.h>

#include "ops.h"

static void add(struct ops *ops, enum op_kind kind, uint32_t target, uint32_t bytes, uint32_t align)
{
	if (ops->count < OPS_MAX) {
		ops->op[ops->count++] = (struct op){kind, target, bytes, align};
	}
}

void op_run(void *arg)
{
	struct op_call *call = arg;
	struct machine *m = call->m;
	const struct op *op = &call->op;
	void *target = m->region + op->target;

	m->operations++;
	switch (op->kind) {
	case OP_ALLOC:
		call->result = (uintptr_t)sys_heap_alloc(&m->heap, op->bytes);
		break;
	case OP_ALIGNED:
		call->result = (uintptr_t)sys_heap_aligned_alloc(&m->heap, op->align, op->bytes);
		break;
	case OP_REALLOC:
		call->result =
			(uintptr_t)sys_heap_aligned_realloc(&m->heap, target, op->align, op->bytes);
		break;
	case OP_RESIZE:
		call->result =
			adapter_resize(&m->heap, target, (op->bytes + ADAPTER_HEADER) / SMH_ALIGN);
		break;
	case OP_FREE:
		call->result = 0;
		sys_heap_free(&m->heap, target);
		break;
	case OP_USABLE:
		call->result = sys_heap_usable_size(&m->heap, target);
		break;
	}
}

static void add_allocs(const struct machine *m, struct ops *ops)
{
	for (uint32_t i = 0; i < m->num_sizes; i++) {
		uint32_t n = m->sizes[i];

		add(ops, OP_ALLOC, 0, granule_bytes(n), 0);
		/* The smallest number of bytes that needs n granules. */
		add(ops, OP_ALLOC, 0, n == 1 ? 1 : granule_bytes(n - 1) + 1, 0);
	}
}

/* The second form asks that the result plus `rewind` is aligned. */
static void add_aligned(const struct machine *m, struct ops *ops)
{
	for (uint32_t align = 2 * SMH_ALIGN; align < 2 * m->bytes; align *= 2) {
		for (uint32_t i = 0; i < m->num_sizes; i++) {
			uint32_t n = m->sizes[i];

			add(ops, OP_ALIGNED, 0, granule_bytes(n), align);
			add(ops, OP_ALIGNED, 0, granule_bytes(n), align | SMH_ALIGN);
			add(ops, OP_ALIGNED, 0, granule_bytes(n), align | 4);
		}
	}
}

static void add_block_ops(const struct machine *m, const struct block *block, struct ops *ops)
{
	add(ops, OP_FREE, block->at, 0, 0);
	for (uint32_t i = 0; i < m->num_sizes; i++) {
		uint32_t n = m->sizes[i];

		add(ops, OP_REALLOC, block->at, granule_bytes(n), 0);
		add(ops, OP_REALLOC, block->at, granule_bytes(n), 2 * SMH_ALIGN);
		add(ops, OP_REALLOC, block->at, granule_bytes(n), 4 * SMH_ALIGN);
		add(ops, OP_RESIZE, block->at, granule_bytes(n), 0);
	}
}

void ops_all(const struct machine *m, const struct picture *picture, struct ops *ops)
{
	ops->count = 0;
	add_allocs(m, ops);
	add_aligned(m, ops);
	for (uint32_t i = 0; i < picture->count; i++) {
		if (picture->block[i].used) {
			add_block_ops(m, &picture->block[i], ops);
		}
	}
}

static void add_few_block_ops(const struct machine *m, const struct block *block, struct ops *ops)
{
	const uint32_t own = (block->bytes + ADAPTER_HEADER) / SMH_ALIGN;
	const uint32_t sizes[] = {1, own - 1, own, own + 1, own + 2, m->granules};

	add(ops, OP_FREE, block->at, 0, 0);
	add(ops, OP_USABLE, block->at, 0, 0);
	for (uint32_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		if (sizes[i] != 0) {
			add(ops, OP_REALLOC, block->at, granule_bytes(sizes[i]), 0);
			add(ops, OP_RESIZE, block->at, granule_bytes(sizes[i]), 0);
		}
	}
}

void ops_few(const struct machine *m, const struct picture *picture, struct ops *ops)
{
	ops->count = 0;
	for (uint32_t i = 0; i < m->num_sizes; i++) {
		add(ops, OP_ALLOC, 0, granule_bytes(m->sizes[i]), 0);
	}
	for (uint32_t n = 1; n <= 3; n++) {
		add(ops, OP_ALIGNED, 0, granule_bytes(n), 2 * SMH_ALIGN);
		add(ops, OP_ALIGNED, 0, granule_bytes(n), 4 * SMH_ALIGN);
	}
	for (uint32_t i = 0; i < picture->count; i++) {
		if (picture->block[i].used) {
			add_few_block_ops(m, &picture->block[i], ops);
		}
	}
}

/* The live block that a pointer lies in, if it is one that was handed out for this alignment. */
static const struct block *block_of(const struct machine *m, const struct picture *picture,
				    uintptr_t ptr)
{
	uint32_t at = (uint32_t)(ptr - (uintptr_t)m->region);
	const struct block *block = picture_at(picture, at - at % SMH_ALIGN);

	return ptr - (uintptr_t)m->region < m->bytes && block != NULL && block->used ? block : NULL;
}

/* Whether a result fits an alignment argument as sys_heap_aligned_alloc() describes it. */
static bool is_aligned(uintptr_t ptr, uint32_t align)
{
	uint32_t rewind = align & (~align + 1);

	if (align == 0 || rewind == align) {
		return align == 0 ? ptr % SMH_ALIGN == 0 : ptr % align == 0;
	}
	return (ptr + rewind) % (align - rewind) == 0;
}

/* Whether the live blocks are those before without one (0: none) and with another one (or NULL). */
static bool live_is(const struct picture *before, const struct picture *after, uint32_t gone,
		    const struct block *came)
{
	uint32_t expected = came != NULL ? 1 : 0;
	uint32_t live = 0;

	for (uint32_t i = 0; i < before->count; i++) {
		const struct block *block = &before->block[i];
		const struct block *now;

		if (!block->used || block->at == gone) {
			continue;
		}
		now = picture_at(after, block->at);
		if (now == NULL || now == came || !now->used || now->bytes != block->bytes) {
			return false;
		}
		expected++;
	}
	for (uint32_t i = 0; i < after->count; i++) {
		live += after->block[i].used;
	}
	return live == expected;
}

/* Whether the content of every live block but one is as it was. */
static bool contents_kept(const struct machine *m, const uint8_t *state,
			  const struct picture *before, uint32_t but)
{
	for (uint32_t i = 0; i < before->count; i++) {
		const struct block *block = &before->block[i];

		if (block->used && block->at != but &&
		    memcmp(m->region + block->at, state + block->at, block->bytes) != 0) {
			return false;
		}
	}
	return true;
}

/* Granules of the largest free block. */
static uint32_t largest_free(const struct picture *picture)
{
	uint32_t most = 0;

	for (uint32_t i = 0; i < picture->count; i++) {
		const struct block *block = &picture->block[i];
		uint32_t n = (block->bytes + ADAPTER_HEADER) / SMH_ALIGN;

		if (!block->used && n > most) {
			most = n;
		}
	}
	return most;
}

/* Granules of the block for so many bytes. */
static uint32_t granules_for(uint32_t bytes)
{
	uint32_t n = (bytes + ADAPTER_HEADER + SMH_ALIGN - 1) / SMH_ALIGN;

	return n < ADAPTER_LEAST ? ADAPTER_LEAST : n;
}

/* Whether some free block is certain to be found for n granules: bins are exact below 16. */
static bool is_certain(const struct picture *before, uint32_t n)
{
	return largest_free(before) >= (n < 16 ? n : n + n / 8 + 1);
}

static bool may_fail(const struct op *op, const struct picture *before)
{
	uint32_t n = granules_for(op->bytes);
	const struct block *target = picture_at(before, op->target);

	switch (op->kind) {
	case OP_ALLOC:
		return !is_certain(before, n);
	case OP_ALIGNED:
		return !is_certain(before, n + op->align / SMH_ALIGN);
	case OP_REALLOC:
		return !is_certain(before, n + op->align / SMH_ALIGN) &&
		       (op->align != 0 || target->bytes < op->bytes);
	case OP_RESIZE:
		return target->bytes < op->bytes;
	default:
		return false;
	}
}

static const char *check_failure(const struct op_call *call, const uint8_t *state,
				 const struct picture *before)
{
	if (!may_fail(&call->op, before)) {
		return "failed, although it could be served";
	}
	return machine_is(call->m, state) ? NULL : "failed, but changed the heap";
}

/* A block that was handed out, or changed its size. */
static const char *check_block(const struct op_call *call, const uint8_t *state,
			       const struct picture *before, const struct picture *after)
{
	const struct machine *m = call->m;
	const struct op *op = &call->op;
	bool moves = op->kind == OP_REALLOC || op->kind == OP_RESIZE;
	const struct block *old = moves ? picture_at(before, op->target) : NULL;
	uintptr_t ptr = op->kind == OP_RESIZE ? (uintptr_t)m->region + op->target : call->result;
	const struct block *block = block_of(m, after, ptr);
	uint32_t offset = (uint32_t)(ptr % SMH_ALIGN);

	if (block == NULL || !is_aligned(ptr, op->align)) {
		return "gave a pointer that is no live block, or is not aligned";
	}
	if (block->bytes < op->bytes + offset ||
	    sys_heap_usable_size(&call->m->heap, (void *)ptr) != block->bytes - offset) {
		return "gave a block that is too small, or of another size than usable_size() says";
	}
	if (block->bytes + ADAPTER_HEADER >=
	    (granules_for(op->bytes + offset) + ADAPTER_LEAST) * SMH_ALIGN) {
		return "kept granules that nobody asked for";
	}
	if (!live_is(before, after, moves ? op->target : 0, block)) {
		return "changed the size of another block, or handed out one that is live";
	}
	if (!contents_kept(m, state, before, moves ? op->target : 0)) {
		return "changed the content of another block";
	}
	if (moves && memcmp((void *)ptr, state + op->target,
			    old->bytes < op->bytes ? old->bytes : op->bytes) != 0) {
		return "lost the content of the block";
	}
	return NULL;
}

static const char *check_free(const struct op_call *call, const uint8_t *state,
			      const struct picture *before, const struct picture *after)
{
	if (!live_is(before, after, call->op.target, NULL)) {
		return "left the block live, or changed another one";
	}
	return contents_kept(call->m, state, before, call->op.target)
		       ? NULL
		       : "changed the content of another block";
}

const char *op_check(const struct op_call *call, const uint8_t *state, const struct picture *before,
		     struct picture *after)
{
	struct machine *m = call->m;

	if (!machine_kept_inside(m, state)) {
		return "wrote outside the region";
	}
	if (arena_faults() != 0) {
		return "reported a fault in a sound heap";
	}
	m->operations++;
	if (!machine_look(m, after) || !sys_heap_validate(&m->heap)) {
		return "left a heap that is not sound";
	}
	if (call->op.kind == OP_FREE) {
		return check_free(call, state, before, after);
	}
	if (call->result == 0) {
		return check_failure(call, state, before);
	}
	m->operations++;
	return check_block(call, state, before, after);
}

void op_print(const struct machine *m, const struct op *op)
{
	static const char *const names[] = {"alloc",  "aligned_alloc", "realloc",
					    "resize", "free",          "usable_size"};

	printf("%s(", names[op->kind]);
	if (op->kind != OP_ALLOC && op->kind != OP_ALIGNED) {
		printf("block %u", (op->target - m->first) / SMH_ALIGN);
	}
	if (op->bytes != 0) {
		printf(" bytes %u", op->bytes);
	}
	if (op->align != 0) {
		printf(" align %#x", op->align);
	}
	printf(")");
}

void picture_print(const struct machine *m, const struct picture *picture)
{
	for (uint32_t i = 0; i < picture->count; i++) {
		const struct block *block = &picture->block[i];

		printf(" %u:%s%u", (block->at - m->first) / SMH_ALIGN,
		       block->used ? "used" : "free", (block->bytes + ADAPTER_HEADER) / SMH_ALIGN);
	}
}
