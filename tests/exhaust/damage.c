/* SPDX-License-Identifier: Apache-2.0 */

/*
 * One bit of the region is flipped, then one function is called. What it does is compared with what
 * the same call does without the flip:
 *
 *   the same, and the flip stays        the call did not look at it
 *   the same, and the flip is gone      the call wrote there without having looked
 *   a fault                             seen
 *   anything else                       silent; the heap is then used up, block by block, to see
 *                                       whether a live block is handed out again
 *
 * A call that did not look at the flip leaves a state that the search has met, with the same flip,
 * so that what follows is tried there.
 */

#include <stdio.h>
#include <string.h>

#include "drain.h"
#include "search.h"

/* A state with one bit flipped, and what each call does without that. */
struct trial {
	struct search *s;
	struct damage_tally *tally;
	const uint8_t *state;
	struct picture picture;
	struct ops ops;
	struct {
		uintptr_t result;
		uint8_t after[MACHINE_MAX_STATE + 8];
	} sound[OPS_MAX];
	uint8_t damaged[MACHINE_MAX_STATE + 8];
	uint32_t at;
	uint8_t bit;
	enum damage_place place;
	uint32_t owner; /* where the block starts that a damaged header belongs to */
	bool matters;   /* a call did something else than without the flip */
};

static struct trial trial;

static void show(const struct trial *t, const struct op *op, uint64_t nth, const char *what)
{
	static const char *const names[] = {"live header", "free header", "end marker",
					    "free block", "control block"};
	const struct machine *m = &t->s->m;

	t->s->findings++;
	if (nth > t->s->shown) {
		return;
	}
	printf("FOUND: bit %u of byte %d flipped (%s", t->bit, (int)(t->at - m->first),
	       names[t->place]);
	if (t->place == DAMAGE_LIVE_HEADER || t->place == DAMAGE_FREE_HEADER) {
		printf(" of %u", (t->owner - m->first) / SMH_ALIGN);
	}
	printf("): ");
	if (op != NULL) {
		op_print(m, op);
		printf(" ");
	}
	printf("%s; blocks:", what);
	picture_print(m, &t->picture);
	printf("\n");
}

static void begin_call(struct machine *m, const uint8_t *state)
{
	machine_load(m, state);
	arena_faults_reset();
}

/* Find what each call does without damage. */
static bool prepare(struct trial *t)
{
	struct machine *m = &t->s->m;

	machine_load(m, t->state);
	if (!machine_look(m, &t->picture)) {
		return false;
	}
	ops_few(m, &t->picture, &t->ops);
	for (uint32_t i = 0; i < t->ops.count; i++) {
		struct op_call call = {m, t->ops.op[i], 0};

		begin_call(m, t->state);
		if (arena_call(op_run, &call) != ENDED_WELL) {
			return false;
		}
		t->sound[i].result = call.result;
		machine_save(m, t->sound[i].after);
	}
	return true;
}

/* Whether a call on a sound heap changes the heap. */
static bool changes(const struct trial *t, uint32_t i)
{
	return memcmp(t->sound[i].after, t->state, t->s->m.bytes) != 0;
}

/* Whether the block with the damaged header is the one that a sound call takes a block from. */
static bool takes_owner(const struct trial *t, uint32_t i)
{
	uintptr_t at = t->sound[i].result - (uintptr_t)t->s->m.region;
	const struct block *owner = picture_at(&t->picture, t->owner);

	return owner != NULL && !owner->used && at >= owner->at && at < owner->at + owner->bytes;
}

/* Whether a call must report a damaged header, because it decides by it. */
static bool must_see(const struct trial *t, uint32_t i)
{
	const struct op *op = &t->ops.op[i];
	const struct block *owner = picture_at(&t->picture, t->owner);
	const struct block *target = picture_at(&t->picture, op->target);
	uint32_t right;

	if (t->place > DAMAGE_END_MARKER) {
		return false;
	}
	if (op->kind == OP_ALLOC || op->kind == OP_ALIGNED) {
		return takes_owner(t, i);
	}
	right = target->at + target->bytes + ADAPTER_HEADER;
	if (t->owner == op->target) {
		return true;
	}
	if (op->kind == OP_USABLE || !changes(t, i)) {
		return false;
	}
	if (t->owner == right || (op->kind == OP_REALLOC && takes_owner(t, i))) {
		return true;
	}
	return op->kind == OP_FREE && owner != NULL && !owner->used &&
	       owner->at + owner->bytes + ADAPTER_HEADER == target->at;
}

static void count_harm(struct trial *t, const struct op *op, const char *what)
{
	t->tally->harmful++;
	show(t, op, t->tally->harmful, what);
}

/*
 * Whether the flip is still there, and nothing else: in its byte, or, if the call changed the state
 * of a header that it did not look at, in that header, which is none any more.
 */
static bool still_there(const struct trial *t, uint32_t i)
{
	const struct machine *m = &t->s->m;
	const uint8_t *sound = t->sound[i].after;
	uint32_t from = t->place <= DAMAGE_END_MARKER ? t->owner - ADAPTER_HEADER : t->at;
	uint32_t bytes = t->place <= DAMAGE_END_MARKER ? ADAPTER_HEADER : 1;

	return memcmp(m->region, sound, from) == 0 &&
	       memcmp(m->region + from, sound + from, bytes) != 0 &&
	       memcmp(m->region + from + bytes, sound + from + bytes, m->bytes - from - bytes) == 0;
}

