/* SPDX-License-Identifier: Apache-2.0 */

/* Calls of the library, each result held against the shadow model. */

#include <stdint.h>
#include <string.h>

#include "calls.h"

/* Room that is kept in the table of live blocks. */
#define ENOUGH_LIVE (MAX_LIVE - 4)

/* Whether [mem, mem + bytes) lies where the region may have blocks. */
static bool inside(const struct region *region, const uint8_t *mem, size_t bytes)
{
	const uint8_t *end = region->end - HEADER;

	return mem >= region->first && mem < end && bytes <= (size_t)(end - mem);
}

/* A block was handed out, or stays where it is with another size. */
static void adopt(struct world *w, struct rng *r, unsigned int attr, uint8_t *mem, size_t bytes)
{
	const struct region *region = world_region(w, mem);
	struct live live = {.mem = mem, .bytes = bytes};

	if (region == NULL || region->attr != attr || !inside(region, mem, bytes)) {
		harm_g1("a block outside the region was handed out");
		return;
	}
	if ((uintptr_t)mem % SMH_ALIGN != 0) {
		harm_g1("a block that is not aligned was handed out");
		return;
	}
	if (live_overlaps(w, mem, mem + bytes, -1)) {
		harm_g3("a block over a live one was handed out");
		return;
	}
	world_note_block(w, mem, bytes);
	live_fill(w, &live, r);
	live_add(w, mem, bytes);
}

/* The content must be there before the user gives a block away. */
static void check_content(const struct world *w, int at)
{
	if (at >= 0 && !live_intact(w, &w->live[at])) {
		harm_g3("bytes of a live block changed");
	}
}

static size_t pick_size(const struct world *w, struct rng *r)
{
	const struct block *block = &w->blocks[rng_below(r, w->num_blocks)];

	switch (rng_below(r, 8)) {
	case 0:
		return rng_range(r, 1, 200);
	case 1:
		return rng_range(r, 1, 40);
	case 2:
		return rng_range(r, 1, (uint32_t)(w->target->end - w->target->start));
	case 3:
		return rng_one_in(r, 2) ? SIZE_MAX - rng_below(r, 64) : rng_next(r);
	case 4:
		return block->bytes + rng_below(r, 3 * SMH_ALIGN);
	default:
		return block->bytes - rng_below(r, 4);
	}
}

bool call_alloc(struct world *w, struct rng *r, unsigned int attr)
{
	const size_t bytes = pick_size(w, r);
	const size_t align = (size_t)1 << rng_below(r, 10);
	uint8_t *mem;

	switch (rng_below(r, 6)) {
	case 0:
		mem = w->face->aligned_alloc(attr, align, bytes);
		if (mem != NULL && (uintptr_t)mem % align != 0) {
			harm_g1("a block that is not aligned as asked for was handed out");
		}
		break;
	case 1:
		/* No more than a page is cleared, for speed, but for what cannot be served. */
		if (w->face->calloc != NULL && (bytes <= 4096 || bytes > UINT32_MAX / 2)) {
			mem = w->face->calloc(attr, bytes, 1);
			break;
		} /* fall through */
	default:
		mem = w->face->alloc(attr, bytes);
		break;
	}
	say("  alloc(%u, %zu) = %p\n", attr, bytes, (void *)mem);
	if (mem != NULL) {
		adopt(w, r, attr, mem, bytes);
	}
	return mem != NULL;
}

bool call_free(struct world *w, struct rng *r, uint8_t *ptr)
{
	const unsigned int faults = trial.faults;
	const int at = live_find(w, ptr);

	check_content(w, at);
	if (rng_one_in(r, 8)) {
		(void)w->face->realloc(ATTR, ptr, 0);
	} else {
		w->face->free(ptr);
	}
	say("  free(%p)%s\n", (void *)ptr, trial.faults != faults ? " refused" : "");
	if (trial.faults != faults) {
		return false;
	}
	if (at >= 0) {
		live_drop(w, at);
	}
	return true;
}

bool call_usable_size(struct world *w, uint8_t *ptr)
{
	const size_t bytes = w->face->usable_size(ptr);
	const struct region *region = world_region(w, ptr);
	const int at = live_find(w, ptr);

	say("  usable_size(%p) = %zu\n", (void *)ptr, bytes);
	if (bytes == 0) {
		return false;
	}
	if (region == NULL || !inside(region, ptr, bytes)) {
		harm_g3("a usable size beyond the region");
	} else if (at >= 0 && bytes < w->live[at].bytes) {
		harm_g3("a usable size below what the block holds");
	} else if (at >= 0 && live_overlaps(w, ptr, ptr + bytes, at)) {
		harm_g3("a usable size over a live block");
	}
	return true;
}

bool call_resize(struct world *w, struct rng *r, uint8_t *ptr, size_t bytes)
{
	const struct region *region = world_region(w, ptr);
	const int at = live_find(w, ptr);
	int result;

	check_content(w, at);
	result = w->face->resize(ptr, bytes);
	say("  resize(%p, %zu) = %d\n", (void *)ptr, bytes, result);
	if (result != 0) {
		return false;
	}
	if (at >= 0) {
		check_content(w, bytes >= w->live[at].bytes ? at : -1);
		live_drop(w, at);
	}
	adopt(w, r, region != NULL ? region->attr : ATTR, ptr, bytes);
	return true;
}

