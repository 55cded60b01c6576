/* SPDX-License-Identifier: Apache-2.0 */

#include "workload.h"

#include "live.h"
#include "harness/random.h"

#include <string.h>

#define SAMPLE_EVERY 128u

struct generator {
	struct live live;
	struct bench_random random;
	enum mix mix;
	/* Size of the next request. */
	size_t next;
};

static const struct bench_sizes mixes[] = {
	[MIX_UNIFORM] = {BENCH_UNIFORM, 16, 512},
	[MIX_LOG] = {BENCH_LOG_UNIFORM, 8, 2048},
	[MIX_SMALL] = {BENCH_UNIFORM, 8, 64},
};

static void start(struct generator *g, const struct policy *policy, uint32_t seed, enum mix mix)
{
	live_start(&g->live, policy, NULL);
	g->random = bench_seed(seed);
	g->mix = mix;
	g->next = bench_size(&g->random, &mixes[mix]);
}

static bool request(struct generator *g)
{
	/* Where there are two kinds, half of the requests are for each. */
	unsigned int kind = layout.kinds > 1 ? bench_below(&g->random, layout.kinds) : 0;
	bool served = live_add(&g->live, kind, g->next);

	g->next = bench_size(&g->random, &mixes[g->mix]);
	return served;
}

static void give_back(struct generator *g)
{
	live_remove(&g->live, bench_below(&g->random, g->live.count));
}

/* One operation that keeps the live bytes just below the limit. */
static void step(struct generator *g, size_t limit)
{
	if (g->live.bytes + g->next <= limit) {
		(void)request(g);
	} else {
		give_back(g);
	}
}

static void grow(struct generator *g, size_t limit)
{
	while (g->live.bytes + g->next <= limit) {
		(void)request(g);
	}
}

static void churn(struct generator *g, size_t limit, uint32_t operations)
{
	for (uint32_t i = 0; i < operations; i++) {
		step(g, limit);
		if (g->live.run != NULL && i % SAMPLE_EVERY == 0) {
			live_sample(&g->live);
		}
	}
}

static size_t share(unsigned int percent)
{
	return layout.bytes / 100u * percent;
}

void workload_steady(const struct policy *policy, uint32_t seed, enum mix mix, unsigned int percent,
		     uint32_t operations, struct run *run)
{
	struct generator g;

	memset(run, 0, sizeof(*run));
	start(&g, policy, seed, mix);
	grow(&g, share(percent));
	churn(&g, share(percent), operations / 4u);
	g.live.run = run;
	churn(&g, share(percent), operations);
	live_end(&g.live);
}

void workload_fill(const struct policy *policy, uint32_t seed, enum mix mix,
		   struct figures *figures)
{
	struct generator g;
	uint64_t served = 0;
	uint64_t bytes = 0;
	size_t asked;

	start(&g, policy, seed, mix);
	for (;;) {
		if (g.live.count != 0 && bench_below(&g.random, 3) == 0) {
			give_back(&g);
			continue;
		}
		asked = g.next;
		if (!request(&g)) {
			break;
		}
		served++;
		bytes += asked;
	}
	figures_set(figures, METRIC_SERVED, served * 1000u);
	figures_set(figures, METRIC_SERVED_BYTES, bytes * 1000u);
	figures_set(figures, METRIC_LIVE_PERCENT,
		    (uint64_t)(g.live.bytes - asked) * 100000u / layout.bytes);
	figures_next(figures);
	live_end(&g.live);
}

struct phase {
	enum mix mix;
	unsigned int high;
	unsigned int low;
};

/* The last one leaves little, and ends where the first began. */
static const struct phase phases[] = {
	{MIX_UNIFORM, 85, 30}, {MIX_LOG, 85, 15},     {MIX_SMALL, 50, 20},
	{MIX_LOG, 80, 30},     {MIX_UNIFORM, 90, 10},
};

#define PHASES (sizeof(phases) / sizeof(phases[0]))

static void run_phase(struct generator *g, const struct phase *phase, uint32_t operations,
		      struct run *high, struct run *low)
{
	g->mix = phase->mix;
	g->next = bench_size(&g->random, &mixes[g->mix]);
	g->live.run = high;
	grow(g, share(phase->high));
	churn(g, share(phase->high), operations);
	g->live.run = NULL;
	while (g->live.bytes > share(phase->low)) {
		give_back(g);
	}
	g->live.run = low;
	churn(g, share(phase->low), operations);
}

void workload_phases(const struct policy *policy, uint32_t seed, uint32_t operations,
		     struct run *high, struct run *low)
{
	struct generator g;

	memset(high, 0, sizeof(*high));
	memset(low, 0, sizeof(*low));
	start(&g, policy, seed, phases[0].mix);
	for (unsigned int i = 0; i < PHASES; i++) {
		run_phase(&g, &phases[i], operations, high, low);
	}
	live_end(&g.live);
}
