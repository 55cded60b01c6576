/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include "heap/spot.h"

/* Whether a header tells that the block to the left is free and has so many granules; 0: is used.
 */
static bool tells_left(const struct view *v, struct spot at, struct header hd)
{
	if (at.left == 0) {
		return header_is_free(v->f, hd) || header_is_used(v->f, hd);
	}
	return !header_is_free(v->f, hd) && header_state(v->f, hd) == state_behind(at.left) &&
	       left_size(v->f, block_at(v->base, at.i), hd) == at.left;
}

/* Read the header of a spot: it must agree with what lies to the left, and tell a size that can be.
 */
static bool spot_read(const struct view *v, struct spot at, struct header *hd)
{
	uint32_t size;

	*hd = header_read(v, block_at(v->base, at.i), at.i);
	size = header_size(v->f, *hd);
	if (!tells_left(v, at, *hd)) {
		return false;
	}
	return at.i == end_of(v) ? size == 0 && !header_is_free(v->f, *hd)
				 : size_in_range(v, at.i, size);
}

bool smh_spot_next(const struct view *v, struct spot *at)
{
	struct header hd;

	if (!spot_read(v, *at, &hd)) {
		return false;
	}
	at->i += header_size(v->f, hd);
	at->left = header_is_free(v->f, hd) ? header_size(v->f, hd) : 0;
	/* What follows must be a header that agrees, or the size was wrong. */
	return spot_read(v, *at, &hd);
}
