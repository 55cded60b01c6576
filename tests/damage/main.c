/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Damages random heaps, calls every function of the library, and holds each result against a shadow
 * model. usage() says how it is run; the table has a row for each kind of damage and each format:
 *
 *   at once   the first call that decides by the damage reported it, before any change
 *   later     another call reported a fault
 *   validate  only validate found it
 *   silent    nobody noticed, and nothing happened
 *   harmG1    an access outside the region, a block that is none, a call that does not return
 *   harmG3    a live block was changed or handed out again
 *   decided   calls that must decide by the damage; accepted: those of them that reported nothing
 *   allowed   most of them that the promised odds explain
 *   unseen    damage that validate promises to find, and did not
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catch.h"
#include "report.h"

/*
 * A row of the table ends early after so many heaps and seeds without anything of the kind, and
 * after so many calls that did not return, each of which takes seconds.
 */
#define MAX_IN_VAIN 100000u
#define MAX_HANGS   8u

static struct world world;

struct options {
	const char *kind;
	const char *form;
	const char *set;
	uint64_t seed;
	uint64_t trials;
	uint64_t setups;
	uint64_t show; /* so many harmful trials of each row are told */
	bool replay;
	bool csv;
};

static _Noreturn void usage(void)
{
	(void)fprintf(stderr,
		      "usage: damage [--kind KIND] [--format narrow|wide] [--trials N]\n"
		      "              [--from SEED] [--show N] [--csv] [--set NAME]\n"
		      "       damage --kind KIND --format FORMAT --seed SEED [--after SETUPS]\n"
		      "The second form repeats one trial and tells what happens.\n"
		      "Kinds:");
	for (unsigned int i = 0; i < num_kinds; i++) {
		(void)fprintf(stderr, "%s%s", i % 5 == 0 ? "\n   " : "  ", kinds[i].name);
	}
	(void)fprintf(stderr, "\n");
	exit(2);
}

static struct options parse(int argc, char **argv)
{
	struct options o = {.trials = 10000, .show = 3, .set = "default"};

	for (int i = 1; i < argc; i++) {
		const char *name = argv[i];

		if (strcmp(name, "--csv") == 0) {
			o.csv = true;
			continue;
		}
		if (i + 1 == argc) {
			usage();
		}
		i++;
		if (strcmp(name, "--kind") == 0) {
			o.kind = argv[i];
		} else if (strcmp(name, "--format") == 0) {
			o.form = argv[i];
		} else if (strcmp(name, "--set") == 0) {
			o.set = argv[i];
		} else if (strcmp(name, "--trials") == 0) {
			o.trials = strtoull(argv[i], NULL, 0);
		} else if (strcmp(name, "--show") == 0) {
			o.show = strtoull(argv[i], NULL, 0);
		} else if (strcmp(name, "--from") == 0) {
			o.seed = strtoull(argv[i], NULL, 0);
		} else if (strcmp(name, "--seed") == 0) {
			o.seed = strtoull(argv[i], NULL, 0);
			o.replay = true;
		} else if (strcmp(name, "--after") == 0) {
			o.setups = strtoull(argv[i], NULL, 0);
		} else {
			usage();
		}
	}
	if (o.replay && (o.kind == NULL || o.form == NULL)) {
		usage();
	}
	return o;
}

/* The seeds of a heap and of a trial, which differ between kinds. */
static uint64_t seed_of(const struct kind *kind, enum form form, uint64_t number)
{
	uint64_t hash = form;

	for (const char *c = kind->name; *c != '\0'; c++) {
		hash = rng_mix(hash * 31 + (uint64_t)(unsigned char)*c);
	}
	return rng_mix(hash + number * UINT64_C(0x9E3779B97F4A7C15));
}

static void build_for(const struct kind *kind, enum form form, uint64_t seed)
{
	world_build(&world, form, kind->life, seed_of(kind, form, seed / TRIALS_A_HEAP));
}

