/* SPDX-License-Identifier: Apache-2.0 */

/* Damage of the control block, which lies between the region's start and the first header. */

#include <string.h>

#include "hurt.h"
#include "internal.h"

/* Where a part of the control block is. */
struct span {
	uint8_t *from;
	uint8_t *to;
};

static uint32_t granules(const struct world *w)
{
	return (uint32_t)((w->target->end - w->target->start) / SMH_ALIGN);
}

/* A part, as internal.h draws them. Below the lowest there may be some bytes of no use. */
static struct span part_span(const struct world *w, unsigned int part)
{
	const struct region *t = w->target;
	const struct internal_parts parts = internal_parts(w->form == FORM_NARROW);
	const size_t starts = SMH_CHECK_EXACT ? (granules(w) + 31) / 32 * 4 : 0;
	uint8_t *end = t->first - HEADER;
	uint8_t *counts = end - parts.counts;

	switch (part) {
	case PART_COUNTS:
		return (struct span){counts, end};
	case PART_MAP:
		return (struct span){counts - parts.map, counts};
	case PART_HEADS:
		return (struct span){t->start + starts, counts - parts.map};
	case PART_START_BITS:
		return (struct span){t->start, t->start + starts};
	default:
		return (struct span){t->start, end};
	}
}

/* Granules where blocks are, or nearly, or anything. */
static uint32_t any_index(const struct world *w, struct rng *r)
{
	const uint32_t index = block_index(w, &w->blocks[rng_below(r, w->num_blocks)]);

	switch (rng_below(r, 4)) {
	case 0:
		return index;
	case 1:
		return index + 1;
	case 2:
		return rng_below(r, granules(w) + 2);
	default:
		return rng_next(r);
	}
}

/* One field: 16 bits wide, or 32. */
static void set_field(const struct world *w, struct rng *r, struct hit *hit, struct span s)
{
	const size_t size = w->form == FORM_NARROW && rng_one_in(r, 2) ? 2 : 4;
	const uint32_t fields = (uint32_t)((size_t)(s.to - s.from) / size);
	const uint32_t value = any_index(w, r);
	const uint16_t half = (uint16_t)value;

	if (fields == 0) {
		return;
	}
	hit_write(w, hit, s.from + size * rng_below(r, fields),
		  size == 2 ? (const void *)&half : (const void *)&value, size);
}

static void set_all(const struct world *w, struct rng *r, struct hit *hit, struct span s)
{
	const struct style style = style_pick(r);

	for (uint8_t *at = s.from; at < s.to; at += 4) {
		const uint32_t word = style_word(w, r, &style, at);

		hit_write(w, hit, at, &word, (size_t)(s.to - at) < 4 ? (size_t)(s.to - at) : 4);
	}
}

/* Whether the field in which a byte lies names a free block, as a head does. */
static bool is_head(const struct world *w, struct span heads, const uint8_t *at)
{
	const size_t size = w->form == FORM_NARROW ? 2 : 4;
	const uint8_t *field = heads.to - ((size_t)(heads.to - at) + size - 1) / size * size;
	uint32_t index;
	uint16_t half;

	if (field < heads.from + SMH_ALIGN) {
		return false; /* perhaps no head, but what was there before */
	}
	memcpy(&half, field, sizeof(half));
	memcpy(&index, field, sizeof(index));
	index = size == 2 ? half : index;
	for (unsigned int i = 0; i < w->num_blocks; i++) {
		const struct block *block = &w->blocks[i];

		if (!block->used && block_index(w, block) == index) {
			return true;
		}
	}
	return false;
}

bool hurt_control(const struct world *w, struct rng *r, struct hit *hit, unsigned int how)
{
	const struct span s = part_span(w, how);
	uint8_t byte;
	uint8_t *at;

	if (s.from >= s.to) {
		return false;
	}
	switch (rng_below(r, 8)) {
	case 0:
		set_field(w, r, hit, s);
		return true;
	case 1:
		set_field(w, r, hit, s);
		set_field(w, r, hit, s);
		return true;
	case 2:
		set_all(w, r, hit, s);
		return true;
	default:
		at = s.from + rng_below(r, (uint32_t)(s.to - s.from));
		byte = (uint8_t)(rng_one_in(r, 4) ? rng_next(r) : *at ^ 1u << rng_below(r, 8));
		/* A bin that has a block and loses its bit; another head of a bin that has one. */
		hit->must_see = how == PART_MAP
					? (*at & ~byte) != 0
					: how == PART_HEADS && byte != *at && is_head(w, s, at);
		hit_write(w, hit, at, &byte, 1);
		return true;
	}
}

bool hurt_everything(const struct world *w, struct rng *r, struct hit *hit, unsigned int how)
{
	const struct region *t = w->target;
	const uint32_t bytes = (uint32_t)(t->end - t->start);
	struct span s = {t->start, t->end};

	(void)how;
	if (bytes > 4096) {
		/* The control block and the first blocks, or a part of the others. */
		s.from += rng_one_in(r, 2) ? 0 : rng_below(r, bytes - 4096) / 4 * 4;
		s.to = s.from + 4096;
	} else if (rng_one_in(r, 4)) {
		s.from = t->first - HEADER;
	}
	set_all(w, r, hit, s);
	return true;
}
