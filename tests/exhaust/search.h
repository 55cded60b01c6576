/* SPDX-License-Identifier: Apache-2.0 */

/* The three passes over a tiny heap: all operations, all bad pointers, all one-bit damages. */

#ifndef SEARCH_H_
#define SEARCH_H_

#include "machine.h"
#include "ops.h"
#include "state_set.h"

struct search {
	struct machine m;
	struct state_set set;
	uint32_t max_states;
	uint32_t shown; /* findings of one kind that are written out; all are counted */
	uint64_t transitions;
	uint64_t findings;
	bool closed;
};

/* Find every state that operations lead to. False if there is no memory. */
bool search_states(struct search *s);

/* What became of pointers that are no live block. */
struct pointer_tally {
	uint64_t pointers;
	uint64_t calls;
	uint64_t refused;
	uint64_t accepted;
};

/*
 * Pass every address in and beside the region that is no live block to every function that takes
 * one, in every `every`-th state.
 */
void check_pointers(struct search *s, uint32_t every, struct pointer_tally *tally);

/*
 * The same for the granules inside blocks, with words in front of them that a program may have
 * there: small integers, text, pointers, other headers.
 */
void check_words(struct search *s, uint32_t every, struct pointer_tally *tally);

/* Where a bit is that is flipped. */
enum damage_place {
	DAMAGE_LIVE_HEADER,
	DAMAGE_FREE_HEADER,
	DAMAGE_END_MARKER,
	DAMAGE_FREE_BODY, /* links and footer */
	DAMAGE_CONTROL,
	DAMAGE_PLACES
};

/* What became of calls after a bit was flipped. */
struct damage_tally {
	uint64_t flips;
	uint64_t calls;
	uint64_t seen;       /* a fault was reported */
	uint64_t unaffected; /* the call did what it does without damage, which stayed */
	uint64_t healed;     /* so it did, and overwrote the damage */
	uint64_t silent;     /* it did something else, without a fault and without harm */
	uint64_t late;       /* it decided by the header that was damaged, and reported nothing */
	uint64_t changed;    /* it reported a fault, but had changed the region before */
	uint64_t harmful;
	uint64_t missed; /* flips that changed what a call did, and that validate did not find */
};

/*
 * Flip every bit of every byte that is not a program's, one at a time, in every `every`-th state,
 * and make each of a few calls, each in the state with nothing but that bit flipped.
 */
void check_damage(struct search *s, uint32_t every, struct damage_tally tally[DAMAGE_PLACES]);

/* Whether a tally breaks what SPEC.md promises. */
bool damage_breaks(enum damage_place place, const struct damage_tally *tally);

#endif /* SEARCH_H_ */
