/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Searches all states of a tiny heap. Usage: exhaust [NAME=VALUE...]
 *
 *   granules=N      granules of the heap, 1 to 60 (6)
 *   sizes=N,N...    ask for these sizes only, in granules (all)
 *   place=high|low  which end of the region is next to memory without access (high)
 *   setups=N        set the heap up so many times before (1)
 *   stale=clear|keep  keep: states differ by bytes that mean nothing too (clear)
 *   states=N        stop the search when so many states are known (4294967294)
 *   pointers=N      try bad pointers in every Nth state, 0: in none (1)
 *   words=N         the same with words in front of them that a program may have there (1)
 *   damage=N        flip bits in every Nth state, 0: in none (1)
 *   show=N          write so many findings of each kind; all are counted (3)
 *
 * Ends with 0 if nothing was found, 1 if something was, 2 if it could not work.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "search.h"

struct options {
	uint32_t granules;
	uint32_t low;
	uint32_t setups;
	uint32_t keep;
	uint32_t states;
	uint32_t pointers;
	uint32_t words;
	uint32_t damage;
	uint32_t show;
};

static struct search search;

static bool number_of(const char *text, uint32_t *value)
{
	char *end;
	unsigned long number;

	errno = 0;
	number = strtoul(text, &end, 0);
	if (errno != 0 || end == text || *end != '\0' || *text == '-' || number > 4294967294U) {
		return false;
	}
	*value = (uint32_t)number;
	return true;
}

static bool word_of(const char *text, const char *zero, const char *one, uint32_t *value)
{
	*value = strcmp(text, one) == 0;
	return *value == 1 || strcmp(text, zero) == 0;
}

/* A list of sizes. */
static bool sizes_of(const char *text, struct machine *m)
{
	m->num_sizes = 0;
	for (;;) {
		size_t length = strcspn(text, ",");
		char number[12] = "";
		uint32_t n;

		if (length >= sizeof(number) || m->num_sizes > MACHINE_MAX_GRANULES) {
			return false;
		}
		memcpy(number, text, length);
		if (!number_of(number, &n) || n == 0 || n > MACHINE_MAX_GRANULES) {
			return false;
		}
		m->sizes[m->num_sizes++] = n;
		if (text[length] == '\0') {
			return true;
		}
		text += length + 1;
	}
}

static bool option_set(struct options *o, const char *name, size_t length, const char *value)
{
	const struct {
		const char *name;
		uint32_t *value;
	} numbers[] = {{"granules", &o->granules}, {"setups", &o->setups}, {"states", &o->states},
		       {"pointers", &o->pointers}, {"words", &o->words},   {"damage", &o->damage},
		       {"show", &o->show}};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (strlen(numbers[i].name) == length &&
		    strncmp(numbers[i].name, name, length) == 0) {
			return number_of(value, numbers[i].value);
		}
	}
	if (length == 5 && strncmp(name, "sizes", length) == 0) {
		return sizes_of(value, &search.m);
	}
	if (length == 5 && strncmp(name, "place", length) == 0) {
		return word_of(value, "high", "low", &o->low);
	}
	return length == 5 && strncmp(name, "stale", length) == 0 &&
	       word_of(value, "clear", "keep", &o->keep);
}

static bool options_read(struct options *o, int count, char **words)
{
	for (int i = 1; i < count; i++) {
		const char *equals = strchr(words[i], '=');

		if (equals == NULL ||
		    !option_set(o, words[i], (size_t)(equals - words[i]), equals + 1)) {
			fprintf(stderr,
				"exhaust: %s: no option of this program, or not a value of it\n"
				"options: granules=N sizes=N,N... place=high|low setups=N "
				"stale=clear|keep\n"
				"         states=N pointers=N words=N damage=N show=N\n",
				words[i]);
			return false;
		}
	}
	if (o->setups == 0) {
		fprintf(stderr, "exhaust: setups=0: at least one is needed\n");
		return false;
	}
	return true;
}

