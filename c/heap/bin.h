/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * Bins: which list a free block of n granules belongs to.
 *
 * Eight bins an octave, exact below 16 granules. The number of a bin is a small floating-point
 * number: three bits of mantissa below the exponent, so that an octave is one byte of a bit map.
 *
 *   granules  1 .. 7 | 8 .. 15 | 16,17  18,19 .. 30,31 | 32..35 .. 60..63 | ...
 *   bin       1 .. 7 | 8 .. 15 |   16     17  ..   23  |   24   ..   31   | ...
 *   octave       0   |    1    |           2           |        3         | ...
 */

#ifndef SMH_HEAP_BIN_H_
#define SMH_HEAP_BIN_H_

#include "bits/bits.h"

#define BINS_PER_OCTAVE_LOG2 3u
#define BINS_PER_OCTAVE      (1u << BINS_PER_OCTAVE_LOG2)

#define ALIGN_LOG2 (SMH_ALIGN == 8 ? 3u : SMH_ALIGN == 16 ? 4u : SMH_ALIGN == 32 ? 5u : 6u)

/* Granules of the largest region, and the number of bins that its blocks can need. */
#define MAX_GRANULES_LOG2 (SMH_MAX_REGION_SHIFT - ALIGN_LOG2)
#define MAX_GRANULES      (UINT32_C(1) << MAX_GRANULES_LOG2)
#define NUM_OCTAVES       (MAX_GRANULES_LOG2 + 1u - BINS_PER_OCTAVE_LOG2)
#define NUM_BINS          (NUM_OCTAVES * BINS_PER_OCTAVE)

/* The map of bins is kept in words, with room for one bin above the top one: searches go there. */
#define OCTAVES_A_WORD (32 / BINS_PER_OCTAVE)
#define NUM_WORDS      (NUM_BINS / 32 + 1)
#define NUM_MAP_WORDS  NUM_WORDS

/* What a block costs in front of its payload. */
#define HEADER_BYTES 4u

/* The formats of metadata that a build needs; heap/block.h describes them. */
#define NARROW_GRANULES UINT32_C(65535)
#define HAVE_NARROW     (SMH_NARROW)
#define HAVE_WIDE       (!SMH_NARROW || MAX_GRANULES_LOG2 > 15)

/* What the granules of a bin's blocks are multiples of, as a power of two; 0 below 16 granules. */
SMH_INLINE uint32_t bin_shift(uint32_t n)
{
	return 31 - BINS_PER_OCTAVE_LOG2 - bits_leading(n | BINS_PER_OCTAVE);
}

/* The bin that holds blocks of n granules; 0, which is no bin, for 0. */
SMH_INLINE uint32_t bin_of(uint32_t n)
{
	uint32_t shift = bin_shift(n);

	return (shift << BINS_PER_OCTAVE_LOG2) + (n >> shift);
}

/* Whether a bin has smaller blocks than n granules too, if n belongs to it. */
SMH_INLINE bool bin_is_mixed(uint32_t n)
{
	return (n & ((UINT32_C(1) << bin_shift(n)) - 1)) != 0;
}

/* The granules of the smallest block of a bin. */
SMH_INLINE uint32_t bin_floor(uint32_t bin)
{
	uint32_t shift;

	if (bin < 2 * BINS_PER_OCTAVE) {
		return bin;
	}
	shift = (bin >> BINS_PER_OCTAVE_LOG2) - 1;
	return (BINS_PER_OCTAVE + (bin & (BINS_PER_OCTAVE - 1))) << shift;
}

SMH_INLINE uint32_t bin_octave(uint32_t bin)
{
	return bin >> BINS_PER_OCTAVE_LOG2;
}

#endif /* SMH_HEAP_BIN_H_ */
