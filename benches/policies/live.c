/* SPDX-License-Identifier: Apache-2.0 */

#include "live.h"

#include "harness/counter.h"
#include "harness/require.h"

#define VALIDATE_EVERY 16u

/* Odd and large, so that the words of two blocks differ. */
#define TAG_STEP 0x9E3779B1u

struct block {
	uint8_t *mem;
	uint32_t bytes;
	uint32_t tag;
	unsigned int kind;
};

/* An entry without memory is one that was not served, or is not in use. */
static struct block table[MOST_LIVE];

/* Makes the content of every block another one. */
static uint32_t tags;

void live_start(struct live *live, const struct policy *policy, struct run *run)
{
	*live = (struct live){.policy = policy, .run = run};
	policy->prepare();
}

/* --- Integrity ------------------------------------------------------------------------------- */

/* Whole words, and the last bytes one by one: the first and the last byte count most. */
static void fill(const struct block *block)
{
	uint32_t *words = (uint32_t *)(void *)block->mem;
	uint32_t n = block->bytes / sizeof(uint32_t);

	for (uint32_t i = 0; i < n; i++) {
		words[i] = block->tag + i;
	}
	for (uint32_t i = n * (uint32_t)sizeof(uint32_t); i < block->bytes; i++) {
		block->mem[i] = (uint8_t)(block->tag + i);
	}
}

static bool is_intact(const struct block *block)
{
	const uint32_t *words = (const uint32_t *)(const void *)block->mem;
	uint32_t n = block->bytes / sizeof(uint32_t);
	uint32_t wrong = 0;

	for (uint32_t i = 0; i < n; i++) {
		wrong |= words[i] ^ (block->tag + i);
	}
	for (uint32_t i = n * (uint32_t)sizeof(uint32_t); i < block->bytes; i++) {
		wrong |= (uint32_t)block->mem[i] ^ (uint8_t)(block->tag + i);
	}
	return wrong == 0;
}

/* Both ends lie in the same region, one of the kind asked for, and the start is aligned. */
static void require_well_placed(const struct policy *policy, const struct block *block)
{
	int region = policy->owner(block->mem);

	BENCH_REQUIRE(region >= 0 && (unsigned int)region < layout.regions);
	BENCH_REQUIRE(layout.region[region].kind == block->kind);
	BENCH_REQUIRE(policy->owner(block->mem + block->bytes - 1) == region);
	BENCH_REQUIRE((uintptr_t)block->mem % SMH_ALIGN == 0);
}

/* --- What the regions hold -------------------------------------------------------------------- */

struct look {
	size_t largest;
	bool any_used;
};

static bool visit(void *arg, void *mem, size_t bytes, bool used)
{
	struct look *look = arg;

	(void)mem;
	if (used) {
		look->any_used = true;
	} else if (bytes > look->largest) {
		look->largest = bytes;
	}
	return true;
}

static struct look look_at(const struct policy *policy, unsigned int region)
{
	struct look look = {0, false};

	BENCH_REQUIRE(policy->walk(region, visit, &look) == 0);
	return look;
}

static bool could_have_served(const struct policy *policy, unsigned int kind, size_t bytes)
{
	for (unsigned int i = 0; i < layout.count[kind]; i++) {
		if (look_at(policy, layout.first[kind] + i).largest >= bytes) {
			return true;
		}
	}
	return false;
}

void live_sample(struct live *live)
{
	struct run *run = live->run;
	size_t largest = 0;

	for (unsigned int i = 0; i < layout.regions; i++) {
		struct look look = look_at(live->policy, i);

		largest = look.largest > largest ? look.largest : largest;
		run->free_regions += !look.any_used;
		run->free_region_bytes += look.any_used ? 0 : layout.region[i].bytes;
		if (run->samples % VALIDATE_EVERY == 0) {
			BENCH_REQUIRE(live->policy->validate(i) == 0);
		}
	}
	run->largest_least =
		run->samples == 0 || largest < run->largest_least ? largest : run->largest_least;
	run->largest_sum += largest;
	run->samples++;
}

/* --- Coming and going ------------------------------------------------------------------------- */

static void count_request(const struct live *live, const struct block *block, uint32_t cost)
{
	struct run *run = live->run;

	if (block->mem != NULL) {
		cost_add(&run->served, cost);
	} else {
		cost_add(&run->failed, cost);
		run->avoidable += could_have_served(live->policy, block->kind, block->bytes);
	}
}

static bool obtain(struct live *live, struct block *block, unsigned int kind, size_t bytes)
{
	const struct policy *policy = live->policy;
	void *mem = NULL;
	uint32_t cost = bench_counted(&mem, policy->alloc, kind, bytes);

	*block = (struct block){mem, (uint32_t)bytes, ++tags * TAG_STEP, kind};
	if (mem != NULL) {
		require_well_placed(policy, block);
		fill(block);
	}
	if (live->run != NULL) {
		count_request(live, block, cost);
	}
	return mem != NULL;
}

static void give_back(struct live *live, struct block *block)
{
	uint32_t cost;

	if (block->mem == NULL) {
		return;
	}
	BENCH_REQUIRE(is_intact(block));
	cost = bench_counted_void(live->policy->free, block->mem);
	if (live->run != NULL) {
		cost_add(&live->run->freed, cost);
	}
	block->mem = NULL;
}

bool live_add(struct live *live, unsigned int kind, size_t bytes)
{
	BENCH_REQUIRE(live->count < MOST_LIVE);
	live->bytes += bytes;
	return obtain(live, &table[live->count++], kind, bytes);
}

void live_remove(struct live *live, unsigned int i)
{
	live->bytes -= table[i].bytes;
	give_back(live, &table[i]);
	live->count--;
	table[i] = table[live->count];
	table[live->count].mem = NULL;
}

bool live_replace(struct live *live, unsigned int i, unsigned int kind, size_t bytes)
{
	struct block block;

	if (!obtain(live, &block, kind, bytes)) {
		return false;
	}
	give_back(live, &table[i]);
	table[i] = block;
	return true;
}

void live_empty(struct live *live, unsigned int i)
{
	give_back(live, &table[i]);
}

void live_end(struct live *live)
{
	live->run = NULL;
	for (unsigned int i = 0; i < MOST_LIVE; i++) {
		give_back(live, &table[i]);
	}
	for (unsigned int i = 0; i < layout.regions; i++) {
		BENCH_REQUIRE(live->policy->validate(i) == 0);
		BENCH_REQUIRE(!look_at(live->policy, i).any_used);
	}
}
