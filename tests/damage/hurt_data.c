/* SPDX-License-Identifier: Apache-2.0 */

/* Damage by what users write: over the ends of blocks, and into freed ones. */

#include <string.h>

#include "hurt.h"
#include "internal.h"

/* The bytes of links and of a footer. */
static size_t link_bytes(const struct world *w)
{
	return w->form == FORM_NARROW ? 4 : 8;
}

static size_t footer_bytes(const struct world *w)
{
	return w->form == FORM_NARROW ? 2 : 4;
}

/* The index of a block as a link has it, or of a place near it. */
static uint32_t any_link(const struct world *w, struct rng *r)
{
	const uint32_t index = block_index(w, &w->blocks[rng_below(r, w->num_blocks)]);

	return index + (rng_one_in(r, 4) ? rng_below(r, 5) - 2 : 0);
}

bool hurt_links(const struct world *w, struct rng *r, struct hit *hit, unsigned int how)
{
	const size_t size = link_bytes(w) / 2;
	const struct block *block = any_block(w, r, false, 2 * size);
	uint32_t link = any_link(w, r);
	uint8_t *at;

	(void)how;
	if (block == NULL) {
		return false;
	}
	at = block->mem + (rng_one_in(r, 2) ? size : 0);
	hit->must_see = true;
	if (rng_one_in(r, 3)) {
		uint8_t byte;

		at += rng_below(r, (uint32_t)size);
		byte = (uint8_t)(*at ^ 1u << rng_below(r, 8));
		hit_write(w, hit, at, &byte, 1);
	} else if (size == 2) {
		const uint16_t half = (uint16_t)(rng_one_in(r, 4) ? rng_next(r) : link);

		/* What was there already, by chance, is no damage. */
		hit->must_see = memcmp(at, &half, 2) != 0;
		hit_write(w, hit, at, &half, 2);
	} else {
		hit_word(w, hit, at, rng_one_in(r, 4) ? rng_next(r) : link);
	}
	return true;
}

bool hurt_footer(const struct world *w, struct rng *r, struct hit *hit, unsigned int how)
{
	const size_t size = footer_bytes(w);
	/* A block of one granule has no room for one beside its links. */
	const struct block *block = any_block(w, r, false, 2 * SMH_ALIGN - HEADER);
	uint8_t *at;
	uint32_t word;

	(void)how;
	if (block == NULL) {
		return false;
	}
	at = block->mem + block->bytes - size;
	hit->must_see = internal_footer_bytes(w->form == FORM_NARROW) != 0;
	word = rng_one_in(r, 2) ? any_link(w, r) : any_word(w, r, at);
	if (rng_one_in(r, 2)) {
		const uint8_t byte = (uint8_t)(*at ^ 1u << rng_below(r, 8));

		hit_write(w, hit, at, &byte, 1);
	} else {
		hit_write(w, hit, at, &word, size);
	}
	return true;
}

bool hurt_used_after_free(const struct world *w, struct rng *r, struct hit *hit, unsigned int how)
{
	const struct block *block = any_block(w, r, false, 0);
	const struct style style = style_pick(r);
	uint32_t from;
	uint32_t bytes;

	(void)how;
	if (block == NULL) {
		return false;
	}
	/* Most programs write to the start of the block that they had, many to all of it. */
	bytes = block->bytes < 256 ? (uint32_t)block->bytes : 256;
	from = rng_one_in(r, 2) ? 0 : rng_below(r, bytes) / 4 * 4;
	bytes = rng_range(r, 1, bytes - from);
	for (uint32_t i = 0; i < bytes; i += 4) {
		const uint32_t word = style_word(w, r, &style, block->mem + from + i);

		hit_write(w, hit, block->mem + from + i, &word, bytes - i < 4 ? bytes - i : 4);
	}
	return true;
}

/* Fill a few bytes with what a program might write; a string ends with a 0. */
static void make_run(const struct world *w, struct rng *r, uint8_t *at, uint8_t *bytes, size_t n)
{
	const struct style style = style_pick(r);

	for (size_t i = 0; i < n; i += 4) {
		const uint32_t word = style_word(w, r, &style, at + i);

		memcpy(bytes + i, &word, n - i < 4 ? n - i : 4);
	}
	if (rng_one_in(r, 3)) {
		bytes[n - 1] = 0;
	}
}

bool hurt_overrun(const struct world *w, struct rng *r, struct hit *hit, unsigned int how)
{
	const struct block *block = any_block(w, r, true, 0);
	const struct block *after;
	uint8_t bytes[16];
	size_t n;
	uint8_t *at;

	if (block == NULL) {
		return false;
	}
	n = how == 1 ? 1 : rng_range(r, 2, how);
	at = block->mem + block->bytes;
	make_run(w, r, at, bytes, n);
	/* The header must change, or no call has anything to see. */
	if (memcmp(at, bytes, n < HEADER ? n : HEADER) == 0) {
		return false;
	}
	hit_write(w, hit, at, bytes, n);
	hit->must_see = n == 1;
	after = block_after(w, block);
	if (after != NULL && after->used && rng_one_in(r, 2)) {
		hit_probe(hit, after->mem, true);
	} else {
		hit_probe(hit, block->mem, false);
	}
	return true;
}

bool hurt_underrun(const struct world *w, struct rng *r, struct hit *hit, unsigned int how)
{
	const struct block *block = any_block(w, r, true, 0);
	uint8_t bytes[16];
	size_t n;
	size_t of_header;

	if (block == NULL) {
		return false;
	}
	/* The first block has the control block before it. */
	if (how > 1 && rng_one_in(r, 4) && w->blocks[0].used) {
		block = &w->blocks[0];
	}
	n = how == 1 ? 1 : rng_range(r, 2, how);
	of_header = n < HEADER ? n : HEADER;
	make_run(w, r, block->mem - n, bytes, n);
	if (memcmp(block->mem - of_header, bytes + n - of_header, of_header) == 0) {
		return false;
	}
	hit_write(w, hit, block->mem - n, bytes, n);
	hit->must_see = n == 1;
	hit_probe(hit, block->mem, true);
	return true;
}
