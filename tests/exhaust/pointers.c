/* SPDX-License-Identifier: Apache-2.0 */

#include <stdio.h>
#include <string.h>

#include "search.h"

/* Bytes beside the region whose addresses are tried too. */
#define BESIDE 24

static const enum op_kind takers[] = {OP_USABLE, OP_FREE, OP_REALLOC, OP_RESIZE};

struct bad_pointer {
	struct search *s;
	struct pointer_tally *tally;
	const struct picture *picture;
	uint8_t state[MACHINE_MAX_STATE + 8]; /* to which the heap must be equal after each call */
};

static void show(const struct bad_pointer *bad, const struct op_call *call, const char *what)
{
	const struct machine *m = &bad->s->m;

	bad->s->findings++;
	if (bad->tally->accepted++ >= bad->s->shown) {
		return;
	}
	printf("FOUND: a bad pointer, %d bytes from the first block: ",
	       (int)(call->op.target - m->first));
	op_print(m, &call->op);
	printf(" %s; blocks:", what);
	picture_print(m, bad->picture);
	if (call->op.target - 4 < m->bytes) {
		uint32_t word;

		memcpy(&word, m->region + (call->op.target - 4), 4);
		printf("; word in front %#010x", word);
	}
	printf("\n");
}

static const char *judge(const struct machine *m, const struct bad_pointer *bad, enum ending ending,
			 uintptr_t result)
{
	if (ending != ENDED_WELL) {
		return arena_ending(ending);
	}
	if (result != 0 || arena_faults() == 0) {
		return "was accepted";
	}
	return machine_is(m, bad->state) ? NULL : "was refused, but something changed";
}

/* Pass the pointer at an offset, which may lie outside the region, to all that take one. */
static void try_pointer(struct bad_pointer *bad, uint32_t at)
{
	struct machine *m = &bad->s->m;

	bad->tally->pointers++;
	for (size_t i = 0; i < sizeof(takers) / sizeof(takers[0]); i++) {
		struct op_call call = {m, {takers[i], at, granule_bytes(2), 0}, 0};
		const char *wrong;

		if (takers[i] == OP_FREE || takers[i] == OP_USABLE) {
			call.op.bytes = 0;
		}
		arena_faults_reset();
		bad->tally->calls++;
		wrong = judge(m, bad, arena_call(op_run, &call), call.result);
		if (wrong == NULL) {
			bad->tally->refused++;
			continue;
		}
		show(bad, &call, wrong);
		machine_load(m, bad->state);
	}
}

/*
 * A pointer that lies a power of two below the next granule names the block that starts at its own
 * granule: an aligned allocation of the form `a | r` may have returned it.
 */
static bool names_block(const struct machine *m, const struct picture *picture, uint32_t at)
{
	uint32_t offset = (uint32_t)((uintptr_t)(m->region + at) % SMH_ALIGN);
	uint32_t below = SMH_ALIGN - offset;
	const struct block *block = picture_at(picture, at - offset);

	return (offset == 0 || (below & (below - 1)) == 0) && block != NULL && block->used;
}

static bool begin(struct bad_pointer *bad, uint32_t number, struct picture *picture)
{
	struct machine *m = &bad->s->m;

	machine_load(m, state_set_get(&bad->s->set, number));
	bad->picture = picture;
	machine_save(m, bad->state);
	return machine_look(m, picture);
}

void check_pointers(struct search *s, uint32_t every, struct pointer_tally *tally)
{
	struct bad_pointer bad = {.s = s, .tally = tally};
	struct picture picture;

	for (uint32_t number = 0; number < s->set.count; number += every) {
		if (!begin(&bad, number, &picture)) {
			continue;
		}
		for (int at = -BESIDE; at < (int)s->m.bytes + BESIDE; at++) {
			if (!names_block(&s->m, &picture, (uint32_t)at)) {
				try_pointer(&bad, (uint32_t)at);
			}
		}
	}
}

/* Words that a program may have in its memory. */
struct words {
	uint32_t count;
	uint32_t word[256];
};

static void words_add(struct words *words, uint32_t word)
{
	if (words->count < sizeof(words->word) / sizeof(words->word[0])) {
		words->word[words->count++] = word;
	}
}

static void words_of(const struct machine *m, const struct picture *picture, struct words *words)
{
	static const uint32_t fixed[] = {0xFFFFFFFF, 0xFFFFFFFE, 0xFCFCFCFC, 0x20202020,
					 0x64636261, 0x00000061, 0x00010001, 0x00020002};
	const uint64_t ptr = (uintptr_t)m->region;

	words->count = 0;
	for (uint32_t n = 0; n < 80; n++) {
		words_add(words, n);
	}
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
		words_add(words, fixed[i]);
	}
	for (uint32_t at = 0; at < m->bytes; at += SMH_ALIGN) {
		words_add(words, (uint32_t)ptr + at);
	}
	words_add(words, (uint32_t)(ptr >> 32));
	/* The headers of all blocks, and the end marker. */
	for (uint32_t i = 0; i <= picture->count; i++) {
		uint32_t at = i < picture->count ? picture->block[i].at
						 : m->first + m->granules * SMH_ALIGN;
		uint32_t word;

		memcpy(&word, m->region + at - ADAPTER_HEADER, 4);
		words_add(words, word);
	}
}

static void try_words(struct bad_pointer *bad, uint32_t at, const struct words *words)
{
	struct machine *m = &bad->s->m;
	uint32_t word = at - ADAPTER_HEADER;
	uint8_t before[4];

	memcpy(before, bad->state + word, 4);
	for (uint32_t i = 0; i < words->count; i++) {
		memcpy(bad->state + word, &words->word[i], 4);
		memcpy(m->region + word, &words->word[i], 4);
		try_pointer(bad, at);
	}
	memcpy(bad->state + word, before, 4);
	memcpy(m->region + word, before, 4);
}

void check_words(struct search *s, uint32_t every, struct pointer_tally *tally)
{
	struct bad_pointer bad = {.s = s, .tally = tally};
	struct picture picture;
	struct words words;

	for (uint32_t number = 0; number < s->set.count; number += every) {
		if (!begin(&bad, number, &picture)) {
			continue;
		}
		words_of(&s->m, &picture, &words);
		for (uint32_t i = 0; i < picture.count; i++) {
			const struct block *block = &picture.block[i];
			uint32_t from = block->at;
			uint32_t to = block->at + block->bytes;

			if (!block->used && !machine_stale(block, &from, &to)) {
				continue;
			}
			for (uint32_t at = block->at + SMH_ALIGN; at <= to; at += SMH_ALIGN) {
				if (at - ADAPTER_HEADER >= from) {
					try_words(&bad, at, &words);
				}
			}
		}
	}
}
