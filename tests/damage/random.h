/* SPDX-License-Identifier: Apache-2.0 */

/* Pseudo-random numbers that a seed determines on every machine (splitmix64). */

#ifndef DAMAGE_RANDOM_H_
#define DAMAGE_RANDOM_H_

#include <stdbool.h>
#include <stdint.h>

struct rng {
	uint64_t state;
};

static inline uint64_t rng_mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
	return x ^ x >> 31;
}

static inline uint64_t rng_next64(struct rng *r)
{
	r->state += UINT64_C(0x9E3779B97F4A7C15);
	return rng_mix(r->state);
}

static inline uint32_t rng_next(struct rng *r)
{
	return (uint32_t)(rng_next64(r) >> 32);
}

/* A number below n, which is not 0. */
static inline uint32_t rng_below(struct rng *r, uint32_t n)
{
	return (uint32_t)(((uint64_t)rng_next(r) * n) >> 32);
}

/* A number from low to high. */
static inline uint32_t rng_range(struct rng *r, uint32_t low, uint32_t high)
{
	return low + rng_below(r, high - low + 1);
}

static inline bool rng_one_in(struct rng *r, uint32_t n)
{
	return rng_below(r, n) == 0;
}

#endif /* DAMAGE_RANDOM_H_ */
