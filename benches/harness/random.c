/* SPDX-License-Identifier: Apache-2.0 */

#include "harness/random.h"

#include <stdbool.h>

/* Bits behind the binary point of what power_of_two() takes and gives. */
#define FRACTION 16u

/* 2^(1/2), 2^(1/4), ... with FRACTION bits behind the point. */
static const uint32_t roots_of_two[] = {92682, 77936, 71468, 68438, 66971,
					66250, 65892, 65714, 65625, 65580};

#define ROOTS (sizeof(roots_of_two) / sizeof(roots_of_two[0]))

/* A multiplication spreads the seeds, since the first numbers of neighbours are alike. */
struct bench_random bench_seed(uint32_t seed)
{
	uint32_t state = (seed + 1u) * 0x9E3779B9u;

	return (struct bench_random){.state = state == 0 ? 1u : state};
}

uint32_t bench_next(struct bench_random *random)
{
	uint32_t state = random->state;

	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	random->state = state;
	return state;
}

uint32_t bench_below(struct bench_random *random, uint32_t limit)
{
	return (uint32_t)(((uint64_t)bench_next(random) * limit) >> 32);
}

/* 2^x for 0 <= x < 16, both with FRACTION bits behind the point: no floating point here. */
static uint64_t power_of_two(uint32_t x)
{
	uint64_t result = 1u << FRACTION;

	for (uint32_t i = 0; i < ROOTS; i++) {
		if ((x & (1u << (FRACTION - 1u - i))) != 0) {
			result = (result * roots_of_two[i]) >> FRACTION;
		}
	}
	return result << (x >> FRACTION);
}

/* How many octaves from least to most, with FRACTION bits behind the point. */
static uint32_t octaves(uint32_t least, uint32_t most)
{
	uint32_t result = 0;

	for (uint32_t bit = 1u << 19; bit != 0; bit >>= 1) {
		if (power_of_two(result + bit) * least <= ((uint64_t)most << FRACTION)) {
			result += bit;
		}
	}
	return result;
}

static uint32_t uniform(struct bench_random *random, uint32_t least, uint32_t most)
{
	return least + bench_below(random, most - least + 1u);
}

static uint32_t log_uniform(struct bench_random *random, uint32_t least, uint32_t most)
{
	uint32_t power = bench_below(random, octaves(least, most) + 1u);
	uint32_t size = (uint32_t)((power_of_two(power) * least) >> FRACTION);

	return size < most ? size : most;
}

static uint32_t bimodal(struct bench_random *random, uint32_t least, uint32_t most)
{
	bool is_large = bench_below(random, 10) == 0;

	return is_large ? uniform(random, most / 2u, most) : uniform(random, least, least * 2u);
}

uint32_t bench_size(struct bench_random *random, const struct bench_sizes *sizes)
{
	switch (sizes->spread) {
	case BENCH_LOG_UNIFORM:
		return log_uniform(random, sizes->least, sizes->most);
	case BENCH_BIMODAL:
		return bimodal(random, sizes->least, sizes->most);
	case BENCH_POWERS:
		return sizes->least << bench_below(
			       random, (octaves(sizes->least, sizes->most) >> FRACTION) + 1u);
	case BENCH_UNIFORM:
		break;
	}
	return uniform(random, sizes->least, sizes->most);
}
