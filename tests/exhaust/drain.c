/* SPDX-License-Identifier: Apache-2.0 */

#include <string.h>

#include "drain.h"

#define USER_FILL 0xEE

/* A heap in use: what must hold whatever the library makes of a damage. */
struct user {
	struct machine *m;
	const uint8_t *state;
	struct picture live; /* live blocks whose content is that of the state */
	uint64_t taken;      /* granules of those and of blocks handed out since */
};

/* The granules of a block with its header. 0 if no block can start there, or it leaves the heap. */
static uint64_t granules_of(const struct machine *m, uintptr_t ptr, uint32_t bytes)
{
	uintptr_t at = ptr - (uintptr_t)m->region - m->first;
	uint32_t n = (bytes + ADAPTER_HEADER + SMH_ALIGN - 1) / SMH_ALIGN;

	if (at % SMH_ALIGN != 0 || at / SMH_ALIGN >= m->granules ||
	    n > m->granules - at / SMH_ALIGN) {
		return 0;
	}
	return ((UINT64_C(1) << n) - 1) << (at / SMH_ALIGN);
}

static uint64_t block_granules(const struct machine *m, const struct block *block)
{
	return granules_of(m, (uintptr_t)m->region + block->at, block->bytes);
}

static void forget(struct user *u, uint32_t at)
{
	for (uint32_t i = 0; i < u->live.count; i++) {
		if (u->live.block[i].at == at) {
			u->live.block[i] = u->live.block[--u->live.count];
			return;
		}
	}
}

/* A program gets a block and writes all of it. False if it is not the program's alone. */
static bool receive(struct user *u, uintptr_t ptr, uint32_t bytes)
{
	uint64_t granules = granules_of(u->m, ptr, bytes);

	if (granules == 0 || (granules & u->taken) != 0) {
		return false;
	}
	u->taken |= granules;
	memset((void *)ptr, USER_FILL, bytes);
	return true;
}

static bool contents_kept(const struct user *u)
{
	for (uint32_t i = 0; i < u->live.count; i++) {
		const struct block *block = &u->live.block[i];

		if (memcmp(u->m->region + block->at, u->state + block->at, block->bytes) != 0) {
			return false;
		}
	}
	return true;
}

/* A block that grew or shrank in place, or moved, with its content. */
static const char *after_resize(struct user *u, const struct op_call *call, const struct block *old)
{
	bool moved =
		call->op.kind == OP_REALLOC && call->result != (uintptr_t)u->m->region + old->at;
	uintptr_t ptr = moved ? call->result : (uintptr_t)u->m->region + old->at;
	uint32_t kept = old->bytes < call->op.bytes ? old->bytes : call->op.bytes;

	if (!moved) {
		u->taken &= ~block_granules(u->m, old);
	}
	if (granules_of(u->m, ptr, call->op.bytes) == 0) {
		return "gave a block that does not lie in the heap";
	}
	if (memcmp((void *)ptr, u->state + old->at, kept) != 0) {
		return "lost the content of the block";
	}
	if (!receive(u, ptr, call->op.bytes)) {
		return "gave a block that overlaps a live one";
	}
	if (moved) {
		/* Freed, or lost if that was refused: a program has no claim to it either way. */
		u->taken &= ~block_granules(u->m, old);
	}
	forget(u, old->at);
	return NULL;
}

/* What a program has after the call. */
static const char *after_call(struct user *u, const struct op_call *call,
			      const struct picture *before, bool faulted)
{
	const struct block *old = picture_at(before, call->op.target);

	switch (call->op.kind) {
	case OP_ALLOC:
	case OP_ALIGNED:
		if (call->result != 0 && call->op.align != 0 &&
		    call->result % call->op.align != 0) {
			return "gave a block that is not aligned";
		}
		return call->result == 0 || receive(u, call->result, call->op.bytes)
			       ? NULL
			       : "gave a block that overlaps a live one or leaves the heap";
	case OP_FREE:
		if (!faulted) {
			u->taken &= ~block_granules(u->m, old);
			forget(u, old->at);
		}
		return NULL;
	case OP_USABLE:
		return call->result <= old->bytes ? NULL : "told more bytes than the block has";
	default:
		return call->result == 0 ? NULL : after_resize(u, call, old);
	}
}

/* Allocate blocks of n granules until there is none. */
static const char *use_up_size(struct user *u, uint32_t n)
{
	struct op_call call = {u->m, {OP_ALLOC, 0, granule_bytes(n), 0}, 0};
	uint32_t tries = 2 * u->m->granules;

	do {
		enum ending ending;

		arena_faults_reset();
		ending = arena_call(op_run, &call);
		if (ending != ENDED_WELL) {
			return "made a later alloc leave the region, stop or not return";
		}
		if (call.result != 0 && !receive(u, call.result, call.op.bytes)) {
			return "made a later alloc give a block that overlaps a live one";
		}
	} while ((call.result != 0 || arena_faults() != 0) && --tries != 0);
	return NULL;
}

/* Allocate until nothing is left, from blocks of so many granules down to the smallest. */
static const char *use_up(struct user *u, uint32_t largest)
{
	for (uint32_t n = largest; n != 0; n--) {
		const char *harm = use_up_size(u, n);

		if (harm != NULL) {
			return harm;
		}
	}
	return contents_kept(u) ? NULL : "made a later alloc change a live block";
}

static const char *free_one(struct user *u)
{
	const struct block block = u->live.block[u->live.count - 1];
	struct op_call call = {u->m, {OP_FREE, block.at, 0, 0}, 0};

	arena_faults_reset();
	if (arena_call(op_run, &call) != ENDED_WELL) {
		return "made a later free leave the region, stop or not return";
	}
	forget(u, block.at);
	if (arena_faults() == 0) {
		u->taken &= ~block_granules(u->m, &block);
	}
	return contents_kept(u) ? NULL : "made a later free change a live block";
}

/* Use the heap up, free what is live, and use it up after each. */
static const char *exercise(struct user u, const uint8_t *left, uint32_t largest)
{
	const char *harm;

	machine_load(u.m, left);
	harm = use_up(&u, largest);
	while (harm == NULL && u.live.count != 0) {
		harm = free_one(&u);
		harm = harm == NULL ? use_up(&u, largest) : harm;
	}
	if (harm == NULL && !machine_kept_inside(u.m, left)) {
		harm = "made a later call write outside the region";
	}
	return harm;
}

const char *drain(const struct op_call *call, const struct picture *before, const uint8_t *state,
		  bool faulted)
{
	struct user u = {.m = call->m, .state = state};
	uint8_t left[MACHINE_MAX_STATE + 8];
	const char *harm;

	for (uint32_t i = 0; i < before->count; i++) {
		if (before->block[i].used) {
			u.live.block[u.live.count++] = before->block[i];
			u.taken |= block_granules(u.m, &before->block[i]);
		}
	}
	harm = after_call(&u, call, before, faulted);
	if (harm != NULL) {
		return harm;
	}
	if (!contents_kept(&u)) {
		return "changed a live block";
	}
	/* Small blocks come from the lowest bins, large ones from the highest. */
	machine_save(u.m, left);
	harm = exercise(u, left, 1);
	return harm != NULL ? harm : exercise(u, left, u.m->granules);
}