static void print_pointers(const char *name, const struct pointer_tally *tally)
{
	printf("%s: %llu pointers, %llu calls, %llu refused, %llu accepted\n", name,
	       (unsigned long long)tally->pointers, (unsigned long long)tally->calls,
	       (unsigned long long)tally->refused, (unsigned long long)tally->accepted);
}

static void print_damage(const struct damage_tally tally[DAMAGE_PLACES])
{
	static const char *const names[] = {"live header", "free header", "end marker", "free body",
					    "control"};

	printf("%-11s %9s %11s %9s %11s %9s %8s %7s %7s %7s %7s\n", "one bit of", "flips", "calls",
	       "seen", "unaffected", "healed", "silent", "late", "changed", "missed", "harmful");
	for (size_t i = 0; i < DAMAGE_PLACES; i++) {
		const struct damage_tally *t = &tally[i];

		printf("%-11s %9llu %11llu %9llu %11llu %9llu %8llu %7llu %7llu %7llu %7llu\n",
		       names[i], (unsigned long long)t->flips, (unsigned long long)t->calls,
		       (unsigned long long)t->seen, (unsigned long long)t->unaffected,
		       (unsigned long long)t->healed, (unsigned long long)t->silent,
		       (unsigned long long)t->late, (unsigned long long)t->changed,
		       (unsigned long long)t->missed, (unsigned long long)t->harmful);
	}
}

/* The passes after the search. Whether SPEC.md holds. */
static bool passes(struct search *s, const struct options *o)
{
	struct pointer_tally pointers = {0};
	struct pointer_tally words = {0};
	struct damage_tally damage[DAMAGE_PLACES] = {{0}};
	bool holds = true;

	if (o->pointers != 0) {
		check_pointers(s, o->pointers, &pointers);
		print_pointers("bad pointers", &pointers);
	}
	if (o->words != 0) {
		check_words(s, o->words, &words);
		print_pointers("with words in front", &words);
	}
	if (o->damage != 0) {
		check_damage(s, o->damage, damage);
		print_damage(damage);
		for (size_t i = 0; i < DAMAGE_PLACES; i++) {
			holds = holds && !damage_breaks((enum damage_place)i, &damage[i]);
		}
	}
	return holds && pointers.accepted == 0 && words.accepted == 0;
}

int main(int argc, char **argv)
{
	struct options o = {6, 0, 1, 0, UINT32_MAX - 1, 1, 1, 1, 3};
	struct search *s = &search;
	clock_t start = clock();
	double seconds;
	bool holds;

	if (!options_read(&o, argc, argv) || !machine_open(&s->m, o.granules, !o.low, o.setups)) {
		return 2;
	}
	s->m.keep_stale = o.keep != 0;
	s->max_states = o.states;
	s->shown = o.show;
	if (!state_set_open(&s->set, s->m.state) || !search_states(s)) {
		fprintf(stderr, "exhaust: out of memory with %u states\n", s->set.count);
		return 2;
	}
	printf("%s, align %d, exact %d, floor tries %d, stats %d: %u bytes, %u granules, %s, %s\n",
	       ADAPTER_FORMAT, SMH_ALIGN, SMH_CHECK_EXACT, SMH_FLOOR_TRIES, SMH_STATS, s->m.bytes,
	       s->m.granules, o.low ? "low" : "high", o.keep ? "stale bytes kept" : "clear");
	printf("states: %u, transitions: %llu, %s, findings: %llu\n", s->set.count,
	       (unsigned long long)s->transitions, s->closed ? "closed" : "NOT CLOSED",
	       (unsigned long long)s->findings);
	holds = passes(s, &o) && s->findings == 0;
	seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
	printf("operations: %llu, %.1f million a second\n", (unsigned long long)s->m.operations,
	       (double)s->m.operations / 1e6 / (seconds > 0.001 ? seconds : 0.001));
	printf("%s\n", holds ? "holds" : "DOES NOT HOLD");
	state_set_close(&s->set);
	return holds ? 0 : 1;
}
