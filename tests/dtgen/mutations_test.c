/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * Blobs broken at random, in ways that keep many of them readable: every one is refused with a
 * message, or what is written of it is sound. SMH_SEED replays a run, SMH_ROUNDS makes it longer.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"
#include "outputs.h"

static const char *const names[] = {"corpus", "zephyr", "tuples", "three-regions", "ranges-nested"};

#define NAMES (sizeof(names) / sizeof(names[0]))

static uint64_t state;

/* Xorshift: the same numbers everywhere. */
static uint32_t random_below(uint32_t bound)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 32) % bound;
}

static uint64_t from_environment(const char *name, uint64_t value)
{
	const char *text = getenv(name);

	return text != NULL ? strtoull(text, NULL, 0) : value;
}

/* Change a byte, a cell, a letter of a name, or copy a part over another. */
static void mutate(struct blob *blob)
{
	static const uint32_t cells[] = {0, 1, 2, 3, 4, 9, 0xffffffff, 0x10000, 0x40000000, 64};
	uint8_t *bytes = blob->data;
	uint32_t size = (uint32_t)blob->bytes;
	uint32_t at = random_below(size);
	uint32_t cell;

	switch (random_below(5)) {
	case 0:
		bytes[at] = (uint8_t)random_below(256);
		break;
	case 1:
		bytes[at] ^= (uint8_t)(1u << random_below(8));
		break;
	case 2:
		cell = cells[random_below(sizeof(cells) / sizeof(cells[0]))];
		at = at / 4 * 4;
		for (int i = 0; i < 4 && at + (uint32_t)i < size; i++) {
			bytes[at + (uint32_t)i] = (uint8_t)(cell >> (24 - 8 * i));
		}
		break;
	case 3:
		/* Where there is text, other text: quotes, ends of comments, control characters. */
		if (bytes[at] >= 'a' && bytes[at] <= 'z') {
			bytes[at] = (uint8_t)"\"\\*/\n\r\t'`{}$;#\x80\xff??"[random_below(19)];
		}
		break;
	default:
		cell = random_below(16) + 1;
		if (at + cell <= size) {
			memmove(bytes + at, bytes + random_below(size - cell + 1), cell);
		}
		break;
	}
}

/* Some rounds of mutations of one blob, each on top of the last. Tells how many were accepted. */
static unsigned int one_blob(const char *name, unsigned int most)
{
	struct blob blob = blob_load(name);
	unsigned int accepted = 0;

	CHECK(outputs_check(blob.data, blob.bytes) > 0);
	for (unsigned int i = 0; i < most; i++) {
		mutate(&blob);
		accepted += outputs_check(blob.data, blob.bytes) >= 0;
	}
	blob_drop(&blob);
	return accepted;
}

static void every_mutation_is_refused_or_sound(void)
{
	uint64_t seed = from_environment("SMH_SEED", 20261122);
	uint64_t rounds = from_environment("SMH_ROUNDS", 6000);
	unsigned long accepted = 0;
	unsigned long tried = 0;

	printf("SMH_SEED=%llu SMH_ROUNDS=%llu\n", (unsigned long long)seed,
	       (unsigned long long)rounds);
	fflush(stdout);
	state = seed != 0 ? seed : 1;
	for (uint64_t i = 0; i < rounds; i++) {
		unsigned int most = 1 + random_below(6);

		accepted += one_blob(names[random_below(NAMES)], most);
		tried += most;
	}
	printf("%lu of %lu blobs accepted\n", accepted, tried);
	CHECK(accepted > tried / 20 && accepted < tried);
}

const struct dt_case dt_cases[] = {
	{"every_mutation_is_refused_or_sound", every_mutation_is_refused_or_sound},
};
const unsigned int dt_case_count = sizeof(dt_cases) / sizeof(dt_cases[0]);
