/* SPDX-License-Identifier: Apache-2.0 */

/* Damage of one header: of a live block, of a free one, or the end marker. */

#include "hurt.h"

/* So many different bits. */
static uint32_t bits(struct rng *r, unsigned int count)
{
	uint32_t mask = 0;

	while (count != 0) {
		const uint32_t bit = UINT32_C(1) << rng_below(r, 32);

		count -= (mask & bit) == 0;
		mask |= bit;
	}
	return mask;
}

static void change_word(const struct world *w, struct rng *r, struct hit *hit, uint8_t *at,
			unsigned int how)
{
	const uint32_t byte = rng_range(r, 1, 255);

	switch (how) {
	case HOW_BYTE:
		hit_flip(w, hit, at, byte << 8 * rng_below(r, 4));
		break;
	case HOW_WORD:
		hit_word(w, hit, at, rng_one_in(r, 2) ? rng_next(r) : any_word(w, r, at));
		break;
	default:
		hit_flip(w, hit, at, bits(r, how));
		break;
	}
	hit->must_see = how != HOW_WORD;
}

/* A used block beside the damage: a free of it decides by the damaged header. */
static void probe_used(struct hit *hit, const struct block *block)
{
	if (block != NULL && block->used) {
		hit_probe(hit, block->mem, false);
	}
}

bool hurt_live_header(const struct world *w, struct rng *r, struct hit *hit, unsigned int how)
{
	const struct block *block = any_block(w, r, true, 0);

	if (block == NULL) {
		return false;
	}
	change_word(w, r, hit, block->mem - HEADER, how);
	if (rng_one_in(r, 2)) {
		probe_used(hit, block_before(w, block));
	}
	if (hit->num_probes == 0) {
		hit_probe(hit, block->mem, true);
	}
	return true;
}

bool hurt_free_header(const struct world *w, struct rng *r, struct hit *hit, unsigned int how)
{
	const struct block *block = any_block(w, r, false, 0);

	if (block == NULL) {
		return false;
	}
	change_word(w, r, hit, block->mem - HEADER, how);
	/* In a third of the trials the block is met by chance, as by an allocation. */
	switch (rng_below(r, 3)) {
	case 0:
		probe_used(hit, block_before(w, block));
		break;
	case 1:
		/* What frees the right neighbour reads the header of the free block before it. */
		if (block_after(w, block) != NULL) {
			hit_probe(hit, block_after(w, block)->mem, false);
		}
		break;
	default:
		break;
	}
	return true;
}

bool hurt_end_marker(const struct world *w, struct rng *r, struct hit *hit, unsigned int how)
{
	const struct block *last = &w->blocks[w->num_blocks - 1];

	change_word(w, r, hit, w->target->end - HEADER, how);
	probe_used(hit, last);
	return true;
}
