/* SPDX-License-Identifier: Apache-2.0 */

#include "requests.h"

#include "mapping.h"
#include "places.h"
#include "print.h"
#include "tally.h"

#include <string.h>

#define MAX_BLOCKS   8
#define PAGE_REQUEST ((size_t)0x1000)

struct block {
	uint8_t *start;
	size_t bytes;
	uint8_t pattern;
};

static struct block blocks[MAX_BLOCKS];
static unsigned int count;

static void remember(void *start, size_t bytes)
{
	struct block *block = &blocks[count];

	count++;
	block->start = start;
	block->bytes = bytes;
	block->pattern = (uint8_t)(0xA0 + count);
	memset(start, block->pattern, bytes);
}

static bool keeps_pattern(const struct block *block)
{
	for (size_t i = 0; i < block->bytes; i++) {
		if (block->start[i] != block->pattern) {
			return false;
		}
	}
	return true;
}

static unsigned long long physical(const void *block)
{
	struct mmu_translation now = {.phys = 0};

	(void)mmu_query((uintptr_t)block, &now);
	return now.phys;
}

/* A request, and the region that has to serve it (negative: it has to fail). */
static void request(unsigned int attr, size_t bytes, int expected)
{
	void *block = shared_multi_heap_alloc(attr, bytes);
	bool right = block == NULL ? expected < 0 : places_holds(expected, block, bytes);

	if (block == NULL) {
		check(right, "0x%zx bytes %s: NULL", bytes, places_attr_name(attr));
		return;
	}
	check(right, "0x%zx bytes %s: in %s, physical 0x%llx", bytes, places_attr_name(attr),
	      places_label(shared_multi_heap_owner(block, NULL, NULL)), physical(block));
	remember(block, bytes);
}

static void request_nothing(unsigned int attr, size_t bytes, const char *why)
{
	check(shared_multi_heap_alloc(attr, bytes) == NULL, "0x%zx bytes of attribute %u: NULL, %s",
	      bytes, attr, why);
}

/* Size of the first or of the largest region of the blob with an attribute. */
static size_t first_size(unsigned int attr)
{
	struct shared_multi_heap_region_info info;
	int region = places_first(attr, 1);

	return region >= 0 && shared_multi_heap_region_info((unsigned int)region, &info) == 0
		       ? info.size
		       : 0;
}

static size_t largest_size(unsigned int attr)
{
	struct shared_multi_heap_region_info info;
	size_t largest = 0;

	for (unsigned int i = 0; i < places_count(); i++) {
		if (shared_multi_heap_region_info(i, &info) == 0 && info.attr == attr &&
		    info.size > largest) {
			largest = info.size;
		}
	}
	return largest;
}

/* As the guide's first example: any region of the attribute will do. */
static void request_page(unsigned int attr)
{
	void *block = shared_multi_heap_alloc(attr, PAGE_REQUEST);
	int region = block != NULL ? shared_multi_heap_owner(block, NULL, NULL) : -1;

	check(places_holds(region, block, PAGE_REQUEST), "0x%zx bytes %s: in %s, physical 0x%llx",
	      PAGE_REQUEST, places_attr_name(attr), places_label(region), physical(block));
	if (block != NULL) {
		remember(block, PAGE_REQUEST);
	}
}

static void request_cacheable(void)
{
	const unsigned int attr = SMH_REG_ATTR_CACHEABLE;
	/* More than the first region has: 0x1200 where that has 0x1000. */
	size_t large = first_size(attr) + 0x200;

	print("small requests go to the first region of the attribute, in the order added\n");
	request(attr, 0x40, places_first(attr, 0x40));
	request(attr, 0x80, places_first(attr, 0x80));
	print("one that is too large for it goes to the next that can hold it\n");
	request(attr, large, places_first(attr, large));
}

static void request_non_cacheable(void)
{
	const unsigned int attr = SMH_REG_ATTR_NON_CACHEABLE;

	print("the other attribute has regions of its own\n");
	request(attr, 0x100, places_first(attr, 0x100));
	request(attr, 0x100, places_first(attr, 0x100));
}

static void request_impossible(void)
{
	const unsigned int attr = SMH_REG_ATTR_NON_CACHEABLE;

	print("what cannot be served\n");
	request(attr, largest_size(attr) * 8, -1);
	request_nothing(attr, 0, "size 0");
	request_nothing(SMH_REG_ATTR_NUM + 1, 0x100, "no region has it");
	request_nothing(MAX_SHARED_MULTI_HEAP_ATTR, 0x100, "out of bounds");
}

void requests_make(void)
{
	heading("The documented scenario: requests by attribute");
	request_cacheable();
	request_non_cacheable();
	request_impossible();
	print("a page of either\n");
	request_page(SMH_REG_ATTR_CACHEABLE);
	request_page(SMH_REG_ATTR_NON_CACHEABLE);
}

static bool note_block(void *arg, void *mem, size_t bytes, bool used)
{
	unsigned int *seen = arg;

	(void)mem;
	(void)bytes;
	*seen += used ? 0x100 : 1;
	return true;
}

static bool is_one_free_block(unsigned int region)
{
	struct shared_multi_heap_region_info info;
	unsigned int seen = 0;

	return shared_multi_heap_region_validate(region) == 0 &&
	       shared_multi_heap_region_walk(region, note_block, &seen) == 0 && seen == 1 &&
	       shared_multi_heap_region_info(region, &info) == 0 && info.free == info.capacity &&
	       info.allocated == 0;
}

void requests_undo(void)
{
	bool intact = true;

	heading("Everything given back");
	for (unsigned int i = 0; i < count; i++) {
		intact = keeps_pattern(&blocks[i]) && intact;
		shared_multi_heap_free(blocks[i].start);
	}
	check(intact, "every block still had its content");
	for (unsigned int i = 0; i < places_count(); i++) {
		check(is_one_free_block(i), "%s is sound and one free block", places_label((int)i));
	}
	count = 0;
}
