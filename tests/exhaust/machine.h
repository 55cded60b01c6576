/* SPDX-License-Identifier: Apache-2.0 */

/*
 * One heap in one tiny region, whose whole state can be saved and restored: the bytes of the region
 * and the struct sys_heap.
 */

#ifndef MACHINE_H_
#define MACHINE_H_

#include "arena.h"
#include "heap_adapter.h"

/* Granules of the largest heap. A set of granules is one word of 64 bits. */
#define MACHINE_MAX_GRANULES 60u
#define MACHINE_MAX_BLOCKS   MACHINE_MAX_GRANULES
#define MACHINE_MAX_STATE    (ARENA_MAX_BYTES + sizeof(struct sys_heap))

/* A block: where its payload starts, in bytes from the start of the region, and its bytes. */
struct block {
	uint32_t at;
	uint32_t bytes;
	bool used;
};

/* All blocks of a heap, in the order of addresses. */
struct picture {
	uint32_t count;
	struct block block[MACHINE_MAX_BLOCKS];
};

struct machine {
	struct sys_heap heap;
	uint8_t *region;
	uint32_t bytes;     /* of the region */
	uint32_t state;     /* bytes of a saved state */
	uint32_t first;     /* where the first block starts */
	uint32_t granules;  /* of a block that fills the heap */
	bool keep_stale;    /* states differ by bytes that mean nothing too */
	uint32_t num_sizes; /* what is asked for, in granules */
	uint32_t sizes[MACHINE_MAX_GRANULES + 1];
	uint64_t operations;
};

/*
 * Set up, `setups` times, a heap in the smallest region that gives at least so many granules. The
 * sizes become all from one granule to one more than there are, unless there are sizes already.
 * False, with a message, if there is no such heap.
 */
bool machine_open(struct machine *m, uint32_t granules, bool high, uint32_t setups);

void machine_save(const struct machine *m, uint8_t *state);
void machine_load(struct machine *m, const uint8_t *state);

/* Whether nothing changed since the state was saved. */
bool machine_is(const struct machine *m, const uint8_t *state);

/* Whether nothing outside the region changed since the state was saved. */
bool machine_kept_inside(const struct machine *m, const uint8_t *state);

/* The blocks as the walk tells them. False if they do not lie side by side in the heap. */
bool machine_look(struct machine *m, struct picture *picture);

/*
 * Give the bytes that mean nothing one value: payload of live blocks, and of free blocks what lies
 * between links and footer. The high-water mark becomes what is allocated.
 */
void machine_normalise(struct machine *m, const struct picture *picture);

/* The value of a byte of a live block after machine_normalise(): it tells one place from another.
 */
uint8_t machine_fill(const struct machine *m, uint32_t at);

/* The part of a free block that means nothing. False if there is none. */
bool machine_stale(const struct block *block, uint32_t *from, uint32_t *to);

/* The block that starts at an offset, live or free; NULL if none does. */
const struct block *picture_at(const struct picture *picture, uint32_t at);

/* The bytes that n granules hold. */
static inline uint32_t granule_bytes(uint32_t n)
{
	return n * SMH_ALIGN - ADAPTER_HEADER;
}

#endif /* MACHINE_H_ */
