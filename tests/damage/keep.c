/* SPDX-License-Identifier: Apache-2.0 */

/* Keeping the state of a heap, and going back to it. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

/* The parts of the memory that a trial may change. */
static void keep_parts(struct world *w)
{
	const struct region *t = w->target;

	snapshot_begin(&w->memory);
	if (!w->big) {
		snapshot_add(&w->memory, t->start, t->end);
	} else {
		uint8_t *page = t->first + ARENA_PAGE;

		snapshot_add(&w->memory, t->start, page < t->end ? page : t->end);
		for (unsigned int i = 0; i < w->num_blocks; i++) {
			uint8_t *mem = w->blocks[i].mem;
			uint8_t *end = mem + w->blocks[i].bytes;

			if (w->blocks[i].bytes > 1024) {
				snapshot_add(&w->memory, mem - 64, mem + 192);
				snapshot_add(&w->memory, end - 192, end + HEADER);
			} else {
				snapshot_add(&w->memory, mem - 64, end + HEADER);
			}
		}
	}
	for (unsigned int i = 0; i < w->num_regions; i++) {
		if (&w->regions[i] != t) {
			snapshot_add(&w->memory, w->regions[i].start, w->regions[i].end);
		}
	}
	snapshot_keep(&w->memory);
	w->face->save();
	memcpy(w->kept_live, w->live, w->num_live * sizeof(w->live[0]));
	w->num_kept_live = w->num_live;
}

/* What an earlier life left in a large region is anywhere. */
static void keep_whole(struct world *w, enum life life)
{
	static uint8_t *copy;
	const size_t bytes = (size_t)(w->target->end - w->target->start);

	w->whole = NULL;
	if (!w->big || life == LIFE_ONE) {
		return;
	}
	if (copy == NULL) {
		copy = malloc(w->target->arena->bytes);
	}
	if (copy == NULL) {
		perror("damage: malloc");
		exit(2);
	}
	memcpy(copy, w->target->start, bytes);
	w->whole = copy;
}

void world_keep(struct world *w, enum life life)
{
	w->num_scrubs = 0;
	keep_parts(w);
	keep_whole(w, life);
}

static void note_scrub(struct world *w, uint8_t *from, uint8_t *to)
{
	const struct region *t = w->target;

	if (snapshot_covers(&w->memory, from, to)) {
		return;
	}
	if (w->num_scrubs == MAX_SCRUBS) {
		w->dirty = true;
		return;
	}
	w->scrubs[w->num_scrubs++] = (struct scrub){
		.from = from < t->start ? t->start : from,
		.to = to > t->end ? t->end : to,
	};
}

void world_note_block(struct world *w, uint8_t *mem, size_t bytes)
{
	const size_t part = bytes < EDGE + 64 ? bytes : EDGE + 64;

	if (w->big && !w->dirty && world_region(w, mem) == w->target) {
		note_scrub(w, mem - 16, mem + part);
		note_scrub(w, mem + bytes - part, mem + bytes + SMH_ALIGN + 32);
	}
}

static void scrub(struct world *w)
{
	for (unsigned int i = 0; i < w->num_scrubs && !w->dirty; i++) {
		const struct scrub *s = &w->scrubs[i];
		const size_t bytes = (size_t)(s->to - s->from);

		if (w->whole != NULL) {
			memcpy(s->from, w->whole + (s->from - w->target->start), bytes);
		} else {
			memset(s->from, 0, bytes);
		}
	}
	w->num_scrubs = 0;
}

void world_restore(struct world *w)
{
	for (unsigned int i = 0; w->dirty && i < w->num_regions; i++) {
		const struct region *region = &w->regions[i];

		if (region == w->target && w->whole != NULL) {
			memcpy(region->start, w->whole, (size_t)(region->end - region->start));
		} else {
			arena_clear(region->arena);
		}
		watch_set(region->arena, region->start, region->end);
	}
	scrub(w);
	w->dirty = false;
	snapshot_restore(&w->memory);
	for (unsigned int i = 0; i < w->memory.count; i++) {
		const struct chunk *c = &w->memory.chunks[i];

		world_believe(w, c->at, c->at + c->bytes);
	}
	w->face->load();
	memcpy(w->live, w->kept_live, w->num_kept_live * sizeof(w->live[0]));
	w->num_live = w->num_kept_live;
}
