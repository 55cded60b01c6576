/* SPDX-License-Identifier: Apache-2.0 */

/* Random bytes written anywhere in a region: whatever the calls then say, they stay inside it. */

#include "support.h"

#define FUZZ_GUARD  512u
#define FUZZ_BLOCKS 36u

struct fuzz {
	struct sys_heap heap;
	uint8_t *start;
	uint8_t *all[FUZZ_BLOCKS];
	uint8_t *live[FUZZ_BLOCKS];
	uint32_t random;
};

static void fuzz_start(struct fuzz *fuzz, uint32_t seed)
{
	memset(arena, 0x3C, REGION_BYTES + 2 * FUZZ_GUARD);
	memset(fuzz, 0, sizeof(*fuzz));
	fuzz->random = seed;
	fuzz->start = arena + FUZZ_GUARD;
	sys_heap_init(&fuzz->heap, fuzz->start, REGION_BYTES);
	for (unsigned int i = 0; i < FUZZ_BLOCKS; i++) {
		fuzz->all[i] = sys_heap_alloc(&fuzz->heap, 1 + random_next(&fuzz->random) % 150);
		fuzz->live[i] = fuzz->all[i];
		CHECK(fuzz->live[i] != NULL);
	}
	for (unsigned int i = 1; i < FUZZ_BLOCKS; i += 1 + random_next(&fuzz->random) % 3) {
		sys_heap_free(&fuzz->heap, fuzz->live[i]);
		fuzz->live[i] = NULL;
	}
}

/* Overwrite a few bytes around the start of some block, or anywhere, the control block included. */
static void fuzz_damage(struct fuzz *fuzz)
{
	const uint8_t *block = fuzz->all[1 + random_next(&fuzz->random) % (FUZZ_BLOCKS - 1)];
	size_t at = (size_t)(block - fuzz->start) - 8 + random_next(&fuzz->random) % 16;
	const size_t bytes = 1 + random_next(&fuzz->random) % 16;

	if (random_next(&fuzz->random) % 3 == 0) {
		at = random_next(&fuzz->random) % (REGION_BYTES - 16);
	}

	for (size_t i = 0; i < bytes; i++) {
		fuzz->start[at + i] = (uint8_t)random_next(&fuzz->random);
	}
}

static void fuzz_step(struct fuzz *fuzz)
{
	const unsigned int at = random_next(&fuzz->random) % FUZZ_BLOCKS;
	const size_t bytes = 1 + random_next(&fuzz->random) % 300;

	if (random_next(&fuzz->random) % 2 == 0) {
		sys_heap_free(&fuzz->heap, fuzz->live[at]);
		fuzz->live[at] = NULL;
		return;
	}
	uint8_t *block = random_next(&fuzz->random) % 2 == 0
				 ? sys_heap_alloc(&fuzz->heap, bytes)
				 : sys_heap_realloc(&fuzz->heap, fuzz->live[at], bytes);
	if (block != NULL) {
		CHECK(aligned_to(block, SMH_ALIGN));
		CHECK(block >= fuzz->start && bytes <= REGION_BYTES);
		CHECK(block + bytes <= fuzz->start + REGION_BYTES);
		fuzz->live[at] = block;
	}
}

void case_damage_random(void)
{
	static struct fuzz fuzz;
	unsigned int noticed = 0;

	(void)smh_fault_handler_set(fault_record);
	for (uint32_t seed = 1; seed <= 300; seed++) {
		fuzz_start(&fuzz, seed);
		CHECK(faults.count == 0);
		fuzz_damage(&fuzz);
		for (unsigned int i = 0; i < 200; i++) {
			fuzz_step(&fuzz);
		}
		(void)sys_heap_validate(&fuzz.heap);
		CHECK(all_bytes(arena, FUZZ_GUARD, 0x3C));
		CHECK(all_bytes(fuzz.start + REGION_BYTES, FUZZ_GUARD, 0x3C));
		noticed += faults.count != 0;
		faults_forget();
	}
	/* Many writes fall into user data; the others hit a header or a free block. */
	CHECK(noticed > 60);
}
