/* SPDX-License-Identifier: Apache-2.0 */

#include "compare.h"

#include "board.h"
#include "print.h"
#include "shared_multi_heap.h"
#include "smh_info.h"
#include "smh_policy.h"
#include "tally.h"

#define NUM_REGIONS    4
#define NUM_RUNS       64
#define MAX_LIVE       1024
#define SMALLEST_SHIFT 4
#define OCTAVES        8

/* Of unequal sizes, the largest first: what first fit fills with whatever comes. */
static const size_t region_sizes[NUM_REGIONS] = {16384, 8192, 4096, 2048};
#define TOTAL_BYTES (16384 + 8192 + 4096 + 2048)

struct contestant {
	const char *name;
	unsigned int attr;
	unsigned int policy;
	uint64_t served;
	uint64_t bytes;
	uint64_t instructions;
	uint64_t worst;
};

static struct contestant contestants[] = {
	{.name = "first fit", .attr = SMH_REG_ATTR_NUM, .policy = SMH_POLICY_FIRST_FIT},
	{.name = "best fit", .attr = SMH_REG_ATTR_NUM + 1, .policy = SMH_POLICY_BEST_FIT},
};
#define NUM_CONTESTANTS (sizeof(contestants) / sizeof(contestants[0]))

static uint8_t memory[NUM_CONTESTANTS][TOTAL_BYTES] __attribute__((aligned(64)));

/* The same stream of requests for both: xorshift, never 0. */
struct stream {
	uint32_t state;
};

static void *live[MAX_LIVE];
static unsigned int live_count;

static uint32_t draw(struct stream *stream)
{
	uint32_t x = stream->state;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	stream->state = x;
	return x;
}

/* Distributed evenly over the octaves from 16 bytes to 4 KiB. */
static size_t draw_size(struct stream *stream)
{
	size_t octave = (size_t)1 << (SMALLEST_SHIFT + draw(stream) % OCTAVES);

	return octave + draw(stream) % octave;
}

static bool add_regions(const struct contestant *who, const uint8_t *start)
{
	size_t offset = 0;

	if (shared_multi_heap_policy_set(who->attr, who->policy) != 0) {
		return false;
	}
	for (unsigned int i = 0; i < NUM_REGIONS; i++) {
		struct shared_multi_heap_region region = {
			.attr = who->attr,
			.addr = (uintptr_t)start + offset,
			.size = region_sizes[i],
		};

		if (shared_multi_heap_add(&region, NULL) != 0) {
			return false;
		}
		offset += region_sizes[i];
	}
	return true;
}

typedef void *(*alloc_fn_t)(unsigned int attr, size_t bytes);

/* Instructions of a call; never inlined, so that every call is counted in the same way. */
static __attribute__((noinline, noclone)) uint64_t count(alloc_fn_t alloc_fn, unsigned int attr,
							 size_t bytes, void **block)
{
	uint64_t start = board_instructions();

	*block = alloc_fn(attr, bytes);
	return board_instructions() - start;
}

/* What it costs to call and count nothing. */
static void *alloc_nothing(unsigned int attr, size_t bytes)
{
	(void)attr;
	(void)bytes;
	return NULL;
}

static bool serve(struct contestant *who, size_t bytes)
{
	void *block;
	uint64_t cost = count(shared_multi_heap_alloc, who->attr, bytes, &block);
	void *none;

	if (block == NULL) {
		return false;
	}
	cost -= count(alloc_nothing, who->attr, bytes, &none);
	live[live_count++] = block;
	who->served++;
	who->bytes += bytes;
	who->instructions += cost;
	if (cost > who->worst) {
		who->worst = cost;
	}
	return true;
}

static void release(unsigned int which)
{
	shared_multi_heap_free(live[which]);
	live[which] = live[--live_count];
}

/* Two requests for every release of some block, until a request fails. */
static void run(struct contestant *who, uint32_t seed)
{
	struct stream stream = {.state = seed};
	bool going = true;

	while (going && live_count < MAX_LIVE) {
		if (live_count != 0 && draw(&stream) % 3 == 0) {
			release(draw(&stream) % live_count);
		} else {
			going = serve(who, draw_size(&stream));
		}
	}
	while (live_count > 0) {
		release(live_count - 1);
	}
}

static void print_row(const struct contestant *who)
{
	print("  %-10s %8llu allocations %10llu bytes %6llu instructions (worst %llu)\n", who->name,
	      (unsigned long long)(who->served / NUM_RUNS),
	      (unsigned long long)(who->bytes / NUM_RUNS),
	      (unsigned long long)(who->served != 0 ? who->instructions / who->served : 0),
	      (unsigned long long)who->worst);
}

static bool is_all_free(const struct contestant *who)
{
	struct shared_multi_heap_region_info info;
	unsigned int found = 0;

	for (unsigned int i = 0; i < shared_multi_heap_region_count(); i++) {
		if (shared_multi_heap_region_info(i, &info) != 0 || info.attr != who->attr) {
			continue;
		}
		found++;
		if (info.free != info.capacity || shared_multi_heap_region_validate(i) != 0) {
			return false;
		}
	}
	return found == NUM_REGIONS;
}

void compare_policies(void)
{
	heading("First fit against best fit");
	print("regions of 16, 8, 4 and 2 KiB in this order; 16 bytes to 4 KiB a request, two\n"
	      "requests for each release; mean of %u runs until the first failure\n",
	      NUM_RUNS);
	for (unsigned int i = 0; i < NUM_CONTESTANTS; i++) {
		check(add_regions(&contestants[i], memory[i]), "regions for %s",
		      contestants[i].name);
		for (uint32_t seed = 1; seed <= NUM_RUNS; seed++) {
			run(&contestants[i], seed);
		}
	}
	for (unsigned int i = 0; i < NUM_CONTESTANTS; i++) {
		print_row(&contestants[i]);
	}
	for (unsigned int i = 0; i < NUM_CONTESTANTS; i++) {
		check(contestants[i].served > NUM_RUNS && is_all_free(&contestants[i]),
		      "%s served requests, and its regions are free again", contestants[i].name);
	}
}
