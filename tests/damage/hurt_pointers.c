/* SPDX-License-Identifier: Apache-2.0 */

/* Pointers that are no block, where nothing is damaged. */

#include "calls.h"
#include "hurt.h"

/* Write the words of programs into the first bytes of a live block. */
static void write_data(const struct world *w, struct rng *r, struct hit *hit,
		       const struct block *block, unsigned int how)
{
	const struct style style = how == POINTERS_INSIDE_COPIES ? style_copies()
				   : how == POINTERS_INSIDE      ? style_random()
								 : style_pick(r);
	const size_t bytes = block->bytes < EDGE ? block->bytes : EDGE;

	for (size_t i = 0; i + 4 <= bytes; i += 4) {
		hit_word(w, hit, block->mem + i, style_word(w, r, &style, block->mem + i));
	}
}

/* A pointer that is not tried yet. */
static void probe_once(struct hit *hit, uint8_t *ptr)
{
	for (unsigned int i = 0; i < hit->num_probes; i++) {
		if (hit->probes[i].ptr == ptr) {
			return;
		}
	}
	hit_probe(hit, ptr, true);
}

static bool inside(const struct world *w, struct rng *r, struct hit *hit, unsigned int how)
{
	const struct block *block = any_block(w, r, true, SMH_ALIGN + HEADER);
	uint32_t granules;

	if (block == NULL) {
		return false;
	}
	write_data(w, r, hit, block, how);
	granules = (uint32_t)((block->bytes - 1) / SMH_ALIGN);
	if (granules > EDGE / SMH_ALIGN) {
		granules = EDGE / SMH_ALIGN;
	}
	for (unsigned int i = 0; i < MAX_PROBES; i++) {
		probe_once(hit, block->mem + (size_t)SMH_ALIGN * rng_range(r, 1, granules));
	}
	return true;
}

static bool stale(const struct world *w, struct rng *r, struct hit *hit)
{
	if (w->num_stale == 0) {
		return false;
	}
	for (unsigned int i = 0; i < MAX_PROBES; i++) {
		probe_once(hit, w->stale[rng_below(r, w->num_stale)]);
	}
	return true;
}

bool hurt_pointers(const struct world *w, struct rng *r, struct hit *hit, unsigned int how)
{
	switch (how) {
	case POINTERS_OUTSIDE:
		while (hit->num_probes < MAX_PROBES) {
			hit_probe(hit,
				  rng_one_in(r, 2) ? pointer_foreign(w, r)
						   : pointer_misaligned(w, r),
				  true);
		}
		return true;
	case POINTERS_STALE:
		return stale(w, r, hit);
	default:
		return inside(w, r, hit, how);
	}
}