/* Whether a block that was moved or resized begins as the model says that it did. */
static void check_moved(const struct world *w, const uint8_t *mem, const uint8_t *mirror,
			size_t bytes)
{
	const struct region *region = world_region(w, mem);

	if (region != NULL && inside(region, mem, bytes) && memcmp(mem, mirror, bytes) != 0) {
		harm_g3("a block that moved lost its content");
	}
}

static uint8_t *do_aligned_realloc(const struct world *w, struct rng *r, unsigned int attr,
				   uint8_t *ptr, size_t bytes)
{
	const size_t align = (size_t)1 << rng_below(r, 8);
	uint8_t *mem;

	mem = w->face->aligned_realloc(attr, ptr, align, bytes);
	if (mem != NULL && (uintptr_t)mem % align != 0) {
		harm_g1("a block that is not aligned as asked for was handed out");
	}
	return mem;
}

bool call_realloc(struct world *w, struct rng *r, uint8_t *ptr, size_t bytes, bool aligned)
{
	const struct region *region = world_region(w, ptr);
	const unsigned int attr = region != NULL ? region->attr : ATTR;
	const int at = live_find(w, ptr);
	uint8_t *mem;

	check_content(w, at);
	mem = aligned ? do_aligned_realloc(w, r, attr, ptr, bytes)
		      : w->face->realloc(attr, ptr, bytes);
	say("  realloc(%p, %zu) = %p\n", (void *)ptr, bytes, (void *)mem);
	if (mem == NULL) {
		return false;
	}
	if (at >= 0) {
		const struct live old = w->live[at];
		size_t kept = old.bytes < bytes ? old.bytes : bytes;

		kept = old.bytes <= 2 * EDGE || kept < EDGE ? kept : EDGE;
		live_drop(w, at);
		w->dirty = w->dirty || (mem != old.mem && old.bytes > EDGE);
		check_moved(w, mem, arena_mirror(region->arena, old.mem), kept);
	}
	adopt(w, r, attr, mem, bytes);
	return true;
}

struct path {
	const struct region *region;
	const uint8_t *last;
	bool bad;
};

static bool visit(void *arg, void *mem, size_t bytes, bool used)
{
	struct path *path = arg;

	(void)used;
	path->bad = path->bad || !inside(path->region, mem, bytes) ||
		    (path->last != NULL && (uint8_t *)mem <= path->last);
	path->last = mem;
	return !path->bad;
}

void call_walk(const struct world *w, const struct region *region)
{
	struct path path = {.region = region};

	(void)w->face->walk(region->number, visit, &path);
	if (path.bad) {
		harm_g1("a walk left the region or went backwards");
	}
}

uint8_t *pointer_foreign(const struct world *w, struct rng *r)
{
	const struct region *t = w->target;
	uintptr_t at;

	do {
		switch (rng_below(r, 4)) {
		case 0:
			at = (uintptr_t)t->end + (size_t)SMH_ALIGN * rng_below(r, 20);
			break;
		case 1:
			at = (uintptr_t)t->start - (size_t)SMH_ALIGN * rng_range(r, 1, 20);
			break;
		case 2:
			at = (uintptr_t)rng_range(r, 1, 4096);
			break;
		default:
			at = (uintptr_t)rng_next64(r);
			break;
		}
	} while (at == 0 || world_region(w, (uint8_t *)at) != NULL);
	return (uint8_t *)at;
}

uint8_t *pointer_misaligned(const struct world *w, struct rng *r)
{
	const struct region *t = w->target;
	uint8_t *at = t->first + rng_below(r, (uint32_t)(t->end - t->first));
	const uint32_t lead = (uint32_t)(t->first - t->start);

	if (lead >= SMH_ALIGN && rng_one_in(r, 4)) {
		return t->start + (size_t)SMH_ALIGN * rng_below(r, lead / SMH_ALIGN);
	}
	at -= (uintptr_t)at % SMH_ALIGN;
	if (w->face->rewinds) {
		/* 3 and 5 are no powers of two below the next granule. */
		return at + (SMH_ALIGN == 8 ? 3 : 5);
	}
	return at + rng_range(r, 1, SMH_ALIGN - 1);
}

static void call_on_live(struct world *w, struct rng *r)
{
	uint8_t *ptr = w->live[rng_below(r, w->num_live)].mem;
	const uint32_t what = rng_below(r, w->face->resize != NULL ? 8 : 7);

	if (world_region(w, ptr)->attr == OTHER_ATTR) {
		return; /* nobody touches that region, so that all of it can be compared */
	}
	switch (what) {
	case 0:
	case 1:
	case 2:
	case 3:
		(void)call_free(w, r, ptr);
		break;
	case 4:
		(void)call_usable_size(w, ptr);
		break;
	case 7:
		(void)call_resize(w, r, ptr, pick_size(w, r));
		break;
	default:
		(void)call_realloc(w, r, ptr, pick_size(w, r), what == 5);
		break;
	}
}

void call_any(struct world *w, struct rng *r)
{
	const uint32_t what = rng_below(r, 32);

	if (what == 0) {
		call_walk(w, w->target);
	} else if (what == 1) {
		(void)w->face->validate(w->target->number);
	} else if (what == 2) {
		if (!w->face->ask(w->target)) {
			harm_g1("what is known of the region changed");
		}
	} else if (what == 3) {
		(void)call_free(w, r, pointer_foreign(w, r));
	} else if (w->num_live != 0 && (what < 18 || w->num_live >= ENOUGH_LIVE)) {
		call_on_live(w, r);
	} else {
		(void)call_alloc(w, r, ATTR);
	}
}
