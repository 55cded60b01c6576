/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A random heap and the shadow model of it: which blocks are live and what they contain. It is made
 * once and put back before each of a few trials.
 */

#ifndef DAMAGE_WORLD_H_
#define DAMAGE_WORLD_H_

#include "face.h"
#include "random.h"

#define MAX_LIVE   64u
#define MAX_BLOCKS 192u
#define MAX_STALE  96u
#define MAX_SCRUBS 32u

/* Bytes of a header. It lies right in front of the payload. */
#define HEADER 4u

/* Of a longer block only so many bytes at either end are written and compared. */
#define EDGE 128u

enum form {
	FORM_NARROW,
	FORM_WIDE,
	NUM_FORMS
};

/* A block that the model holds, with the bytes that must stay as they are. */
struct live {
	uint8_t *mem;
	size_t bytes;
};

/* A block of the damaged region as the walk told before the damage. */
struct block {
	uint8_t *mem;
	size_t bytes;
	bool used;
};

struct world {
	enum form form;
	bool big;          /* only what is around blocks is kept, the rest is zeroes */
	bool dirty;        /* anything may have been written */
	uint32_t one_size; /* of all blocks, or 0 */
	const struct face *face;
	unsigned int num_regions;
	struct region regions[NUM_REGIONS];
	struct region *target; /* the one to damage */
	struct block blocks[MAX_BLOCKS];
	unsigned int num_blocks;
	struct live live[MAX_LIVE];
	unsigned int num_live;
	struct live kept_live[MAX_LIVE];
	unsigned int num_kept_live;
	/* Where blocks began once; none of them is the start of a live block. */
	uint8_t *stale[MAX_STALE];
	unsigned int num_stale;
	struct snapshot memory;
	/* In a large region: what a trial wrote outside the parts that are kept, where zeroes were.
	 */
	struct scrub {
		uint8_t *from;
		uint8_t *to;
	} scrubs[MAX_SCRUBS];
	unsigned int num_scrubs;
	/* A copy of a large region of which more than blocks matters, or NULL. */
	uint8_t *whole;
};

/* What a kind of damage needs of the heap. */
enum life {
	LIFE_ONE,
	LIFE_TWO, /* the memory held a heap before, whose blocks are the stale pointers */
};

/* Map the memory; once. */
void world_map(void);

/* Whether the build has regions of a form. */
bool world_has(enum form form);

/* Make a new random heap. Ends the program if the library fails without any damage. */
void world_build(struct world *w, enum form form, enum life life, uint64_t seed);

/* How many heaps were set up so far in this process, and set up so many more. */
extern uint64_t world_setups;
void world_set_up_more(uint64_t count);

/* Keep the state, as the last step of making a heap. */
void world_keep(struct world *w, enum life life);

/* Back to the state after world_build(). */
void world_restore(struct world *w);

/* A trial has a block there, so that its ends and what is beside them may be written. */
void world_note_block(struct world *w, uint8_t *mem, size_t bytes);

/* --- The shadow model --------------------------------------------------- */

/* The region that holds an address, or NULL. */
const struct region *world_region(const struct world *w, const uint8_t *at);

/* The place of a live block in the table, or -1. */
int live_find(const struct world *w, const uint8_t *mem);

void live_add(struct world *w, uint8_t *mem, size_t bytes);
void live_drop(struct world *w, int at);

/* Write random content; whether it is still there. */
void live_fill(const struct world *w, const struct live *live, struct rng *r);
bool live_intact(const struct world *w, const struct live *live);

/* Whether [from, to) shares a byte with a live block other than the one at `except`. */
bool live_overlaps(const struct world *w, const uint8_t *from, const uint8_t *to, int except);

/* Copy what the memory contains to the mirror: the model takes it as the user's own. */
void world_believe(const struct world *w, const uint8_t *from, const uint8_t *to);

#endif /* DAMAGE_WORLD_H_ */
