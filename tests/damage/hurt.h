/* SPDX-License-Identifier: Apache-2.0 */

/* The kinds of damage. */

#ifndef DAMAGE_HURT_H_
#define DAMAGE_HURT_H_

#include "trial.h"

/* Overwrite bytes of the damaged region; those outside it are left alone. */
void hit_write(const struct world *w, struct hit *hit, uint8_t *at, const void *bytes, size_t n);

/* The same with a word, or with one whose bits in `mask` are flipped. */
void hit_word(const struct world *w, struct hit *hit, uint8_t *at, uint32_t word);
void hit_flip(const struct world *w, struct hit *hit, uint8_t *at, uint32_t mask);

/* The next call with `ptr` decides by the damage. */
void hit_probe(struct hit *hit, uint8_t *ptr, bool any_call);

/* What words of programs look like: the style of an array, and its words. */
struct style {
	uint32_t kind;
	uint32_t base;
	uint32_t step;
	bool small_index; /* of granules: counted from the first block, else from the region */
};
struct style style_pick(struct rng *r);
struct style style_copies(void);
struct style style_random(void);
uint32_t style_word(const struct world *w, struct rng *r, const struct style *s, const uint8_t *at);

/* A random word of any style for an address. */
uint32_t any_word(const struct world *w, struct rng *r, const uint8_t *at);

/* A block of the damaged region: used or free, of at least so many bytes. NULL if there is none. */
const struct block *any_block(const struct world *w, struct rng *r, bool used, size_t bytes);

/* The number of the granule where a block starts: the first block is at 1. */
uint32_t block_index(const struct world *w, const struct block *block);

/* The blocks beside it, or NULL. */
const struct block *block_before(const struct world *w, const struct block *block);
const struct block *block_after(const struct world *w, const struct block *block);

/* Ways to change a word. */
enum how_word {
	HOW_1_BIT = 1,
	HOW_2_BITS,
	HOW_3_BITS,
	HOW_BYTE,
	HOW_WORD
};

bool hurt_live_header(const struct world *w, struct rng *r, struct hit *hit, unsigned int how);
bool hurt_free_header(const struct world *w, struct rng *r, struct hit *hit, unsigned int how);
bool hurt_end_marker(const struct world *w, struct rng *r, struct hit *hit, unsigned int how);

bool hurt_links(const struct world *w, struct rng *r, struct hit *hit, unsigned int how);
bool hurt_footer(const struct world *w, struct rng *r, struct hit *hit, unsigned int how);
bool hurt_used_after_free(const struct world *w, struct rng *r, struct hit *hit, unsigned int how);

/* Parts of the control block. */
enum part {
	PART_COUNTS,
	PART_MAP,
	PART_HEADS,
	PART_START_BITS,
	PART_ALL
};
bool hurt_control(const struct world *w, struct rng *r, struct hit *hit, unsigned int how);
bool hurt_everything(const struct world *w, struct rng *r, struct hit *hit, unsigned int how);

/* Bytes over the end or the start of a block: `how` at most, 1 or more. */
bool hurt_overrun(const struct world *w, struct rng *r, struct hit *hit, unsigned int how);
bool hurt_underrun(const struct world *w, struct rng *r, struct hit *hit, unsigned int how);

/* Pointers that are no block. */
enum pointers {
	POINTERS_OUTSIDE,
	POINTERS_INSIDE,
	POINTERS_INSIDE_DATA,
	POINTERS_INSIDE_COPIES,
	POINTERS_STALE
};
bool hurt_pointers(const struct world *w, struct rng *r, struct hit *hit, unsigned int how);

#endif /* DAMAGE_HURT_H_ */
