/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Bit tricks. No state, no knowledge of heaps. */

#ifndef SMH_BITS_BITS_H_
#define SMH_BITS_BITS_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "smh_config.h"
#include "port/compiler.h"

/* Position of the highest set bit. x must not be 0. */
SMH_INLINE uint32_t bits_last(uint32_t x)
{
	SMH_ASSERT(x != 0);
#if defined(__GNUC__)
	return 31u ^ (uint32_t)__builtin_clz(x);
#else
	uint32_t position = 0;

	for (uint32_t step = 16; step != 0; step >>= 1) {
		if ((x >> step) != 0) {
			x >>= step;
			position += step;
		}
	}
	return position;
#endif
}

/* Position of the lowest set bit. x must not be 0. */
SMH_INLINE uint32_t bits_first(uint32_t x)
{
	SMH_ASSERT(x != 0);
#if defined(__GNUC__)
	return (uint32_t)__builtin_ctz(x);
#else
	return bits_last(x & (~x + 1u));
#endif
}

/* Number of bits above the highest set one. x must not be 0. */
SMH_INLINE uint32_t bits_leading(uint32_t x)
{
#if defined(__GNUC__)
	SMH_ASSERT(x != 0);
	return (uint32_t)__builtin_clz(x);
#else
	return 31u - bits_last(x);
#endif
}

/* As bits_first() for 64 bits. */
SMH_INLINE uint32_t bits_first64(uint64_t x)
{
	uint32_t low = (uint32_t)x;

	return low != 0 ? bits_first(low) : 32u + bits_first((uint32_t)(x >> 32));
}

SMH_INLINE bool bits_is_power_of_two(size_t x)
{
	return x != 0 && (x & (x - 1)) == 0;
}

#endif /* SMH_BITS_BITS_H_ */
