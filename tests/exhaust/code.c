/* SPDX-License-Identifier: Apache-2.0 */

/*
 * What changes of a header its code sees: every change of one to three bits and every change within
 * one byte must give a word that is the header of no size and state. The same is asked of a code
 * that is known to be too weak, so that a test that sees nothing is seen.
 */

#include <stdio.h>

#include "code_adapter.h"
#include "enumerate.h"

/* 32 + 496 + 4960 of one to three bits, and 255 of each byte; some are both. */
#define MAX_CHANGES 8192u

/* A product with it stored beside the size has distance 2. */
#define WEAK_FACTOR UINT32_C(0x9E3779B1)

struct changes {
	uint32_t count;
	uint32_t word[MAX_CHANGES];
};

static struct changes changes;

static void changes_add(uint32_t word)
{
	changes.word[changes.count++] = word;
}

static void changes_find(void)
{
	changes.count = 0;
	for (uint32_t a = 0; a < 32; a++) {
		changes_add(UINT32_C(1) << a);
		for (uint32_t b = 0; b < a; b++) {
			changes_add(UINT32_C(1) << a | UINT32_C(1) << b);
			for (uint32_t c = 0; c < b; c++) {
				changes_add(UINT32_C(1) << a | UINT32_C(1) << b | UINT32_C(1) << c);
			}
		}
	}
	for (uint32_t byte = 0; byte < 4; byte++) {
		for (uint32_t value = 1; value < 256; value++) {
			changes_add(value << 8 * byte);
		}
	}
}

static bool decode_weak(uint32_t word)
{
	uint32_t size;
	uint32_t state;

	return code_narrow_decode(WEAK_FACTOR, word, &size, &state);
}

SMH_INLINE bool is_header(enum format f, bool weak, uint32_t word)
{
	uint32_t size;
	uint32_t state;

	return weak ? decode_weak(word) : code_decode(f, word, &size, &state);
}

/* How many changes of a word are not seen. */
SMH_INLINE uint32_t unseen(enum format f, bool weak, uint32_t word)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < changes.count; i++) {
		count += is_header(f, weak, word ^ changes.word[i]);
	}
	return count;
}

SMH_INLINE uint64_t narrow_unseen(bool weak, uint32_t step, uint64_t *tried)
{
	uint64_t count = 0;

	for (uint32_t size = 0; size < UINT32_C(1) << CODE_NARROW_LOG2; size += step) {
		for (uint32_t state = 0; state < CODE_STATES; state++) {
			uint32_t word = weak ? code_narrow(WEAK_FACTOR, size, state)
					     : code_word(NARROW, size, state);

			count += unseen(NARROW, weak, word);
			*tried += changes.count;
		}
	}
	return count;
}

static bool enumerate_narrow(bool full)
{
	/* 5 has no divisor in common with 2^16, so that all low bits occur. */
	uint32_t step = full ? 1 : 5;
	uint64_t tried = 0;
	uint64_t weak_tried = 0;
	uint64_t count = narrow_unseen(false, step, &tried);
	uint64_t weak = narrow_unseen(true, step, &weak_tried);

	printf("narrow code: %llu changed headers tried: %llu not seen (weak code: %llu)\n",
	       (unsigned long long)tried, (unsigned long long)count, (unsigned long long)weak);
	return count == 0 && weak != 0;
}

SMH_INLINE uint32_t wide_word(uint32_t value)
{
	return code_word(WIDE, value >> 2, value & 3);
}

/*
 * The wide code is linear, up to a constant: the word of a value is the sum of the words of its
 * bits. Then a change that is seen in one word is seen in all.
 */
static uint64_t wide_not_linear(void)
{
	uint32_t zero = wide_word(0);
	uint64_t count = 0;

	for (uint32_t value = 1; value < UINT32_C(4) << CODE_WIDE_LOG2; value++) {
		uint32_t rest = value & (value - 1);

		count += wide_word(value) != (wide_word(rest) ^ wide_word(value ^ rest) ^ zero);
	}
	return count;
}

static bool enumerate_wide(void)
{
	uint64_t crooked = wide_not_linear();
	uint32_t count = unseen(WIDE, false, wide_word(0));

	printf("wide code: %lu values, %llu break linearity; of %u changes %u not seen\n",
	       (unsigned long)(UINT32_C(4) << CODE_WIDE_LOG2), (unsigned long long)crooked,
	       changes.count, count);
	return crooked == 0 && count == 0;
}

/* Each size and state comes back from its word. */
SMH_INLINE uint64_t not_returned(enum format f, uint32_t sizes_log2)
{
	uint64_t count = 0;

	for (uint32_t value = 0; value < UINT32_C(4) << sizes_log2; value++) {
		uint32_t size;
		uint32_t state;

		count += !code_decode(f, code_word(f, value >> 2, value & 3), &size, &state) ||
			 size != value >> 2 || state != (value & 3);
	}
	return count;
}

/* Of all 2^32 words, those are headers that code_word() gives, and no others. */
SMH_INLINE uint64_t headers_among_all(enum format f, uint64_t *wrong)
{
	uint64_t count = 0;

	for (uint64_t word = 0; word <= UINT32_MAX; word++) {
		uint32_t size;
		uint32_t state;

		if (code_decode(f, (uint32_t)word, &size, &state)) {
			count++;
			*wrong += code_word(f, size, state) != (uint32_t)word;
		}
	}
	return count;
}

SMH_INLINE bool enumerate_words(enum format f, const char *name, uint32_t sizes_log2, bool full)
{
	uint64_t expected = UINT64_C(4) << sizes_log2;
	uint64_t lost = not_returned(f, sizes_log2);
	uint64_t headers = expected;
	uint64_t wrong = 0;

	printf("%s code: %llu headers, %llu do not decode\n", name, (unsigned long long)expected,
	       (unsigned long long)lost);
	if (full) {
		headers = headers_among_all(f, &wrong);
		printf("%s code: of 2^32 words %llu are headers, %llu wrong ones\n", name,
		       (unsigned long long)headers, (unsigned long long)wrong);
	}
	return lost == 0 && headers == expected && wrong == 0;
}

bool enumerate_code(bool full)
{
	bool holds;

	changes_find();
	holds = enumerate_narrow(full);
	holds = enumerate_wide() && holds;
	holds = enumerate_words(NARROW, "narrow", CODE_NARROW_LOG2, full) && holds;
	return enumerate_words(WIDE, "wide", CODE_WIDE_LOG2, full) && holds;
}
