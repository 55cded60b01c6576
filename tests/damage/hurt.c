/* SPDX-License-Identifier: Apache-2.0 */

/* What all kinds of damage share. */

#include <string.h>

#include "hurt.h"

void hit_write(const struct world *w, struct hit *hit, uint8_t *at, const void *bytes, size_t n)
{
	const struct region *t = w->target;
	const uint8_t *in = bytes;

	if (at < t->start) {
		const size_t outside = (size_t)(t->start - at);

		if (outside >= n) {
			return;
		}
		at += outside;
		in += outside;
		n -= outside;
	}
	if (at >= t->end) {
		return;
	}
	n = n < (size_t)(t->end - at) ? n : (size_t)(t->end - at);
	hit->changed = hit->changed || memcmp(at, in, n) != 0;
	memcpy(at, in, n);
	world_believe(w, at, at + n);
	if (hit->from == NULL || at < hit->from) {
		hit->from = at;
	}
	if (hit->to == NULL || at + n > hit->to) {
		hit->to = at + n;
	}
	for (size_t i = 0; trial.verbose && i < n; i++) {
		say("  wrote %02x at %p (region + %td)\n", at[i], (void *)&at[i],
		    &at[i] - t->start);
	}
}

void hit_word(const struct world *w, struct hit *hit, uint8_t *at, uint32_t word)
{
	hit_write(w, hit, at, &word, sizeof(word));
}

void hit_flip(const struct world *w, struct hit *hit, uint8_t *at, uint32_t mask)
{
	uint32_t word;

	memcpy(&word, at, sizeof(word));
	hit_word(w, hit, at, word ^ mask);
}

void hit_probe(struct hit *hit, uint8_t *ptr, bool any_call)
{
	hit->probes[hit->num_probes++] = (struct probe){.ptr = ptr, .any_call = any_call};
}

enum style_kind {
	STYLE_ZERO,
	STYLE_ONES,
	STYLE_ASCII,
	STYLE_INTS,     /* 32 bits each, counting */
	STYLE_SHORTS,   /* two of 16 bits in a word */
	STYLE_HIGH,     /* small numbers in the upper half */
	STYLE_GRANULE,  /* the number of the granule where it stands, or nearly */
	STYLE_POINTERS, /* into the region */
	STYLE_SIZES,    /* of blocks */
	STYLE_RANDOM,
	STYLE_COPIES, /* of headers */
	NUM_STYLES
};

/* One number after the other: what a compiler evaluates first must not change a trial. */
struct style style_pick(struct rng *r)
{
	static const uint32_t steps[] = {0, 1, 2, 4, SMH_ALIGN, 0xFFFFFFFF};
	struct style style = {.kind = rng_below(r, NUM_STYLES)};

	style.base = rng_below(r, rng_one_in(r, 2) ? 16 : 2048);
	style.step = steps[rng_below(r, 6)];
	style.small_index = rng_one_in(r, 2);
	return style;
}

struct style style_copies(void)
{
	return (struct style){.kind = STYLE_COPIES};
}

struct style style_random(void)
{
	return (struct style){.kind = STYLE_RANDOM};
}

static uint32_t header_copy(const struct world *w, struct rng *r)
{
	const struct block *block = &w->blocks[rng_below(r, w->num_blocks)];
	uint32_t word;

	memcpy(&word, block->mem - HEADER, sizeof(word));
	return word;
}

static uint32_t pointer_half(const struct world *w, struct rng *r, const uint8_t *at)
{
	const size_t span = (size_t)(w->target->end - w->target->start);
	const uint64_t value = (uintptr_t)w->target->start + rng_below(r, (uint32_t)span) / 8 * 8;

	/* Little endian: the upper half lies at the multiple of 8 and 4. */
	return (uintptr_t)at % 8 != 0 && sizeof(void *) == 8 ? (uint32_t)(value >> 32)
							     : (uint32_t)value;
}

/* The number of the granule whose header would be at `at`. */
static uint32_t granule_number(const struct world *w, const struct style *s, const uint8_t *at)
{
	const uint8_t *zero = s->small_index ? w->target->first - SMH_ALIGN : w->target->start;

	return (uint32_t)((at + HEADER - zero) / SMH_ALIGN);
}

uint32_t style_word(const struct world *w, struct rng *r, const struct style *s, const uint8_t *at)
{
	const uint32_t n = s->base + (uint32_t)((uintptr_t)at / 4) * s->step;

	switch (s->kind) {
	case STYLE_ZERO:
		return 0;
	case STYLE_ONES:
		return UINT32_MAX;
	case STYLE_ASCII:
		return 0x20202020 + (rng_next(r) & 0x5F5F5F5F);
	case STYLE_INTS:
		return (n & 0xFFFF) * (s->base % 3 == 0 ? 1 : s->base);
	case STYLE_SHORTS:
		return (n & 0xFFFF) << 16 | ((n + s->step) & 0xFFFF);
	case STYLE_HIGH:
		return (n & 0xFF) << (s->base % 2 == 0 ? 16 : 24);
	case STYLE_GRANULE:
		return granule_number(w, s, at) + (rng_one_in(r, 4) ? rng_below(r, 5) - 2 : 0);
	case STYLE_POINTERS:
		return pointer_half(w, r, at);
	case STYLE_SIZES:
		return (uint32_t)w->blocks[rng_below(r, w->num_blocks)].bytes / (1 + s->base % 16);
	case STYLE_COPIES:
		return header_copy(w, r);
	default:
		return rng_next(r);
	}
}

uint32_t any_word(const struct world *w, struct rng *r, const uint8_t *at)
{
	const struct style s = style_pick(r);

	return style_word(w, r, &s, at);
}

const struct block *any_block(const struct world *w, struct rng *r, bool used, size_t bytes)
{
	const uint32_t first = rng_below(r, w->num_blocks);

	for (unsigned int i = 0; i < w->num_blocks; i++) {
		const struct block *block = &w->blocks[(first + i) % w->num_blocks];

		if (block->used == used && block->bytes >= bytes) {
			return block;
		}
	}
	return NULL;
}

uint32_t block_index(const struct world *w, const struct block *block)
{
	return (uint32_t)((block->mem - w->target->first) / SMH_ALIGN) + 1;
}

const struct block *block_before(const struct world *w, const struct block *block)
{
	return block > w->blocks ? block - 1 : NULL;
}

const struct block *block_after(const struct world *w, const struct block *block)
{
	return block + 1 < w->blocks + w->num_blocks ? block + 1 : NULL;
}
