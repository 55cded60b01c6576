/* SPDX-License-Identifier: Apache-2.0 */

/* Calls of the library, each result held against the shadow model. */

#ifndef DAMAGE_CALLS_H_
#define DAMAGE_CALLS_H_

#include "trial.h"

/* Each tells whether it did what it was asked for. */
bool call_alloc(struct world *w, struct rng *r, unsigned int attr);
bool call_free(struct world *w, struct rng *r, uint8_t *ptr);
bool call_usable_size(struct world *w, uint8_t *ptr);
bool call_resize(struct world *w, struct rng *r, uint8_t *ptr, size_t bytes);

/* At an alignment too, if it may: then a block can move before its right neighbour is looked at. */
bool call_realloc(struct world *w, struct rng *r, uint8_t *ptr, size_t bytes, bool aligned);

/* A walk must end, stay inside the region, and go upwards. */
void call_walk(const struct world *w, const struct region *region);

/* One call of any kind, with a live block or a pointer outside every region. */
void call_any(struct world *w, struct rng *r);

/* Pointers that are always refused. */
uint8_t *pointer_foreign(const struct world *w, struct rng *r);
uint8_t *pointer_misaligned(const struct world *w, struct rng *r);

#endif /* DAMAGE_CALLS_H_ */
