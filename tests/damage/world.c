/* SPDX-License-Identifier: Apache-2.0 */

/* Making random heaps. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"
#include "world.h"

/* Live blocks that a heap is made with; the trial needs room for more. */
#define BUILD_LIVE 24u
#define SMALL_MAX  ARENA_PAGE
#define NEAR_MAX   512u

uint64_t world_setups;

static struct arena small_arena;
static struct arena big_arena;
static struct arena near_arenas[NUM_REGIONS - 1];

static uint64_t max_bytes(void)
{
	return UINT64_C(1) << SMH_MAX_REGION_SHIFT;
}

/* Most bytes of a region that is damaged. */
static size_t target_max(void)
{
	const uint32_t narrow = internal_narrow_granules();
	const uint64_t most = ((narrow > 32768 ? narrow : 32768) + UINT64_C(16384)) * SMH_ALIGN;

	return (size_t)(most < max_bytes() ? most : max_bytes());
}

void world_map(void)
{
	arena_map(&small_arena, ARENA_PAGE);
	arena_map(&big_arena, target_max());
	for (unsigned int i = 0; i < NUM_REGIONS - 1; i++) {
		arena_map(&near_arenas[i], NEAR_MAX);
	}
}

bool world_has(enum form form)
{
	return form == FORM_NARROW ? internal_narrow_granules() != 0 : internal_has_wide();
}

void world_set_up_more(uint64_t count)
{
	static _Alignas(64) uint8_t mem[1024];
	struct sys_heap heap;

	for (; count != 0; count--) {
		sys_heap_init(&heap, mem, sizeof(mem));
		world_setups++;
	}
}

static _Noreturn void give_up(const char *why)
{
	(void)fprintf(stderr, "damage: without any damage: %s\n", why);
	exit(3);
}

/* Bytes of a small region: each octave has its share. */
static uint32_t small_bytes(struct rng *r)
{
	const uint32_t most = UINT32_C(64) << rng_below(r, 7);

	return rng_range(r, most / 2 < 64 ? 64 : most / 2, most < SMALL_MAX ? most : SMALL_MAX);
}

/* Of a large one, which has the form wanted even where its start is not at a granule. */
static uint32_t big_bytes(enum form form, struct rng *r)
{
	const uint32_t narrow = internal_narrow_granules() * SMH_ALIGN;
	const uint32_t most = (uint32_t)target_max();

	if (form == FORM_WIDE && narrow != 0) {
		return rng_range(r, narrow + 2 * SMH_ALIGN, most);
	}
	if (form == FORM_NARROW && narrow < most) {
		return narrow - (rng_one_in(r, 2) ? rng_below(r, 4) * SMH_ALIGN
						  : rng_below(r, narrow - SMALL_MAX));
	}
	return rng_range(r, SMALL_MAX, most);
}

static void place(struct region *region, struct arena *arena, uint32_t bytes, struct rng *r)
{
	const uintptr_t mask = SMH_ALIGN - 1;

	*region = (struct region){.arena = arena, .raw_bytes = bytes};
	region->raw = rng_one_in(r, 2) ? arena->mem : arena->mem + arena->bytes - bytes;
	region->start = region->raw + ((0 - (uintptr_t)region->raw) & mask);
	region->end = region->raw + bytes;
	region->end -= (uintptr_t)region->end & mask;
}

/* What the memory held before it became a region. */
static void junk(const struct world *w, const struct region *region, struct rng *r)
{
	const uint32_t style = rng_below(r, 4);
	uint64_t word = 0;

	arena_clear(region->arena);
	if (w->big && region == w->target) {
		return;
	}
	for (size_t i = 0; i < region->raw_bytes; i += sizeof(word)) {
		const size_t left = region->raw_bytes - i;

		word = style == 0   ? 0
		       : style == 1 ? UINT64_MAX
		       : style == 2 ? i / SMH_ALIGN * UINT64_C(0x100000001)
				    : rng_next64(r);
		memcpy(region->raw + i, &word, left < sizeof(word) ? left : sizeof(word));
	}
}