/* The trial that runs. */
static struct {
	const char *set;
	const struct kind *kind;
	enum form form;
	uint64_t seed;
	uint64_t setups;
} now;

static void tell(const char *why)
{
	(void)fprintf(stderr,
		      "%s: %s (%s): damage --kind %s --format %s --seed %" PRIu64
		      " --after %" PRIu64 "\n",
		      now.set, why, world.face != NULL ? world.face->name : "", now.kind->name,
		      now.form == FORM_NARROW ? "narrow" : "wide", now.seed, now.setups);
}

/* All trials of a row. False if not even heaps of many seeds have anything of the kind. */
static bool run_row(const struct options *o, const struct kind *kind, enum form form,
		    struct tally *tally)
{
	uint64_t seed = o->seed - o->seed % TRIALS_A_HEAP;
	unsigned int in_vain = 0;
	unsigned int shown = 0;

	now.set = o->set;
	now.kind = kind;
	now.form = form;
	trial.hangs = 0;
	for (; tally->trials < o->trials && in_vain < MAX_IN_VAIN && trial.hangs < MAX_HANGS;
	     seed++) {
		now.seed = seed;
		if (seed % TRIALS_A_HEAP == 0) {
			now.setups = world_setups;
			build_for(kind, form, seed);
		}
		if (!trial_run(&world, kind, seed_of(kind, form, ~seed), tally)) {
			in_vain++;
			continue;
		}
		in_vain = 0;
		if ((trial.harm_g1 || (trial.harm_g3 && kind->odds != ODDS_LOST)) &&
		    shown < o->show) {
			tell(trial.why);
			shown++;
		}
	}
	return tally->trials != 0;
}

static void replay(const struct options *o, const struct kind *kind, enum form form)
{
	struct tally tally = {0};

	world_set_up_more(o->setups - world_setups);
	build_for(kind, form, o->seed);
	trial.verbose = true;
	say("%s, region of %td bytes at %p, first block %p\n", world.face->name,
	    world.target->end - world.target->start, (void *)world.target->start,
	    (void *)world.target->first);
	for (unsigned int i = 0; i < world.num_blocks; i++) {
		say("  block %p, %zu bytes, %s\n", (void *)world.blocks[i].mem,
		    world.blocks[i].bytes, world.blocks[i].used ? "live" : "free");
	}
	if (!trial_run(&world, kind, seed_of(kind, form, ~o->seed), &tally)) {
		say("nothing of the kind in this heap\n");
	}
	report_head(false);
	report_row(false, o->set, kind, form, &tally);
}

static bool wanted(const char *option, const char *name)
{
	return option == NULL || strcmp(option, name) == 0;
}

int main(int argc, char **argv)
{
	static const char *const forms[NUM_FORMS] = {"narrow", "wide"};
	const struct options o = parse(argc, argv);
	unsigned int rows = 0;
	int status = 0;

	world_map();
	catch_begin(tell);
	trial_handle_faults();
	if (!o.replay) {
		report_head(o.csv);
	}
	for (unsigned int i = 0; i < 2 * num_kinds; i++) {
		const struct kind *kind = &kinds[i / 2];
		const enum form form = i % 2 == 0 ? FORM_NARROW : FORM_WIDE;
		struct tally tally = {0};

		if (!wanted(o.kind, kind->name) || !wanted(o.form, forms[form])) {
			continue;
		}
		rows++;
		if (!world_has(form) || !kind_applies(kind)) {
			continue;
		}
		if (o.replay) {
			replay(&o, kind, form);
		} else if (run_row(&o, kind, form, &tally)) {
			report_row(o.csv, o.set, kind, form, &tally);
			(void)fflush(stdout);
			status |= !report_holds(kind, &tally);
		} else {
			(void)printf("%s: no heap has anything of the kind\n", kind->name);
			status = 1;
		}
	}
	return rows == 0 ? 2 : status;
}
