/* SPDX-License-Identifier: Apache-2.0 */

#include <stdio.h>

#include "search.h"

static struct ops all;

static void show(struct search *s, const struct picture *picture, const struct op *op,
		 const char *what)
{
	if (s->findings++ >= s->shown) {
		return;
	}
	printf("FOUND: ");
	op_print(&s->m, op);
	printf(" %s; blocks before:", what);
	picture_print(&s->m, picture);
	printf("\n");
}

/* One operation in one state. False if there is no memory for the state that it leads to. */
static bool step(struct search *s, const uint8_t *state, const struct picture *before,
		 const struct op *op)
{
	struct op_call call = {.m = &s->m, .op = *op};
	uint64_t next[(MACHINE_MAX_STATE + 7) / 8];
	struct picture after;
	enum ending ending;
	const char *wrong;

	machine_load(&s->m, state);
	arena_faults_reset();
	s->transitions++;
	ending = arena_call(op_run, &call);
	if (ending != ENDED_WELL) {
		show(s, before, op, arena_ending(ending));
		return true;
	}
	wrong = op_check(&call, state, before, &after);
	if (wrong != NULL) {
		show(s, before, op, wrong);
		return true;
	}
	machine_normalise(&s->m, &after);
	machine_save(&s->m, (uint8_t *)next);
	return state_set_add(&s->set, (uint8_t *)next);
}

static bool expand(struct search *s, uint32_t number)
{
	const uint8_t *state = state_set_get(&s->set, number);
	struct picture before;

	machine_load(&s->m, state);
	if (!machine_look(&s->m, &before)) {
		return true; /* it was sound when it was saved; op_check() told otherwise then */
	}
	ops_all(&s->m, &before, &all);
	for (uint32_t i = 0; i < all.count; i++) {
		if (!step(s, state, &before, &all.op[i])) {
			return false;
		}
	}
	if (!arena_is_whole()) {
		show(s, &before, &all.op[0], "or another operation wrote outside the region");
	}
	return true;
}

bool search_states(struct search *s)
{
	uint64_t first[(MACHINE_MAX_STATE + 7) / 8];
	struct picture picture;
	uint32_t number;

	if (!machine_look(&s->m, &picture)) {
		s->findings++;
		printf("FOUND: the walk of a new heap is wrong\n");
		return true;
	}
	machine_normalise(&s->m, &picture);
	machine_save(&s->m, (uint8_t *)first);
	if (!state_set_add(&s->set, (uint8_t *)first)) {
		return false;
	}
	for (number = 0; number < s->set.count && s->set.count <= s->max_states; number++) {
		if (!expand(s, number)) {
			return false;
		}
	}
	s->closed = number == s->set.count;
	return true;
}