static bool find_first(void *arg, void *mem, size_t bytes, bool used)
{
	(void)bytes;
	(void)used;
	*(uint8_t **)arg = mem;
	return false;
}

static bool add(const struct face *face, struct region *region)
{
	world_setups++;
	if (!face->add(region)) {
		return false;
	}
	if (!face->walk(region->number, find_first, &region->first)) {
		give_up("a new region cannot be walked");
	}
	return true;
}

/* Choose the interface and where the regions lie. */
static void lay_out(struct world *w, struct rng *r)
{
	static const struct face *const faces[] = {&face_heap, &face_multi, &face_pool, &face_pool};
	const uint32_t at = rng_one_in(r, 3) ? 1 : 0;
	const bool always_big = w->form == FORM_WIDE && internal_narrow_granules() != 0;

	w->face = faces[rng_below(r, 4)];
	w->num_regions = w->face->regions;
	w->big = (always_big || rng_one_in(r, 64)) && target_max() > SMALL_MAX;
	w->target = &w->regions[w->num_regions == 1 ? 0 : at];
	for (unsigned int i = 0; i < w->num_regions; i++) {
		struct region *region = &w->regions[i];

		if (region == w->target) {
			place(region, w->big ? &big_arena : &small_arena,
			      w->big ? big_bytes(w->form, r) : small_bytes(r), r);
		} else {
			place(region, &near_arenas[i == 2], rng_range(r, 160, NEAR_MAX), r);
		}
		region->attr = i == 2 ? OTHER_ATTR : ATTR;
		region->number = i;
	}
}

/* Add the regions as they were laid out. False if one is too small for this build. */
static bool add_all(struct world *w)
{
	w->face->clear();
	for (unsigned int i = 0; i < w->num_regions; i++) {
		struct region *region = &w->regions[i];

		watch_set(region->arena, region->start, region->end);
		if (!add(w->face, region)) {
			return false;
		}
	}
	return true;
}

static size_t pick_size(const struct world *w, struct rng *r)
{
	const uint32_t bytes = (uint32_t)(w->target->end - w->target->start);

	if (w->one_size != 0) {
		return w->one_size;
	}
	switch (rng_below(r, 4)) {
	case 0:
		return rng_range(r, 1, 200);
	case 1:
		return rng_range(r, 1, bytes / 4);
	default:
		return rng_range(r, 1, 40);
	}
}

static void build_alloc(struct world *w, struct rng *r)
{
	const size_t bytes = pick_size(w, r);
	const unsigned int attr = w->num_regions > 2 && rng_one_in(r, 12) ? OTHER_ATTR : ATTR;
	uint8_t *mem = rng_one_in(r, 8)
			       ? w->face->aligned_alloc(attr, (size_t)8 << rng_below(r, 6), bytes)
			       : w->face->alloc(attr, bytes);

	if (mem != NULL) {
		live_add(w, mem, bytes);
	}
}

static void build_free(struct world *w, struct rng *r)
{
	const uint32_t at = rng_below(r, w->num_live);

	if (w->num_stale < MAX_STALE) {
		w->stale[w->num_stale++] = w->live[at].mem;
	}
	w->face->free(w->live[at].mem);
	live_drop(w, (int)at);
}

static void build_realloc(struct world *w, struct rng *r)
{
	struct live *live = &w->live[rng_below(r, w->num_live)];
	const size_t bytes = pick_size(w, r);
	const struct region *region = world_region(w, live->mem);
	uint8_t *mem = w->face->realloc(region->attr, live->mem, bytes);

	if (mem != NULL) {
		if (mem != live->mem && w->num_stale < MAX_STALE) {
			w->stale[w->num_stale++] = live->mem;
		}
		*live = (struct live){.mem = mem, .bytes = bytes};
	}
}

/* Allocate what is free, largest blocks first. */
static void take_rest(struct world *w)
{
	size_t bytes = (size_t)(w->target->end - w->target->first);

	while (bytes > HEADER && w->num_live < BUILD_LIVE + 8) {
		uint8_t *mem = w->face->alloc(ATTR, bytes);

		if (mem != NULL) {
			live_add(w, mem, bytes);
		} else {
			bytes -= bytes / 8 > SMH_ALIGN ? bytes / 8 : SMH_ALIGN;
			bytes = bytes > (size_t)(w->target->end - w->target->first) ? 0 : bytes;
		}
	}
}