/* Sort a call without harm into its column. */
static void judge(struct trial *t, uint32_t i, const struct op_call *call, bool faulted)
{
	const struct machine *m = &t->s->m;
	const struct op *op = &t->ops.op[i];
	const uint8_t *sound = t->sound[i].after;
	bool own = t->owner == op->target && must_see(t, i);
	bool same = call->result == t->sound[i].result;

	if (faulted) {
		t->tally->seen++;
		t->matters = true;
		if ((op->kind == OP_FREE || op->kind == OP_USABLE || op->kind == OP_RESIZE ||
		     own) &&
		    !machine_is(m, t->damaged)) {
			t->tally->changed++;
			show(t, op, t->tally->changed, "reported a fault after a change");
		}
		return;
	}
	if (must_see(t, i)) {
		t->tally->late++;
		show(t, op, t->tally->late, "reported no fault, but decided by that header");
	}
	if (arena_lists_cut() != 0) {
		t->tally->seen++;
		t->matters = true;
		return;
	}
	if (same && still_there(t, i)) {
		t->tally->unaffected++;
	} else if (same && memcmp(m->region, sound, m->bytes) == 0) {
		t->tally->healed++;
	} else {
		t->tally->silent++;
		t->matters = true;
		if (t->place <= DAMAGE_END_MARKER) {
			show(t, op, t->tally->silent, "did something else and reported no fault");
		}
	}
}

static void try_call(struct trial *t, uint32_t i)
{
	struct machine *m = &t->s->m;
	struct op_call call = {m, t->ops.op[i], 0};
	enum ending ending;
	bool faulted;
	const char *harm;

	begin_call(m, t->damaged);
	t->tally->calls++;
	ending = arena_call(op_run, &call);
	faulted = arena_faults() != 0;
	harm = ending != ENDED_WELL                  ? arena_ending(ending)
	       : !machine_kept_inside(m, t->damaged) ? "wrote outside the region"
						     : NULL;
	if (harm == NULL) {
		uint64_t silent = t->tally->silent;

		judge(t, i, &call, faulted);
		if (t->tally->silent != silent || arena_lists_cut() != 0 ||
		    (faulted && !machine_is(m, t->damaged))) {
			harm = drain(&call, &t->picture, t->state, faulted);
		}
	}
	if (harm != NULL) {
		t->matters = true;
		count_harm(t, &t->ops.op[i], harm);
	}
}

struct check_call {
	struct machine *m;
	struct picture picture;
	bool valid;
};

static void run_validate(void *arg)
{
	struct check_call *check = arg;

	check->valid = sys_heap_validate(&check->m->heap);
}

static void run_walk(void *arg)
{
	struct check_call *check = arg;

	(void)machine_look(check->m, &check->picture);
}

static void try_flip(struct trial *t)
{
	struct machine *m = &t->s->m;
	struct check_call check = {.m = m};
	enum ending ending;

	memcpy(t->damaged, t->state, m->state);
	t->damaged[t->at] ^= (uint8_t)(1U << t->bit);
	t->tally->flips++;
	t->matters = false;
	m->operations++;
	begin_call(m, t->damaged);
	ending = arena_call(run_validate, &check);
	if (ending == ENDED_WELL) {
		ending = arena_call(run_walk, &check);
	}
	if (ending != ENDED_WELL) {
		count_harm(t, NULL, "validate or walk went outside the region or did not end");
	}
	for (uint32_t i = 0; i < t->ops.count; i++) {
		try_call(t, i);
	}
	if (!arena_is_whole()) {
		count_harm(t, NULL, "a call wrote outside the region");
	}
	if (t->matters && check.valid) {
		t->tally->missed++;
		show(t, NULL, t->tally->missed, "validate does not find it, but it changes a call");
	}
}

/* Where a byte is: false if it belongs to a program, or means nothing. */
static bool place_of(struct trial *t, uint32_t at)
{
	const struct machine *m = &t->s->m;
	const uint32_t end = m->first + m->granules * SMH_ALIGN;

	t->owner = 0;
	t->place = at < m->first - ADAPTER_HEADER ? DAMAGE_CONTROL : DAMAGE_END_MARKER;
	if (at >= end - ADAPTER_HEADER) {
		t->owner = end;
	}
	for (uint32_t i = 0; i < t->picture.count; i++) {
		const struct block *block = &t->picture.block[i];
		uint32_t from;
		uint32_t to;

		if (at >= block->at - ADAPTER_HEADER && at < block->at) {
			t->owner = block->at;
			t->place = block->used ? DAMAGE_LIVE_HEADER : DAMAGE_FREE_HEADER;
		} else if (at >= block->at && at < block->at + block->bytes) {
			t->place = DAMAGE_FREE_BODY;
			return !block->used &&
			       !(machine_stale(block, &from, &to) && at >= from && at < to);
		}
	}
	return at < end;
}

void check_damage(struct search *s, uint32_t every, struct damage_tally tally[DAMAGE_PLACES])
{
	struct trial *t = &trial;

	t->s = s;
	for (uint32_t number = 0; number < s->set.count; number += every) {
		t->state = state_set_get(&s->set, number);
		if (!prepare(t)) {
			continue;
		}
		for (t->at = 0; t->at < s->m.bytes; t->at++) {
			if (!place_of(t, t->at)) {
				continue;
			}
			t->tally = &tally[t->place];
			for (t->bit = 0; t->bit < 8; t->bit++) {
				try_flip(t);
			}
		}
	}
}

bool damage_breaks(enum damage_place place, const struct damage_tally *tally)
{
	bool header = place <= DAMAGE_END_MARKER;

	return tally->harmful != 0 || tally->missed != 0 || tally->changed != 0 ||
	       (header && (tally->silent != 0 || tally->late != 0));
}
