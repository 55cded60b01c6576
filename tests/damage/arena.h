/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Memory between guards, pages that nobody may touch, and copies of parts of it.
 *
 *   | guard | ............ usable pages ............ | guard |
 *
 * A region starts right behind the first guard or ends right before the second. On its other side
 * are bytes of the arena, of which the nearest are watched for writes.
 */

#ifndef DAMAGE_ARENA_H_
#define DAMAGE_ARENA_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARENA_PAGE 4096u

struct arena {
	uint8_t *mem;
	size_t bytes;
	uint8_t *mirror; /* as large: what live blocks should contain, at the same offsets */
};

/* Bytes that are watched on either side of a span. */
#define WATCHED_BYTES 64u

/* Map an arena of at least so many bytes; ends the program if there is no memory. */
void arena_map(struct arena *arena, size_t bytes);

/*
 * Make its content what it always is before a region is made: in an arena of one page the value of
 * watched bytes, in a larger one zeroes, whose pages are not touched.
 */
void arena_clear(const struct arena *arena);

/* Where the mirror of an address of the arena is. */
static inline uint8_t *arena_mirror(const struct arena *arena, const uint8_t *at)
{
	return arena->mirror + (at - arena->mem);
}

/* Set the watched bytes around a span; whether they are as they were set. */
void watch_set(const struct arena *arena, uint8_t *start, uint8_t *end);
bool watch_holds(const struct arena *arena, const uint8_t *start, const uint8_t *end);

/* Parts of one arena, in the order of addresses, and what they contained. */
#define MAX_CHUNKS 160
struct chunk {
	uint8_t *at;
	size_t bytes;
	size_t kept; /* offset of the copy */
};

struct snapshot {
	unsigned int count;
	struct chunk chunks[MAX_CHUNKS];
	uint8_t *copy;
	size_t used;
	size_t room;
};

void snapshot_begin(struct snapshot *s);

/* Add a span; it may overlap the one added last, but not start before it. */
void snapshot_add(struct snapshot *s, uint8_t *from, uint8_t *to);

/* Copy the parts, and copy them back. */
void snapshot_keep(struct snapshot *s);
void snapshot_restore(const struct snapshot *s);

/* Whether the parts are as they were kept, but for [from, to). */
bool snapshot_same(const struct snapshot *s, const uint8_t *from, const uint8_t *to);

/* Whether a span lies in one part. */
bool snapshot_covers(const struct snapshot *s, const uint8_t *from, const uint8_t *to);

#endif /* DAMAGE_ARENA_H_ */
