/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The memory of the region under test, and calls that may go wrong.
 *
 *   | no access, 64 GiB | canary ........... region | no access, 64 GiB |     "high"
 *   | no access, 64 GiB | region ........... canary | no access, 64 GiB |     "low"
 *                       |<------ one page --------->|
 *
 * The drawing is not to scale. An access beyond the page ends the call, not the program. A write
 * into the canary is found afterwards.
 */

#ifndef ARENA_H_
#define ARENA_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a call ended. */
enum ending {
	ENDED_WELL,
	ENDED_BY_ACCESS, /* SIGSEGV or SIGBUS */
	ENDED_BY_STOP,   /* SMH_STOP(), an assertion, or abort() */
	ENDED_BY_CLOCK   /* it used more than a second of processor time */
};

/* Largest region. */
#define ARENA_MAX_BYTES 1536u

/* Map the memory and return the region, or NULL with a message on standard error. */
uint8_t *arena_open(size_t bytes, bool high);

/* Call a function and survive what it does. */
enum ending arena_call(void (*call)(void *), void *arg);

/* What to write about an ending. */
const char *arena_ending(enum ending ending);

/* Whether the canary is whole: 128 bytes of it, or all. It is repaired if not. */
bool arena_near_is_whole(void);
bool arena_is_whole(void);

/*
 * Faults that the library reported since the last call of arena_faults_reset(): those by which a
 * call was refused, and lists that were cut by calls that went on.
 */
unsigned int arena_faults(void);
unsigned int arena_lists_cut(void);
void arena_faults_reset(void);

#endif /* ARENA_H_ */