/* A random life; in half of the heaps the memory is then used up. */
static void live_on(struct world *w, struct rng *r)
{
	const uint32_t steps = rng_range(r, 4, 48);
	const uint32_t frees = rng_range(r, 1, 5);

	w->num_live = 0;
	w->one_size = rng_one_in(r, 4) ? rng_range(r, 1, 60) : 0;
	for (uint32_t i = 0; i < steps; i++) {
		const uint32_t what = rng_below(r, 10);

		if (w->num_live != 0 && (what < frees || w->num_live == BUILD_LIVE)) {
			build_free(w, r);
		} else if (w->num_live != 0 && what == 9) {
			build_realloc(w, r);
		} else {
			build_alloc(w, r);
		}
	}
	if (rng_one_in(r, 2)) {
		take_rest(w);
	}
}

static bool note_block(void *arg, void *mem, size_t bytes, bool used)
{
	struct world *w = arg;

	if (w->num_blocks == MAX_BLOCKS) {
		give_up("more blocks than were allocated");
	}
	w->blocks[w->num_blocks++] = (struct block){.mem = mem, .bytes = bytes, .used = used};
	return true;
}

/* Ask the library for all blocks; live ones then have all that they hold. */
static void note_blocks(struct world *w)
{
	w->num_blocks = 0;
	if (!w->face->walk(w->target->number, note_block, w)) {
		give_up("the walk fails");
	}
	for (unsigned int i = 0; i < w->num_blocks; i++) {
		const struct block *block = &w->blocks[i];
		const int at = live_find(w, block->mem);

		if ((at >= 0) != block->used) {
			give_up("the walk and the model differ");
		}
		if (block->used) {
			w->live[at].bytes = block->bytes;
		}
	}
}

/* Pointers where a live block begins again are not stale. */
static void forget_reused(struct world *w)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < w->num_stale; i++) {
		uint8_t *mem = w->stale[i];

		if (live_find(w, mem) < 0 && mem >= w->target->first && mem < w->target->end) {
			w->stale[kept++] = mem;
		}
	}
	w->num_stale = kept;
}

/* Another life in the same memory; in half of the heaps between other bounds. */
static void begin_again(struct world *w, struct rng *r)
{
	struct region *t = w->target;
	const uint32_t bytes = (uint32_t)t->raw_bytes;
	const uint32_t cut = SMH_ALIGN * rng_range(r, 1, 4);
	const struct region before = *t;

	note_blocks(w);
	w->num_stale = 0;
	for (unsigned int i = 0; i < w->num_blocks && i < MAX_STALE; i++) {
		w->stale[w->num_stale++] = w->blocks[i].mem;
	}
	if (!w->big && rng_one_in(r, 2) && bytes >= 256 + cut) {
		if (rng_one_in(r, 2)) {
			t->raw += cut;
			t->start += cut;
		} else {
			t->end -= cut;
		}
		t->raw_bytes -= cut;
	}
	if (!add_all(w)) {
		*t = before;
		if (!add_all(w)) {
			give_up("a region cannot be set up again");
		}
	}
	live_on(w, r);
	forget_reused(w);
}

void world_build(struct world *w, enum form form, enum life life, uint64_t seed)
{
	struct rng r = {seed};

	w->form = form;
	w->dirty = false;
	do {
		lay_out(w, &r);
		for (unsigned int i = 0; i < w->num_regions; i++) {
			junk(w, &w->regions[i], &r);
		}
	} while (!add_all(w));
	w->num_stale = 0;
	live_on(w, &r);
	if (life == LIFE_TWO) {
		begin_again(w, &r);
	}
	note_blocks(w);
	forget_reused(w);
	/* What a user has not written is what an earlier life left. */
	for (unsigned int i = 0; life == LIFE_ONE && i < w->num_live; i++) {
		live_fill(w, &w->live[i], &r);
	}
	if (!w->face->validate(w->target->number)) {
		give_up("the region is not sound");
	}
	world_keep(w, life);
}
