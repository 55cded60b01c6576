/* SPDX-License-Identifier: Apache-2.0 */

/* One trial: damage, calls, and what came of them. */

#ifndef DAMAGE_TRIAL_H_
#define DAMAGE_TRIAL_H_

#include "world.h"

/* A call whose pointer is so close to the damage that it must decide by the damaged bytes. */
struct probe {
	uint8_t *ptr;
	/* Whether every call with this pointer decides; else only free and growing do. */
	bool any_call;
};

#define MAX_PROBES 4u

/* So many trials are made with one heap. */
#define TRIALS_A_HEAP 16u

/* What was damaged. */
struct hit {
	uint8_t *from; /* bytes that may differ */
	uint8_t *to;
	bool changed;  /* whether any does */
	bool must_see; /* validate must find it */
	struct probe probes[MAX_PROBES];
	unsigned int num_probes;
};

/* How often a damaged header or a bad pointer may pass as a sound one. */
enum odds {
	ODDS_NEVER,
	ODDS_16,          /* once in 2^16 */
	ODDS_16_OR_EXACT, /* the same; never with SMH_CHECK_EXACT */
	ODDS_16_SHARED,   /* and what passes in one trial may do so in all others with that heap */
	ODDS_LOST,        /* all content is lost, live blocks too: only harm elsewhere counts */
};

/* What a build must have, or there is nothing of the kind. */
enum needs {
	NEEDS_NOTHING,
	NEEDS_EXACT,
};

struct kind {
	const char *name;
	/* Do the damage. False if this heap has nothing of the kind. */
	bool (*hurt)(const struct world *w, struct rng *r, struct hit *hit, unsigned int how);
	unsigned int how;
	enum life life;
	enum odds odds;
	enum needs needs;
};

extern const struct kind kinds[];
extern const unsigned int num_kinds;

/* Whether regions of a form have anything of the kind. */
bool kind_applies(const struct kind *kind);

/* What the trials of one kind and form came to. */
struct tally {
	uint64_t trials;
	uint64_t at_once;     /* reported by the first call that decides, before any change */
	uint64_t later;       /* by another call */
	uint64_t by_validate; /* by validate alone */
	uint64_t silent;
	uint64_t harm_g1;
	uint64_t harm_g3;
	uint64_t probed;   /* calls that decide by the damage */
	uint64_t accepted; /* of them */
	uint64_t unseen;   /* trials in which validate had to find the damage, and did not */
};

/* State of the trial that runs. */
struct trial {
	unsigned int faults; /* by which calls were refused */
	unsigned int lists;  /* that were cut by calls that went on */
	bool verbose;
	bool harm_g1;
	bool harm_g3;
	const char *why;    /* of the first harm */
	unsigned int hangs; /* of all trials: calls that did not return */
};
extern struct trial trial;

/* Note harm of guarantee G1 or G3. */
void harm_g1(const char *why);
void harm_g3(const char *why);

/* Print, if the trial is verbose. */
__attribute__((format(printf, 1, 2))) void say(const char *format, ...);

/* Count faults from now on. */
void trial_handle_faults(void);

/* Run a trial and add it to the tally. False if the heap has nothing of the kind. */
bool trial_run(struct world *w, const struct kind *kind, uint64_t seed, struct tally *tally);

#endif /* DAMAGE_TRIAL_H_ */
