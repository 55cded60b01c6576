/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * The window is managed by one of our heaps, in storage in which a granule stands for a page:
 *
 *   storage  [ control | granule 1 ][ granule 2 ][ granule 3 ] ... [ surplus, taken for good ]
 *   window             [ page 0    ][ page 1    ][ page 2    ] ...
 *
 * A block of n granules is a range of n pages. So taking and giving back cost what they cost in
 * the heap, whatever is mapped, and an address that is no range is found out by the heap's checks.
 * The block itself, all of four bytes at least, holds how many pages can be mapped, times two, plus
 * one if they are guarded: a heap may give a granule more than was asked for.
 */

#include "mm/ranges.h"

#define FIRST_GRANULE 1u
#define MAX_PAGES     (UINT32_MAX / 2)

static uint8_t *granule_at(size_t page)
{
	return (uint8_t *)smh_mm.ranges.heap + (page + FIRST_GRANULE) * SMH_ALIGN;
}

static uint8_t *granule_of(uintptr_t virt)
{
	return granule_at((virt - smh_mm.config.virt) / PAGE);
}

static size_t guard_bytes(bool guarded)
{
	return guarded ? PAGE : 0;
}

static uint32_t tag_of(size_t size, bool guarded)
{
	return (uint32_t)(size / PAGE) << 1 | (uint32_t)guarded;
}

/* What the storage has beyond the window is taken, behind a block that stands for the window. */
static bool take_surplus(size_t pages)
{
	const struct sys_heap *h = &smh_mm.ranges;
	size_t granules = smh_heap_granule_count(h) - h->lead - FIRST_GRANULE;
	outcome_t window;

	if (granules < pages || pages > MAX_PAGES) {
		return false;
	}
	window = smh_heap_alloc(h, pages);
	SMH_ASSERT(window == (outcome_t)granule_at(0));
	if (granules > pages) {
		(void)smh_heap_alloc(h, granules - pages);
	}
	return smh_heap_free(h, (void *)window) == 0;
}

bool smh_mm_ranges_start(void)
{
	const struct smh_mm_config *config = &smh_mm.config;
	struct bounds bounds;

	smh_mm.ranges = (struct sys_heap){.heap = NULL};
	return smh_heap_bounds((uintptr_t)config->ranges, config->ranges_bytes, &bounds) &&
	       smh_heap_setup(&smh_mm.ranges, bounds, 0) && take_surplus(config->virt_bytes / PAGE);
}

uintptr_t smh_mm_range_take(size_t size, bool guarded)
{
	const struct sys_heap *h = &smh_mm.ranges;
	outcome_t block = smh_heap_alloc(h, (size + 2 * guard_bytes(guarded)) / PAGE);
	uintptr_t virt;
	uint32_t tag;

	if (block == 0 || outcome_fault(block) != SMH_FAULT_NONE) {
		return 0;
	}
	virt = smh_mm.config.virt + (block - (outcome_t)granule_at(0)) / SMH_ALIGN * PAGE +
	       guard_bytes(guarded);
	if (!smh_mm_arch_reserve(virt, size)) {
		(void)smh_heap_free(h, (void *)block);
		return 0;
	}
	tag = tag_of(size, guarded);
	smh_heap_fit(h, (void *)block, sizeof(tag));
	memcpy((void *)block, &tag, sizeof(tag));
	return virt;
}

/* Granules of the block that begins at a granule, and what it holds; 0 if none does. */
static size_t block_at_granule(const uint8_t *granule, uint32_t *tag)
{
	outcome_t fault = 0;
	size_t bytes = smh_heap_usable(&smh_mm.ranges, granule, &fault);

	if (fault != 0) {
		return 0;
	}
	memcpy(tag, granule, sizeof(*tag));
	return (bytes + SMH_ALIGN - 1) / SMH_ALIGN;
}

bool smh_mm_range_is(const struct range *range)
{
	uintptr_t first = range->virt - guard_bytes(range->guarded);
	uint32_t tag;

	return range->virt >= PAGE && in_window(first) && range->size <= smh_mm.config.virt_bytes &&
	       block_at_granule(granule_of(first), &tag) != 0 &&
	       tag == tag_of(range->size, range->guarded);
}

void smh_mm_range_give(const struct range *range)
{
	uint8_t *block = granule_of(range->virt - guard_bytes(range->guarded));
	outcome_t outcome;

	smh_mm_arch_release(range->virt, range->size);
	outcome = smh_heap_free(&smh_mm.ranges, block);
	SMH_ASSERT(outcome == 0);
	(void)outcome;
}

bool smh_mm_range_next(uintptr_t first, struct range *range)
{
	for (; in_window(first); first += PAGE) {
		uint32_t tag;

		if (block_at_granule(granule_of(first), &tag) != 0) {
			range->guarded = (tag & 1) != 0;
			range->virt = first + guard_bytes(range->guarded);
			range->size = (size_t)(tag >> 1) * PAGE;
			return true;
		}
	}
	return false;
}
