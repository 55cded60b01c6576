/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Random ranges come and go. A model that knows no registers says for each what must become of it,
 * and what every address may be used for; the words in the registers are read as the hardware
 * would.
 */

#include "sim.h"

#include "check.h"

#include <string.h>

#define SEEDS      40u
#define OPERATIONS 400u

static uint64_t state;

/* xorshift64*: the same on every host. */
static uint32_t next(void)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (uint32_t)((state * 0x2545F4914F6CDD1DULL) >> 32);
}

static uint32_t below(uint32_t bound)
{
	return next() % bound;
}

/* A range that has a number, by its ends. */
struct live {
	bool used;
	uint32_t first;
	uint32_t last;
	unsigned int flags;
	/* When it was mapped. */
	unsigned int time;
};

static struct live live[SIM_MAX_REGIONS];
static unsigned int now;

static bool has(const struct live *range, uint32_t addr)
{
	return range->used && addr >= range->first && addr <= range->last;
}

static bool meet(const struct live *range, uint32_t first, uint32_t last)
{
	return range->used && first <= range->last && range->first <= last;
}

#if SMH_MPU_ARCH == 7

/* All windows of all sizes, with all runs of eighths. */
static bool describable(uint64_t first, uint64_t end)
{
	for (uint64_t window = 32; window <= (uint64_t)1 << 32; window *= 2) {
		uint64_t start = first / window * window;
		uint64_t step = window < 256 ? window : window / 8;

		for (uint64_t from = start; from < start + window; from += step) {
			for (uint64_t to = from + step; to <= start + window; to += step) {
				if (from == first && to == end) {
					return true;
				}
			}
		}
	}
	return false;
}

/* The number must be above those that it is to overrule. */
static int expected_number(uint32_t first, uint32_t last)
{
	for (unsigned int number = 0; number < sim.regions; number++) {
		bool overruled = false;

		for (unsigned int above = number; above < sim.regions; above++) {
			overruled = overruled || meet(&live[above], first, last);
		}
		if (!live[number].used && !overruled) {
			return (int)number;
		}
	}
	return -ENOSPC;
}

#else

static bool describable(uint64_t first, uint64_t end)
{
	return first % 32 == 0 && end % 32 == 0;
}

static int expected_number(uint32_t first, uint32_t last)
{
	int free = -ENOSPC;

	for (unsigned int number = 0; number < sim.regions; number++) {
		if (meet(&live[number], first, last)) {
			return -EEXIST;
		}
		if (!live[number].used && free < 0) {
			free = (int)number;
		}
	}
	return free;
}

#endif

/* The range that was mapped last of those that have an address. */
static const struct live *ruler_of(uint32_t addr)
{
	const struct live *ruler = NULL;

	for (unsigned int number = 0; number < sim.regions; number++) {
		if (has(&live[number], addr) &&
		    (ruler == NULL || live[number].time > ruler->time)) {
			ruler = &live[number];
		}
	}
	return ruler;
}

static void compare_at(uint32_t addr)
{
	const struct live *ruler = ruler_of(addr);
	struct sim_view view = sim_look(addr);

	CHECK((view.matches != 0) == (ruler != NULL));
	CHECK(SMH_MPU_ARCH == 7 || view.matches <= 1);
	if (ruler != NULL) {
		CHECK(&live[view.number] == ruler && view.flags == ruler->flags);
	}
}

/* Every edge of every range, and what is beside it. */
static void compare(void)
{
	for (unsigned int number = 0; number < sim.regions; number++) {
		const struct live *range = &live[number];
		struct smh_mpu_region back;
		int error = smh_mpu_get(number, &back);

		CHECK(error == (range->used ? 0 : -ENOENT));
		if (range->used) {
			CHECK(back.addr == range->first && back.flags == range->flags);
			CHECK(back.size == (size_t)(range->last - range->first) + 1u);
			compare_at(range->first - 1u);
			compare_at(range->first);
			compare_at(range->first + (range->last - range->first) / 3u);
			compare_at(range->last);
			compare_at(range->last + 1u);
		}
	}
	compare_at(next());
}

/* Near the bottom, the top, and a place where many meet; mostly such that something fits. */
static void random_range(uint32_t *addr, uint32_t *size)
{
	static const uint32_t places[] = {0, 0x20000000, 0x20010000, 0xFFF00000};
	uint32_t window = 32u << below(15);
	uint32_t step = window < 256u ? 32u : window / 8u;
	uint32_t from = below(window / step);

	*addr = places[below(4)] + below(8) * window + from * step;
	*size = (1u + below(window / step - from)) * step;
	if (below(8) == 0) {
		*addr += below(3) * 16u;
		*size += below(3) * 16u;
	}
	if (below(32) == 0) {
		*size = below(2) == 0 ? 0 : next();
	}
}

static unsigned int random_flags(void)
{
	unsigned int flags =
		below(4) |
		(next() & (SMH_MPU_READ_ONLY | SMH_MPU_EXECUTE | SMH_MPU_USER | SMH_MPU_SHAREABLE));

	if ((flags & 3u) == SMH_MPU_DEVICE) {
		flags &= ~SMH_MPU_EXECUTE;
	}
	return flags;
}

static int expected_of(uint32_t addr, uint32_t size)
{
	uint64_t end = (uint64_t)addr + size;

	if (size == 0 || end > (uint64_t)1 << 32 || !describable(addr, end)) {
		return -EINVAL;
	}
	return expected_number(addr, addr + (size - 1u));
}

/* Returns whether it was mapped. */
static bool map_one(void)
{
	struct smh_mpu_region region;
	struct sim before = sim;
	uint32_t addr;
	uint32_t size;
	int number;

	random_range(&addr, &size);
	region = (struct smh_mpu_region){addr, size, random_flags()};
	number = smh_mpu_map(&region);
	CHECK(number == expected_of(addr, size));
	if (number < 0) {
		before.number = sim.number;
		CHECK(memcmp(&before, &sim, sizeof(sim)) == 0);
		return false;
	}
	live[number] = (struct live){true, addr, addr + (size - 1u), region.flags, ++now};
	return true;
}

static void unmap_one(void)
{
	unsigned int number = below(sim.regions + 1u);
	int expected = -EINVAL;

	if (number < sim.regions) {
		expected = live[number].used ? 0 : -ENOENT;
		live[number].used = false;
	}
	CHECK(smh_mpu_unmap(number) == expected);
}

static unsigned int run(uint64_t seed)
{
	unsigned int mapped = 0;

	state = seed;
	memset(live, 0, sizeof(live));
	sim_reset(below(2) == 0 ? 8 : 16);
	for (unsigned int i = 0; i < OPERATIONS; i++) {
		if (below(3) != 0) {
			mapped += map_one();
		} else {
			unmap_one();
		}
		compare();
	}
	CHECK(mapped > OPERATIONS / 10u);
	return mapped;
}

/* SEED in the environment runs that one alone. */
void test_random(void)
{
	const char *only = getenv("SEED");
	uint64_t first = only != NULL ? strtoull(only, NULL, 0) : 1;
	uint64_t last = only != NULL ? first : SEEDS;

	for (uint64_t seed = first; seed <= last; seed++) {
		printf("seed %llu: ", (unsigned long long)seed);
		(void)fflush(stdout);
		printf("%u of %u mapped\n", run(seed * 0x9E3779B97F4A7C15ULL), OPERATIONS);
	}
}
