/* SPDX-License-Identifier: Apache-2.0 */

/*
 * What no bound on the work could do better: the choice among all blocks of all regions, in the
 * order of addresses or by the tightest fit. The blocks are as large as those of the heap, a header
 * of 4 bytes and whole granules, and the regions have its capacity; but what is known of a block is
 * kept in a table, and every search goes through all blocks.
 *
 *   table[first granule of a block]  its length and whether it is used
 *   table[its last granule]          its length, if it has more than one
 */

#include "policy.h"
#include "harness/arena.h"
#include "harness/require.h"

#define HEADER   4u
#define GRANULES (MOST_BYTES / SMH_ALIGN)
#define USED     (UINT32_C(1) << 31)

static uint8_t memory[MOST_BYTES] __attribute__((aligned(SMH_ALIGN))) BENCH_LARGE;
static uint32_t table[GRANULES];

/* Where the granules of a region start; those of the last one end at start[regions]. */
static uint32_t start[MOST_REGIONS + 1];

/* The fewest granules of a block of a region. */
static uint32_t least[MOST_REGIONS];

static uint32_t length_at(uint32_t i)
{
	return table[i] & ~USED;
}

static bool is_used(uint32_t i)
{
	return (table[i] & USED) != 0;
}

static void mark(uint32_t i, uint32_t length, uint32_t used)
{
	table[i + length - 1] = length | used;
	table[i] = length | used;
}

static size_t payload(uint32_t length)
{
	return (size_t)length * SMH_ALIGN - HEADER;
}

static uint32_t granules_for(size_t bytes)
{
	return (uint32_t)((bytes + HEADER + SMH_ALIGN - 1) / SMH_ALIGN);
}

/* The comparison is one of policies only if both kinds of heap take as much for a block. */
static size_t taken_for(unsigned int region, size_t bytes)
{
	struct shared_multi_heap_region_info info;
	void *mem = shared_multi_heap_alloc(region, bytes);

	BENCH_REQUIRE(mem != NULL && shared_multi_heap_region_info(region, &info) == 0);
	shared_multi_heap_free(mem);
	return info.allocated;
}

static void require_same_rounding(unsigned int region)
{
	least[region] = granules_for(taken_for(region, 1));
	for (size_t bytes = payload(least[region]); bytes <= payload(least[region] + 2); bytes++) {
		BENCH_REQUIRE(taken_for(region, bytes) == payload(granules_for(bytes)));
	}
}

static void prepare(void)
{
	uint32_t at = 0;

	for (unsigned int i = 0; i < layout.regions; i++) {
		struct shared_multi_heap_region_info info;

		require_same_rounding(i);
		BENCH_REQUIRE(shared_multi_heap_region_info(i, &info) == 0);
		BENCH_REQUIRE((info.capacity + HEADER) % SMH_ALIGN == 0);
		start[i] = at;
		mark(at, granules_for(info.capacity), 0);
		at += granules_for(info.capacity);
	}
	start[layout.regions] = at;
}

/* What is looked for, and what was found so far. */
struct search {
	uint32_t n;
	bool tightest;
	uint32_t found;
	uint32_t length;
};

/* Go through a region. True if nothing better can come. */
static bool search_region(struct search *search, unsigned int region)
{
	uint32_t n = search->n > least[region] ? search->n : least[region];
	uint32_t end = start[region + 1];

	/* The entry of a used block is above any length. */
	for (uint32_t i = start[region]; i < end; i += length_at(i)) {
		if (table[i] >= n && table[i] < search->length) {
			search->found = i;
			search->length = table[i];
			if (!search->tightest || table[i] == n) {
				return true;
			}
		}
	}
	return false;
}

/* The rest stays with the block if it is too little for one. */
static void *take(uint32_t i, unsigned int region, uint32_t n)
{
	uint32_t length = length_at(i);

	n = n > least[region] ? n : least[region];
	if (length - n >= least[region]) {
		mark(i + n, length - n, 0);
	} else {
		n = length;
	}
	mark(i, n, USED);
	return memory + (size_t)i * SMH_ALIGN;
}

/* The first free block that is large enough; with `tightest` the smallest of them. */
static void *alloc(unsigned int kind, size_t bytes, bool tightest)
{
	struct search search = {granules_for(bytes), tightest, 0, USED};
	unsigned int region = layout.first[kind];
	unsigned int end = region + layout.count[kind];
	unsigned int from = region;

	for (; region < end; region++) {
		uint32_t length = search.length;
		bool done = search_region(&search, region);

		from = search.length != length ? region : from;
		if (done) {
			break;
		}
	}
	return search.length == USED ? NULL : take(search.found, from, search.n);
}

static void *alloc_first(unsigned int kind, size_t bytes)
{
	return alloc(kind, bytes, false);
}

static void *alloc_best(unsigned int kind, size_t bytes)
{
	return alloc(kind, bytes, true);
}

static uint32_t index_of(const void *mem)
{
	return (uint32_t)((uintptr_t)mem - (uintptr_t)memory) / SMH_ALIGN;
}

static int owner(const void *mem)
{
	uint32_t i = index_of(mem);
	int region = 0;

	if (i >= start[layout.regions]) {
		return -ENOENT;
	}
	while (i >= start[region + 1]) {
		region++;
	}
	return region;
}

static void release(void *mem)
{
	uint32_t i = index_of(mem);
	int region = owner(mem);
	uint32_t length = length_at(i);
	uint32_t right = i + length;

	BENCH_REQUIRE(region >= 0 && is_used(i));
	if (right < start[region + 1] && !is_used(right)) {
		length += length_at(right);
	}
	if (i > start[region] && !is_used(i - 1)) {
		uint32_t left = length_at(i - 1);

		i -= left;
		length += left;
	}
	mark(i, length, 0);
}

static int walk(unsigned int region, smh_block_visitor_t visit, void *arg)
{
	uint32_t i = start[region];

	while (i < start[region + 1]) {
		uint8_t *mem = memory + (size_t)i * SMH_ALIGN;

		if (!visit(arg, mem, payload(length_at(i)), is_used(i))) {
			break;
		}
		i += length_at(i);
	}
	return 0;
}

static int validate(unsigned int region)
{
	uint32_t i = start[region];
	bool free_before = false;

	while (i < start[region + 1]) {
		uint32_t n = length_at(i);

		if (n == 0 || table[i + n - 1] != table[i] || (free_before && !is_used(i))) {
			return -EINVAL;
		}
		free_before = !is_used(i);
		i += n;
	}
	return i == start[region + 1] ? 0 : -EINVAL;
}

#define BLOCK_POLICY(label, function)                                                              \
	{                                                                                          \
		.name = (label),                                                                   \
		.chooser = CHOOSER_REFERENCE,                                                      \
		.is_slow = true,                                                                   \
		.prepare = prepare,                                                                \
		.alloc = (function),                                                               \
		.free = release,                                                                   \
		.walk = walk,                                                                      \
		.validate = validate,                                                              \
		.owner = owner,                                                                    \
	}

const struct policy policy_block_first = BLOCK_POLICY("block-first", alloc_first);
const struct policy policy_block_best = BLOCK_POLICY("block-best", alloc_best);
