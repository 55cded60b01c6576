/* SPDX-License-Identifier: Apache-2.0 */

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "calls.h"
#include "catch.h"
#include "smh_fault.h"
#include "trial.h"

struct trial trial;

void say(const char *format, ...)
{
	va_list args;

	if (trial.verbose) {
		va_start(args, format);
		(void)vprintf(format, args);
		va_end(args);
	}
}

static void note_harm(const char *guarantee, const char *why)
{
	say("  HARM (%s): %s\n", guarantee, why);
	if (trial.why == NULL) {
		trial.why = why;
	}
}

void harm_g1(const char *why)
{
	trial.harm_g1 = true;
	note_harm("G1", why);
}

void harm_g3(const char *why)
{
	trial.harm_g3 = true;
	note_harm("G3", why);
}

static void handle_fault(unsigned int kind, const void *ptr)
{
	*(kind == SMH_FAULT_BAD_LIST ? &trial.lists : &trial.faults) += 1;
	say("  fault: %s at %p\n", smh_fault_name(kind), ptr);
}

void trial_handle_faults(void)
{
	(void)smh_fault_handler_set(handle_fault);
}

/* One trial, as it runs. */
struct run {
	struct world *w;
	const struct kind *kind;
	struct rng r;
	struct hit hit;
	unsigned int probed;
	unsigned int refused;
	unsigned int later;
	bool seen_first; /* by validate, before any call */
	bool seen_last;
};

/* A call that decides by the damage: whether it reported that. */
static bool probe(struct run *run, const struct probe *p)
{
	struct world *w = run->w;
	const unsigned int faults = trial.faults;
	const int at = live_find(w, p->ptr);
	const size_t more = (at >= 0 ? w->live[at].bytes : 0) + rng_range(&run->r, 1, 40);
	bool moves = false;
	bool done;

	switch (rng_below(&run->r, p->any_call ? 5 : 3)) {
	case 2:
		if (w->face->resize != NULL) {
			done = call_resize(w, &run->r, p->ptr, more);
			break;
		} /* fall through */
	case 3:
		moves = true;
		done = call_realloc(w, &run->r, p->ptr, more,
				    p->any_call && rng_one_in(&run->r, 2));
		break;
	case 4:
		done = call_usable_size(w, p->ptr);
		break;
	default:
		done = call_free(w, &run->r, p->ptr);
		break;
	}
	if (trial.faults == faults) {
		say("  ACCEPTED\n");
		return false;
	}
	if (done || snapshot_same(&w->memory, run->hit.from, run->hit.to)) {
		return true;
	}
	if (moves) {
		/* It was an allocation that met damage, and took that out of use. */
		return false;
	}
	harm_g3("a call was refused, but memory changed");
	return true;
}

static void run_probes(struct run *run)
{
	for (unsigned int i = 0; i < run->hit.num_probes; i++) {
		run->probed++;
		if (!probe(run, &run->hit.probes[i])) {
			return;
		}
		run->refused++;
	}
}

static bool has_room(void *arg, void *mem, size_t bytes, bool used)
{
	(void)mem;
	*(bool *)arg = !used && bytes >= 2 * SMH_ALIGN;
	return !*(bool *)arg;
}

/* The regions beside the damaged one are sound, and serve. */
static void check_neighbour(struct run *run, const struct region *region)
{
	struct world *w = run->w;
	bool room = false;
	bool served = false;

	/* Half of the trials do without what takes the longest. */
	if ((rng_one_in(&run->r, 2) && !w->face->validate(region->number)) ||
	    !w->face->ask(region)) {
		harm_g1("a neighbour region is damaged");
		return;
	}
	if (region->attr == OTHER_ATTR &&
	    memcmp(region->start, arena_mirror(region->arena, region->start),
		   (size_t)(region->end - region->start)) != 0) {
		harm_g1("bytes of a neighbour region changed");
	}
	(void)w->face->walk(region->number, has_room, &room);
	for (int i = 0; room && !served && i < 8; i++) {
		served = w->face->alloc(region->attr, 1) != NULL;
	}
	if (room && !served) {
		harm_g1("a neighbour region has room and does not serve");
	}
}

static void check_all(struct run *run)
{
	struct world *w = run->w;

	for (unsigned int i = 0; i < w->num_live; i++) {
		if (live_intact(w, &w->live[i])) {
			continue;
		}
		if (world_region(w, w->live[i].mem) != w->target) {
			harm_g1("bytes of a live block in a neighbour region changed");
		} else {
			harm_g3("bytes of a live block changed");
		}
	}
	if (!w->face->ask(w->target)) {
		harm_g1("what is known of the region changed");
	}
	for (unsigned int i = 0; i < w->num_regions; i++) {
		const struct region *region = &w->regions[i];

		if (!watch_holds(region->arena, region->start, region->end)) {
			harm_g1("bytes beside a region changed");
		}
		if (region != w->target) {
			check_neighbour(run, region);
		}
	}
}

static void body(void *arg)
{
	struct run *run = arg;
	struct world *w = run->w;
	const uint32_t calls = rng_below(&run->r, 9);
	unsigned int before;

	run->seen_first = !w->face->validate(w->target->number);
	say("  validate: %s\n", run->seen_first ? "damaged" : "sound");
	run_probes(run);
	before = trial.faults + trial.lists;
	for (uint32_t i = 0; i < calls; i++) {
		call_any(w, &run->r);
	}
	run->later = trial.faults + trial.lists - before;
	call_walk(w, w->target);
	run->seen_last = (run->seen_first && !rng_one_in(&run->r, 4)) ||
			 !w->face->validate(w->target->number);
	check_all(run);
}

static const char *signal_words(int number)
{
	switch (number) {
	case SIGSEGV:
	case SIGBUS:
		return "access outside the region";
	case SIGVTALRM:
		return "a call does not return";
	default:
		return "an assertion or a trap";
	}
}

static void count(const struct run *run, struct tally *tally)
{
	tally->trials++;
	tally->probed += run->probed;
	tally->accepted += run->probed - run->refused;
	tally->unseen += run->hit.must_see && !run->seen_first;
	if (trial.harm_g1 || trial.harm_g3) {
		tally->harm_g1 += trial.harm_g1;
		tally->harm_g3 += trial.harm_g3;
	} else if (run->probed != 0 && run->refused == run->probed) {
		tally->at_once++;
	} else if (run->later != 0) {
		tally->later++;
	} else if (run->seen_first || run->seen_last) {
		tally->by_validate++;
	} else {
		tally->silent++;
	}
}

bool trial_run(struct world *w, const struct kind *kind, uint64_t seed, struct tally *tally)
{
	struct run run = {.w = w, .kind = kind, .r = {seed}};
	int number;

	world_restore(w);
	trial.faults = 0;
	trial.lists = 0;
	trial.harm_g1 = false;
	trial.harm_g3 = false;
	trial.why = NULL;
	if (!kind->hurt(w, &run.r, &run.hit, kind->how) ||
	    (run.hit.from != NULL && !run.hit.changed)) {
		return false;
	}
	number = catch_run(body, &run);
	if (number != 0) {
		harm_g1(signal_words(number));
		trial.hangs += number == SIGVTALRM;
	}
	/* Anything may have been written, which must not reach the next trial. */
	if (number != 0 || trial.harm_g1 || trial.harm_g3 || run.refused != run.probed) {
		w->dirty = true;
	}
	count(&run, tally);
	return true;
}
