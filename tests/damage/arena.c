/* SPDX-License-Identifier: Apache-2.0 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "arena.h"

#define WATCH_VALUE 0x5C

/* A wild access lands in a guard, not in another arena. */
#define GUARD_BYTES 0x800000u

/* At the same addresses in each run, if the system allows, as some damage looks like pointers. */
static uint8_t *map(size_t bytes, int rights)
{
	static uintptr_t at = sizeof(void *) > 4 ? (uintptr_t)UINT64_C(0x5a0000000000) : 0x5a000000;
	uint8_t *mem =
		mmap((void *)at, bytes, rights, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	at += (bytes + 0xFFFF) & ~(uintptr_t)0xFFFF;
	if (mem == MAP_FAILED) {
		perror("damage: mmap");
		exit(2);
	}
	return mem;
}

void arena_map(struct arena *arena, size_t bytes)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	const size_t usable = (bytes + page - 1) / page * page;
	uint8_t *mem = map(usable + 2 * GUARD_BYTES, PROT_NONE) + GUARD_BYTES;

	if (mprotect(mem, usable, PROT_READ | PROT_WRITE) != 0) {
		perror("damage: mprotect");
		exit(2);
	}
	arena->mem = mem;
	arena->bytes = usable;
	arena->mirror = map(usable, PROT_READ | PROT_WRITE);
}

void arena_clear(const struct arena *arena)
{
	if (arena->bytes <= ARENA_PAGE) {
		memset(arena->mem, WATCH_VALUE, arena->bytes);
		return;
	}
	if (madvise(arena->mem, arena->bytes, MADV_DONTNEED) != 0) {
		memset(arena->mem, 0, arena->bytes);
	}
}

/* How many bytes of the arena are watched below the start, and above the end. */
static size_t watched_below(const struct arena *arena, const uint8_t *start)
{
	const size_t below = (size_t)(start - arena->mem);

	return below < WATCHED_BYTES ? below : WATCHED_BYTES;
}

static size_t watched_above(const struct arena *arena, const uint8_t *end)
{
	const size_t above = (size_t)(arena->mem + arena->bytes - end);

	return above < WATCHED_BYTES ? above : WATCHED_BYTES;
}

void watch_set(const struct arena *arena, uint8_t *start, uint8_t *end)
{
	const size_t below = watched_below(arena, start);

	memset(start - below, WATCH_VALUE, below);
	memset(end, WATCH_VALUE, watched_above(arena, end));
}

static bool all_watched(const uint8_t *at, size_t bytes)
{
	return bytes == 0 || (at[0] == WATCH_VALUE && memcmp(at, at + 1, bytes - 1) == 0);
}

bool watch_holds(const struct arena *arena, const uint8_t *start, const uint8_t *end)
{
	const size_t below = watched_below(arena, start);

	return all_watched(start - below, below) && all_watched(end, watched_above(arena, end));
}

void snapshot_begin(struct snapshot *s)
{
	s->count = 0;
	s->used = 0;
}

void snapshot_add(struct snapshot *s, uint8_t *from, uint8_t *to)
{
	struct chunk *last = s->count != 0 ? &s->chunks[s->count - 1] : NULL;

	if (last != NULL && from >= last->at && from <= last->at + last->bytes) {
		if (to > last->at + last->bytes) {
			last->bytes = (size_t)(to - last->at);
		}
		return;
	}
	if (s->count == MAX_CHUNKS) {
		(void)fprintf(stderr, "damage: MAX_CHUNKS is too small\n");
		exit(2);
	}
	s->chunks[s->count++] = (struct chunk){.at = from, .bytes = (size_t)(to - from)};
}

void snapshot_keep(struct snapshot *s)
{
	s->used = 0;
	for (unsigned int i = 0; i < s->count; i++) {
		s->chunks[i].kept = s->used;
		s->used += s->chunks[i].bytes;
	}
	if (s->used > s->room) {
		s->room = 2 * s->used;
		s->copy = realloc(s->copy, s->room);
		if (s->copy == NULL) {
			perror("damage: realloc");
			exit(2);
		}
	}
	for (unsigned int i = 0; i < s->count; i++) {
		memcpy(s->copy + s->chunks[i].kept, s->chunks[i].at, s->chunks[i].bytes);
	}
}

void snapshot_restore(const struct snapshot *s)
{
	for (unsigned int i = 0; i < s->count; i++) {
		memcpy(s->chunks[i].at, s->copy + s->chunks[i].kept, s->chunks[i].bytes);
	}
}

static bool chunk_same(const struct snapshot *s, const struct chunk *c, const uint8_t *from,
		       const uint8_t *to)
{
	const uint8_t *copy = s->copy + c->kept;
	const uint8_t *end = c->at + c->bytes;

	if (to <= c->at || from >= end || from >= to) {
		return memcmp(c->at, copy, c->bytes) == 0;
	}
	if (from > c->at && memcmp(c->at, copy, (size_t)(from - c->at)) != 0) {
		return false;
	}
	return to >= end || memcmp(to, copy + (to - c->at), (size_t)(end - to)) == 0;
}

bool snapshot_same(const struct snapshot *s, const uint8_t *from, const uint8_t *to)
{
	for (unsigned int i = 0; i < s->count; i++) {
		if (!chunk_same(s, &s->chunks[i], from, to)) {
			return false;
		}
	}
	return true;
}

bool snapshot_covers(const struct snapshot *s, const uint8_t *from, const uint8_t *to)
{
	for (unsigned int i = 0; i < s->count; i++) {
		const struct chunk *c = &s->chunks[i];

		if (from >= c->at && to <= c->at + c->bytes) {
			return true;
		}
	}
	return false;
}
