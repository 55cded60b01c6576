/* SPDX-License-Identifier: Apache-2.0 */

/* The shadow model: live blocks and what they contain. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

const struct region *world_region(const struct world *w, const uint8_t *at)
{
	for (unsigned int i = 0; i < w->num_regions; i++) {
		const struct region *region = &w->regions[i];

		if (at >= region->start && at < region->end) {
			return region;
		}
	}
	return NULL;
}

int live_find(const struct world *w, const uint8_t *mem)
{
	for (unsigned int i = 0; i < w->num_live; i++) {
		if (w->live[i].mem == mem) {
			return (int)i;
		}
	}
	return -1;
}

void live_add(struct world *w, uint8_t *mem, size_t bytes)
{
	if (w->num_live == MAX_LIVE) {
		(void)fprintf(stderr, "damage: MAX_LIVE is too small\n");
		exit(2);
	}
	w->live[w->num_live++] = (struct live){.mem = mem, .bytes = bytes};
}

void live_drop(struct world *w, int at)
{
	w->live[at] = w->live[--w->num_live];
}

static void fill_span(const struct world *w, uint8_t *from, size_t bytes, struct rng *r)
{
	uint64_t word;

	for (size_t i = 0; i < bytes; i += sizeof(word)) {
		const size_t left = bytes - i;

		word = rng_next64(r);
		memcpy(from + i, &word, left < sizeof(word) ? left : sizeof(word));
	}
	world_believe(w, from, from + bytes);
}

void live_fill(const struct world *w, const struct live *live, struct rng *r)
{
	if (live->bytes <= 2 * (size_t)EDGE) {
		fill_span(w, live->mem, live->bytes, r);
		return;
	}
	fill_span(w, live->mem, EDGE, r);
	fill_span(w, live->mem + live->bytes - EDGE, EDGE, r);
}

static bool span_intact(const struct world *w, const uint8_t *from, size_t bytes)
{
	const struct region *region = world_region(w, from);

	return memcmp(from, arena_mirror(region->arena, from), bytes) == 0;
}

bool live_intact(const struct world *w, const struct live *live)
{
	if (live->bytes <= 2 * (size_t)EDGE) {
		return span_intact(w, live->mem, live->bytes);
	}
	return span_intact(w, live->mem, EDGE) &&
	       span_intact(w, live->mem + live->bytes - EDGE, EDGE);
}

bool live_overlaps(const struct world *w, const uint8_t *from, const uint8_t *to, int except)
{
	for (unsigned int i = 0; i < w->num_live; i++) {
		const struct live *live = &w->live[i];

		if ((int)i != except && from < live->mem + live->bytes && live->mem < to) {
			return true;
		}
	}
	return false;
}

void world_believe(const struct world *w, const uint8_t *from, const uint8_t *to)
{
	const struct region *region = world_region(w, from);

	memcpy(arena_mirror(region->arena, from), from, (size_t)(to - from));
}
