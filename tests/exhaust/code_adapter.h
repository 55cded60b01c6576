/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The code of a header: the word for a size and a state, and back, as heap/header.h has them. What
 * is enumerated in code.c is this, at index 0 with salt 0: an index or a salt adds a number to all
 * narrow words, and is added to all wide ones by exclusive-or.
 */

#ifndef CODE_ADAPTER_H_
#define CODE_ADAPTER_H_

#include "heap/hot.h"

#define CODE_STATES 4u

/* Binary logarithms of the number of sizes. */
#define CODE_NARROW_LOG2 16u
#define CODE_WIDE_LOG2   22u

/* The narrow code with another factor, which must be odd. */
SMH_INLINE uint32_t code_narrow(uint32_t factor, uint32_t size, uint32_t state)
{
	return (state << CODE_NARROW_LOG2 | size) * factor;
}

SMH_INLINE bool code_narrow_decode(uint32_t factor, uint32_t word, uint32_t *size, uint32_t *state)
{
	uint32_t inverse = factor;
	uint32_t plain;

	for (int i = 0; i < 5; i++) {
		inverse *= 2 - factor * inverse;
	}
	plain = word * inverse;
	*size = plain & 0xFFFF;
	*state = plain >> CODE_NARROW_LOG2 & 3;
	return plain >> (CODE_NARROW_LOG2 + 2) == 0;
}

SMH_INLINE uint32_t code_word(enum format f, uint32_t size, uint32_t state)
{
	const struct view v = {.f = f};

	return header_word(&v, 0, size, (enum state)state);
}

/* False if the word is the header of no size and state. */
SMH_INLINE bool code_decode(enum format f, uint32_t word, uint32_t *size, uint32_t *state)
{
	const struct view v = {.f = f};
	struct header hd = header_decode(&v, 0, word);
	uint32_t read = header_size(f, hd);

	*state = (uint32_t)header_state(f, hd);
	*size = read;
	return read >> (f == NARROW ? CODE_NARROW_LOG2 : CODE_WIDE_LOG2) == 0;
}

#endif /* CODE_ADAPTER_H_ */
