/* SPDX-License-Identifier: Apache-2.0 */

/*
 * All states met so far, numbered in the order in which they were met. States are compared byte by
 * byte, so that a hash that two states share costs time and loses none.
 */

#ifndef STATE_SET_H_
#define STATE_SET_H_

#include <stdbool.h>
#include <stdint.h>

struct state_set {
	uint32_t state_bytes;
	uint32_t count;
	uint8_t **chunks;
	uint32_t num_chunks;
	uint64_t *slots; /* upper half: of the hash; lower half: number + 1, or 0 */
	uint32_t slots_log2;
};

bool state_set_open(struct state_set *set, uint32_t state_bytes);
void state_set_close(struct state_set *set);

/* Add a state unless it is in the set. False if there is no memory. */
bool state_set_add(struct state_set *set, const uint8_t *state);

const uint8_t *state_set_get(const struct state_set *set, uint32_t number);

#endif /* STATE_SET_H_ */
