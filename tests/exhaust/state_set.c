/* SPDX-License-Identifier: Apache-2.0 */

#include <stdlib.h>
#include <string.h>

#include "state_set.h"

#define CHUNK_LOG2       12u
#define CHUNK_STATES     (UINT32_C(1) << CHUNK_LOG2)
#define FIRST_SLOTS_LOG2 12u

/* States are a multiple of 8 bytes. */
static uint64_t hash_of(const struct state_set *set, const uint8_t *state)
{
	uint64_t hash = set->state_bytes;

	for (uint32_t at = 0; at < set->state_bytes; at += 8) {
		uint64_t word;

		memcpy(&word, state + at, 8);
		hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
		hash ^= hash >> 29;
	}
	return hash * UINT64_C(0xBF58476D1CE4E5B9);
}

bool state_set_open(struct state_set *set, uint32_t state_bytes)
{
	*set = (struct state_set){.state_bytes = state_bytes, .slots_log2 = FIRST_SLOTS_LOG2};
	set->slots = calloc((size_t)1 << FIRST_SLOTS_LOG2, sizeof(*set->slots));
	return set->slots != NULL;
}

void state_set_close(struct state_set *set)
{
	for (uint32_t i = 0; i < set->num_chunks; i++) {
		free(set->chunks[i]);
	}
	free(set->chunks);
	free(set->slots);
}

const uint8_t *state_set_get(const struct state_set *set, uint32_t number)
{
	size_t at = (size_t)(number & (CHUNK_STATES - 1)) * set->state_bytes;

	return set->chunks[number >> CHUNK_LOG2] + at;
}

/* The slot of a state: its own, or the empty one where it belongs. */
static uint64_t *slot_of(const struct state_set *set, const uint8_t *state, uint64_t hash)
{
	uint64_t mask = (UINT64_C(1) << set->slots_log2) - 1;
	uint64_t at = hash >> (64 - set->slots_log2);

	for (;; at = (at + 1) & mask) {
		uint64_t slot = set->slots[at];

		if ((uint32_t)slot == 0 || ((uint32_t)(slot >> 32) == (uint32_t)hash &&
					    memcmp(state_set_get(set, (uint32_t)slot - 1), state,
						   set->state_bytes) == 0)) {
			return &set->slots[at];
		}
	}
}

static bool grow_slots(struct state_set *set)
{
	uint64_t *before = set->slots;
	uint32_t number;

	set->slots = calloc((size_t)2 << set->slots_log2, sizeof(*set->slots));
	if (set->slots == NULL) {
		set->slots = before;
		return false;
	}
	set->slots_log2++;
	for (number = 0; number < set->count; number++) {
		const uint8_t *state = state_set_get(set, number);
		uint64_t hash = hash_of(set, state);

		*slot_of(set, state, hash) = hash << 32 | (number + 1);
	}
	free(before);
	return true;
}

static bool grow_chunks(struct state_set *set)
{
	size_t bytes = (set->num_chunks + (size_t)1) * sizeof(*set->chunks);
	uint8_t **chunks = realloc(set->chunks, bytes);

	if (chunks == NULL) {
		return false;
	}
	set->chunks = chunks;
	chunks[set->num_chunks] = malloc((size_t)CHUNK_STATES * set->state_bytes);
	if (chunks[set->num_chunks] == NULL) {
		return false;
	}
	set->num_chunks++;
	return true;
}

bool state_set_add(struct state_set *set, const uint8_t *state)
{
	uint64_t hash = hash_of(set, state);
	uint64_t *slot = slot_of(set, state, hash);

	if ((uint32_t)*slot != 0) {
		return true;
	}
	if (set->count == UINT32_MAX - 1 ||
	    (set->count >> CHUNK_LOG2 == set->num_chunks && !grow_chunks(set))) {
		return false;
	}
	*slot = hash << 32 | (set->count + 1);
	memcpy((uint8_t *)state_set_get(set, set->count), state, set->state_bytes);
	set->count++;
	return set->count >> (set->slots_log2 - 1) == 0 || grow_slots(set);
}
